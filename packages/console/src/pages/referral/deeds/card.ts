import { html, raw } from 'hono/html'
import type { Wrong } from '../../../acts/act.ts'
import type { Typed } from '../../../acts/fields.ts'
import type { ToldItem } from '@ping-primero/core/story/strand.ts'
import { direction } from '../../../parts/direction.ts'
import { drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { wrongSummary } from '../../../parts/wrong-summary.ts'
import { operators } from '../../../roles.ts'
import { nothing, type Say } from '../../../words/say.ts'
import { askSettlePath, notePath, releasePath, tryOnePath } from '../../addresses.ts'
import type { Reading } from '../../reading.ts'
import type { ReferralStory } from '../model.ts'
import { describedBy, errorOf, wordsField, wrongOf } from './fields.ts'
import { waysToSettle } from './ways.ts'
import { isHeldForPerson, notable, openOf, triable } from './which.ts'

/** A form that comes back with what was typed. */
export interface Returned {
  readonly form: 'settle' | 'note'
  readonly typed: Typed
  readonly wrong: readonly Wrong[]
}

/** By what number of its own the story is named in forms, and the form that comes back; null = none does. */
interface ShownForms {
  readonly number: string
  readonly returned: Returned | null
}

/** What whoever looks may do with a referral; nothing for those who may do nothing. */
export function deedsCard(story: ReferralStory, returned: Returned | null, reading: Reading): Html {
  // Not by what was asked for: a child's own number finds a story as well, and must stand in no address.
  const shown = { number: story.strands[0].name.key, returned }
  const { say, role } = reading
  if (!operators.includes(role)) return nothing
  const open = openOf(story)
  const held = open.filter(isHeldForPerson)
  const ofSeveral = open.length > 1
  return html`<section class="card no-print" aria-labelledby="a-h">
    <h2 id="a-h">${say('deeds.heading')}</h2>
    <div class="stack">
      ${held.map((told) => releaseLink(told, shown, ofSeveral, reading))}
      ${triable(story).length === 0 ? nothing : tryForm(shown, reading)}
      ${open.map((told) => settleFold(told, shown, ofSeveral, reading))}${noteFold(story, shown, reading)}
    </div>
  </section>`
}

function hiddenFields(values: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`
}

function namedBy({ item: { flow, key } }: ToldItem, number: string): Readonly<Record<string, string>> {
  return { number, flow, key }
}

/** Where both the referral and the decision are open: which is meant. */
function whichOf({ item }: ToldItem, ofSeveral: boolean, { say }: Reading): Html {
  return ofSeveral ? html`<p class="s">${direction(item.flow, say)}</p>` : nothing
}

function releaseLink(told: ToldItem, { number }: ShownForms, ofSeveral: boolean, reading: Reading): Html {
  const { say, deployment } = reading
  const query = new URLSearchParams(namedBy(told, number)).toString()
  return html`<div class="stack-s">
    <h3>${say('deeds.release.heading')}</h3>
    ${whichOf(told, ofSeveral, reading)}
    <p class="s">${say('deeds.release.text')}</p>
    <p>
      <a class="btn go" href="/d/${deployment.name}${releasePath}?${query}"
        >${drawing('shield')}${say('deeds.release')}</a
      >
    </p>
  </div>`
}

function tryForm({ number }: ShownForms, { say, deployment, fields }: Reading): Html {
  return html`<form class="stack-s plain" method="post" action="/d/${deployment.name}${tryOnePath}">
    ${fields()}${hiddenFields({ number })}
    <h3>${say('deeds.try')}</h3>
    <p class="s" id="try-n">${say('deeds.try.text')}</p>
    <p><button aria-describedby="try-n">${drawing('again')}${say('deeds.try')}</button></p>
  </form>`
}

function isReturned(told: ToldItem, form: Returned['form'], returned: Returned | null): returned is Returned {
  const { flow, key } = told.item
  return (
    returned !== null &&
    returned.form === form &&
    returned.typed['flow'] === flow &&
    returned.typed['key'] === key
  )
}

function settleFold(
  told: ToldItem,
  { number, returned }: ShownForms,
  ofSeveral: boolean,
  reading: Reading,
): Html {
  const { say, deployment, fields } = reading
  const { typed, wrong }: Pick<Returned, 'typed' | 'wrong'> = isReturned(told, 'settle', returned)
    ? returned
    : { typed: {}, wrong: [] }
  const isOpen = isReturned(told, 'settle', returned)
  const id = settleId(told)
  const wrongHow = wrongOf(wrong, 'how')
  const choices = waysToSettle.map(
    (way, place) =>
      html`<label class="opt"
        ><input
          type="radio"
          name="how"
          value="${way}"
          required
          ${place === 0 ? html`id="${id}-how" ${describedBy(null, `${id}-how`, wrongHow)}` : nothing}
          ${typed['how'] === way ? raw('checked') : nothing}
        />${say(`settle.how.${way}`)}</label
      >`,
  )
  return html`<details class="fold" ${isOpen ? raw('open') : nothing}>
    <summary>${say('deeds.settle')}</summary>
    <form class="stack plain" method="post" action="/d/${deployment.name}${askSettlePath}">
      ${fields()}${hiddenFields(namedBy(told, number))}${whichOf(told, ofSeveral, reading)}
      <p class="s">${say('deeds.settle.text')}</p>
      <fieldset class="${wrongHow === null ? '' : 'wrong'}">
        <legend>${say('settle.how.asked')}</legend>
        ${errorOf(`${id}-how`, wrongHow, say)}${choices}
      </fieldset>
      ${wordsField(
        {
          id: `${id}-why`,
          label: say('deeds.words'),
          hint: say('deeds.hint'),
          typed: typed['why'] ?? '',
          wrong: wrongOf(wrong, 'why'),
        },
        say,
      )}
      <p><button class="go">${say('deeds.continue')}</button></p>
    </form>
  </details>`
}

function noteFold(
  story: ReferralStory,
  { number, returned }: ShownForms,
  { say, deployment, fields }: Reading,
): Html {
  const told = notable(story)
  if (told === null) return nothing
  const note = returned?.form === 'note' ? returned : null
  return html`<details class="fold" ${note === null ? nothing : raw('open')}>
    <summary>${say('deeds.note')}</summary>
    <form class="stack plain" method="post" action="/d/${deployment.name}${notePath}">
      ${fields()}${hiddenFields(namedBy(told, number))}${wordsField(
        {
          id: 'note-why',
          label: say('deeds.note.label'),
          hint: say('deeds.hint'),
          typed: note?.typed['why'] ?? '',
          wrong: wrongOf(note?.wrong ?? [], 'why'),
        },
        say,
      )}
      <p><button>${drawing('note')}${say('deeds.note.keep')}</button></p>
    </form>
  </details>`
}

function settleId({ item: { flow } }: ToldItem): string {
  return `settle-${flow.replace('.', '')}`
}

/** What is wrong with a form that comes back, with the way to its fields. */
export function wrongIn(returned: Returned, say: Say): Html {
  const each = returned.wrong.map(({ field, why }) => ({ id: fieldIdOf(returned, field), why }))
  return wrongSummary(each, say)
}

function fieldIdOf({ form, typed }: Returned, field: string): string {
  return form === 'note' ? `note-${field}` : `settle-${(typed['flow'] ?? '').replace('.', '')}-${field}`
}
