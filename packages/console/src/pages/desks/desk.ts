import { html } from 'hono/html'
import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Again } from '../../acts/act.ts'
import { directionMark } from '../../parts/direction.ts'
import { drawing } from '../../parts/drawings.ts'
import { feedback, oldForm } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { headedDocument, stage } from '../../parts/layout.ts'
import { wrongSummary } from '../../parts/wrong-summary.ts'
import { deed, type Deed, type SandboxPage, type SandboxReading } from '../../sandbox/deed.ts'
import type { DeskEnd } from '../../sandbox/desks.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, caseworkerPath, deskRunPath, officerPath, startPath } from '../addresses.ts'
import { begunFeedback } from '../flows/feedback.ts'

/** Whose desk it is. */
export type DeskName = 'officer' | 'caseworker'

const sides = { officer: 'u', caseworker: 'p' } as const

export const deskPaths = { officer: officerPath, caseworker: caseworkerPath } as const

const others = { officer: 'caseworker', caseworker: 'officer' } as const

/** A desk with what stands above it: another room, plainly neither the console nor the real thing. */
export function deskDocument(
  name: DeskName,
  reading: SandboxReading,
  content: Html,
  again?: Again,
): Promise<string> {
  const { say, deployment, fields, host } = reading
  const title = say(`desk.${name}`)
  const other = others[name]
  const head = html`${stage(`desk.${name}.stage`, say)}
    <header class="desk-top ${sides[name]}">
      <div class="row spread">
        <div>
          <h1>${title}</h1>
          <p class="s">${say(`desk.${name}.of`)}</p>
        </div>
        <nav class="row s" aria-label="${say('start.title')}">
          <a href="${startPath}">${say('start.story')}</a>
          <a href="${deskPaths[other]}">${say(`desk.${other}`)}</a>
          <a href="${addressOf(deployment.name, 'today')}">${say('start.console')}</a>
        </nav>
      </div>
    </header>`
  const above = again === undefined ? doneFeedback(name, reading) : againFeedback(again, reading)
  return headedDocument(
    { say, title, path: deskPaths[name], head, fields: fields(), version: host.version },
    html`${above}${playingBanner(reading)}${content}`,
  )
}

/** What a deed at a desk is about; the address of its page says it when it is done. */
const dids = [
  'referred',
  'decided',
  'withdrawn',
  'sent-again',
  'filled-in',
  'revoked',
  'consent-given',
  'consent-taken',
  'moved',
  'refused',
  'waits',
] as const
export type DeskDid = (typeof dids)[number]

const Did = z.object({ did: z.enum(dids) })
const Begun = z.object({ begun: z.literal('run'), flow: FlowName })

function doneFeedback(name: DeskName, reading: SandboxReading): Html {
  const { say, query } = reading
  const asked = Object.fromEntries(query)
  const begun = Begun.safeParse(asked)
  if (begun.success) {
    // Another address each time: a browser does not ask again for the one that it shows.
    const look = `${deskPaths[name]}?begun=run&flow=${begun.data.flow}&seen=${reading.nowMs}#done`
    return begunFeedback(begun.data, look, reading)
  }
  const done = Did.safeParse(asked)
  if (!done.success) return nothing
  const { did } = done.data
  const tone = did === 'moved' || did === 'waits' ? 'pause' : did === 'refused' ? 'attn' : 'ok'
  return feedback(tone, say(`desk.did.${did}`), say(`desk.did.${did}.text`))
}

/** What is wrong is said of the one field in which somebody types; anything else that is sent is of no page of ours. */
function againFeedback({ wrong, typed }: Again, reading: SandboxReading): Html {
  if (wrong.length === 0) return oldForm(reading)
  const id = commentId(typed['number'] ?? '')
  return wrongSummary(
    wrong.map(({ why }) => ({ id, why })),
    reading.say,
  )
}

/** Where an officer writes beside the rejection of a referral. */
export function commentId(number: string): string {
  return `comment-${number}`
}

/** As long as the story is told, nobody may come between. */
function playingBanner({ say, sandbox }: SandboxReading): Html {
  const { standing } = sandbox.story.now()
  if (standing !== 'playing' && standing !== 'held') return nothing
  return html`<section class="banner wait" aria-labelledby="playing">
    ${drawing('wait')}
    <div>
      <h2 id="playing">${say('desk.playing')}</h2>
      <p>${say('desk.playing.text')}</p>
    </div>
  </section>`
}

/** What is particular to a deed at a desk. */
interface DeskDeed<Form> {
  readonly page: SandboxPage
  readonly path: Deed['path']
  readonly form: (nowMs: number) => z.ZodType<Form>
  readonly did: DeskDid | ((form: Form) => DeskDid)
  readonly act: (form: Form, reading: SandboxReading) => DeskEnd
}

/** A deed at a desk: the story comes to its end first, for it counts what happens in it. */
export function deskDeed<Form>({ page, path, form, did, act }: DeskDeed<Form>): Deed {
  return deed({
    page,
    path,
    form,
    perform: async (read, reading) => {
      const address = (what: DeskDid): string => `${page.path}?did=${what}`
      if ((await reading.sandbox.story.tellAtOnce()) === 'paused') return address('waits')
      const end = act(read, reading)
      if (end !== 'done') return address(end)
      return address(typeof did === 'function' ? did(read) : did)
    },
  })
}

/** A flow is run at once from a desk. */
export function runDeed(page: SandboxPage): Deed {
  return deed({
    page,
    path: `${page.path}${deskRunPath}`,
    form: () => z.object({ flow: FlowName }),
    perform: async ({ flow }, { deployment, host, viewer, nowMs, sandbox }) => {
      if ((await sandbox.story.tellAtOnce()) === 'paused') return `${page.path}?did=waits`
      const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
      host.undertakings.begin(deployment.name, { kind: 'run', flow }, act, 'afresh')
      return `${page.path}?begun=run&flow=${flow}`
    },
  })
}

/** The exchange looks by itself every minute; whoever does not want to wait has it look. */
export function runPart(name: DeskName, { say, fields }: SandboxReading): Html {
  const forms = flows.map(
    (flow) =>
      html`<form class="plain" method="post" action="${deskPaths[name]}${deskRunPath}">
        ${fields()}<input type="hidden" name="flow" value="${flow}" /><button>
          ${directionMark(flow)}<span>${say(`flow.${flow}`)}</span>
        </button>
      </form>`,
  )
  return html`<section class="card stack-s" aria-labelledby="run">
    <h2 id="run">${say('desk.run')}</h2>
    <p class="s dim">${say('desk.run.text')}</p>
    <div class="row">${forms}</div>
  </section>`
}
