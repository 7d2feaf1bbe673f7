import { html } from 'hono/html'
import type { SystemCheck } from '../../checks/check.ts'
import { chip } from '../../parts/chip.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import { ownerMark } from '../../parts/owner.ts'
import { listed } from '../../words/listed.ts'
import { nothing } from '../../words/say.ts'
import type { PageName } from '../addresses.ts'
import { tableName } from '../mappings/words.ts'
import type { Reading } from '../reading.ts'
import { askedCard } from './asked.ts'
import type { GoingLive, Step, StepGroup, Subject } from './model.ts'

/** Going live: each step with its proof, or with who owes it. */
export function goingLivePage(goingLive: GoingLive, check: SystemCheck | null, reading: Reading): Html {
  const { environment, groups, done, steps } = goingLive
  const { say } = reading
  return html`<header class="stack">
      <p><span class="chip test">${drawing('note')}${say(`golive.environment.${environment}`)}</span></p>
      <h1>${say('golive.heading', { left: steps - done, steps })}</h1>
      <p class="lede">${say('golive.lede')}</p>
      <label class="vh" for="steps">${say('golive.progress')}</label
      ><progress id="steps" max="${steps}" value="${done}">
        ${say('golive.progress.of', { done, steps })}
      </progress>
    </header>
    ${groups.map((group) => groupCard(group, reading))}${askedCard(check, reading)}
    <section class="card stack" aria-labelledby="untold-h">
      <h2 id="untold-h">${say('golive.untold')}</h2>
      <p>${say('golive.untold.people')}</p>
    </section>`
}

function groupCard({ name, steps }: StepGroup, reading: Reading): Html {
  return html`<section class="card" aria-labelledby="${name}-h">
    <h2 id="${name}-h">${reading.say(`golive.group.${name}`)}</h2>
    <ul class="tasks">
      ${steps.map((step) => html`<li>${stepLine(step, reading)}</li>`)}
    </ul>
  </section>`
}

/** Where what a step is about can be looked at. */
const shownOn: Readonly<Partial<Record<Step['name'], PageName>>> = {
  tables: 'mappings',
  words: 'mappings',
  timetable: 'flows',
  on: 'flows',
  run: 'flows',
}

function stepLine(step: Step, reading: Reading): Html {
  const { say } = reading
  const { name, isDone, owner } = step
  const page = shownOn[name]
  const title = say(`golive.step.${name}`)
  const state = isDone ? chip('ok', say('golive.done')) : chip('wait', say('golive.owed'))
  const whose =
    isDone || owner === null
      ? nothing
      : html`<p class="s"><span class="dim">${say('cause.whose')}</span> ${ownerMark(owner, say)}</p>`
  return html`<div>
      <h3>${page === undefined ? title : linked(reading, page, title)}</h3>
      <p class="s dim">${isDone ? proofOf(step, reading) : say(`golive.lacks.${name}`)}</p>
      ${isDone ? nothing : subjectsOf(step, reading)}${whose}
    </div>
    <p>${state}</p>`
}

function proofOf({ name }: Step, { say, deployment }: Reading): Html {
  const { agreement } = deployment.mappings
  if (name !== 'agreement' || agreement === null) return html`${say(`golive.proof.${name}`)}`
  const parts = [
    html`<bdi>${agreement.reference}</bdi>`,
    recordNumber(agreement.date),
    listed(agreement.parties, say),
  ]
  return html`${parts.map((part, at) => html`${at === 0 ? '' : ' · '}${part}`)}`
}

function subjectsOf({ subjects }: Step, { say }: Reading): Html {
  if (subjects.length === 0) return nothing
  return html`<ul class="s">
    ${subjects.map((subject) => html`<li>${subjectName(subject)}</li>`)}
  </ul>`

  function subjectName({ kind, name }: Subject): Html {
    if (kind === 'flow') return html`${say(`flow.${name}`)}`
    return kind === 'table' ? html`${tableName(name, say)}` : html`<bdi class="no long">${name}</bdi>`
  }
}
