import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { systemName } from '../../parts/system-name.ts'
import type { SandboxReading } from '../../sandbox/deed.ts'
import type { Seats } from '../../sandbox/sandbox.ts'
import { nothing, type Say } from '../../words/say.ts'
import { addressOf, caseworkerPath, officerPath } from '../addresses.ts'
import type { ShownStory } from './model.ts'
import { storyPart } from './story-part.ts'
import type { ShownTrouble } from './trouble-model.ts'
import { troublePart } from './trouble-part.ts'

/** The first page of a sandbox: its story between the two seats, and the way to the console. Pure. */
export function startView(
  story: ShownStory,
  seats: Seats,
  trouble: readonly ShownTrouble[],
  reading: SandboxReading,
): Html {
  const { say, deployment, opens } = reading
  const ready = opens('going-live')
    ? html`<a href="${addressOf(deployment.name, 'going-live')}">${say('start.going-live')}</a>`
    : nothing
  return html`<header>
      <h1>${say('start.heading')}</h1>
      <p class="lede">${say(`start.lede.${story.standing}`)}</p>
    </header>
    <div class="start">
      ${officerSeat(seats, say)}${storyPart(story, reading)}${caseworkerSeat(seats, say)}
    </div>
    ${troublePart(trouble, reading)}
    <section class="card row spread" aria-labelledby="console">
      <div>
        <h2 id="console">${say('start.console')}</h2>
        <p class="dim">${say('start.console.text')}</p>
      </div>
      <p class="row">
        <a class="btn go" href="${addressOf(deployment.name, 'today')}">${say('start.console.open')}</a
        >${ready}
      </p>
    </section>`
}

interface Seat {
  readonly side: 'u' | 'p'
  readonly id: 'officer' | 'caseworker'
  readonly path: string
  readonly lines: readonly (string | Html)[]
}

function seat({ side, id, path, lines }: Seat, say: Say): Html {
  return html`<section class="card seat ${side} stack" aria-labelledby="${id}">
    <div>
      <h2 id="${id}">${say(`start.seat.${id}`)}</h2>
      <p class="s dim">${say(`start.seat.${id}.of`)}</p>
    </div>
    <ul class="list s">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <p>
      <a class="btn go" href="${path}"
        >${say('start.take-seat')}<span class="vh">: ${say(`start.seat.${id}`)}</span></a
      >
    </p>
  </section>`
}

function officerSeat({ officer, down }: Seats, say: Say): Html {
  return seat(
    {
      side: 'u',
      id: 'officer',
      path: officerPath,
      lines: [
        say('start.officer.referred', { count: officer.referred }),
        say('start.officer.received', { count: officer.received }),
        say('start.answered', { count: officer.answered }),
        say('start.officer.undelivered', { count: officer.undelivered }),
        ...downLine(down, 'ping', say),
      ],
    },
    say,
  )
}

function caseworkerSeat({ caseworker, down }: Seats, say: Say): Html {
  return seat(
    {
      side: 'p',
      id: 'caseworker',
      path: caseworkerPath,
      lines: [
        say('start.caseworker.cases', { count: caseworker.cases }),
        say('start.caseworker.services', { count: caseworker.services }),
        say('start.answered', { count: caseworker.answered }),
        say('start.caseworker.referred', { count: caseworker.referred }),
        ...downLine(down, 'primero', say),
      ],
    },
    say,
  )
}

function downLine(down: Seats['down'], system: 'ping' | 'primero', say: Say): readonly string[] {
  return down.includes(system) ? [say('start.down', { system: systemName(system) })] : []
}
