import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { WouldWrite } from '@ping-primero/core/flows/report.ts'
import type { FieldRule } from '@ping-primero/core/mapping/field-map.ts'
import type { FieldTrace } from '@ping-primero/core/mapping/trace.ts'
import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { recordNumber } from '../../parts/number.ts'
import { cardTable, type Row } from '../../parts/table.ts'
import { listed } from '../../words/listed.ts'
import { nothing } from '../../words/say.ts'
import { anchorOf } from '../addresses.ts'
import { howOf, sourceOf } from '../mappings/fields.ts'
import type { Reading } from '../reading.ts'
import type { FlowCard } from './model.ts'

/** What the last try without writing would have written: how many, and one of them field by field. */
export function triedOf({ flow, ended }: FlowCard, reading: Reading): Html {
  const { say, times } = reading
  const end = ended.find(({ kind }) => kind === 'try')?.end
  if (end?.kind !== 'done' || end.tried === null) return nothing
  const { count, shown } = end.tried
  const [first] = shown
  const id = `tried-${anchorOf(flow)}`
  const one =
    first === undefined
      ? nothing
      : html`<p>${say.html('try.one', { number: recordNumber(first.number) })}</p>
          ${shown.map((record) => recordOf(record, flow, reading))}`
  return html`<section class="stack" aria-labelledby="${id}">
    <h3 id="${id}">${say.html('try.heading', { time: times.html(end.at) })}</h3>
    <p class="s dim">${say('try.text')}</p>
    <p>${say('try.would', { count })}</p>
    ${one}
  </section>`
}

const records = ['1.1-case', '1.1-service', '1.2-decision', '2.1-referral', '2.2-decision'] as const

/** One record, field by field; what would be left out is named below it. */
function recordOf({ record, fields }: WouldWrite, flow: Flow, reading: Reading): Html {
  const { say, deployment } = reading
  const known = records.find((name) => name === record)
  const rules = (known === undefined ? undefined : deployment.mappings.fieldMaps.get(known))?.rules ?? []
  const toPrimero = flow === '1.1' || flow === '2.2'
  const [from, to] = toPrimero ? ['proGres', say('side.primero')] : [say('side.primero'), 'proGres']
  const columns = [from, to, say('mappings.how'), say('try.would-write')].map((words) => ({ words }))
  const filled = fields.filter(({ shows }) => shows !== 'absent')
  const left = fields.filter(({ shows }) => shows === 'absent')
  const name = known === undefined ? record : say(`record.${known}`)
  const rows = filled.map((trace) => fieldRow(trace, ruleOf(trace, rules), reading))
  const leftOut =
    left.length === 0
      ? nothing
      : html`<p class="s dim">
          ${say('try.left-out', {
            fields: listed(
              left.map(({ target }) => target),
              say,
            ),
          })}
        </p>`
  return html`${cardTable(html`<b>${name}</b> – ${say('try.caption', { from, to })}`, columns, rows)}${leftOut}`
}

/** The rule by which a field came about; none where the mapping has changed since. */
function ruleOf({ target, source }: FieldTrace, rules: readonly FieldRule[]): FieldRule | undefined {
  return rules.find(
    (rule) =>
      rule.target === target &&
      rule.sources.map(({ object, column }) => `${object}.${column}`).join('|') === source,
  )
}

function fieldRow(trace: FieldTrace, rule: FieldRule | undefined, reading: Reading): Row {
  const { say } = reading
  const sources = rule?.sources ?? []
  const from =
    sources.length === 0
      ? html`<span class="dim">–</span>`
      : html`${sources.map((path, at) => html`${at === 0 ? nothing : html`<br />`}${sourceOf(path, say)}`)}`
  const how = rule === undefined ? html`${trace.transform}` : howOf(rule, reading)
  return [from, html`<bdi class="no long">${trace.target}</bdi>`, how, valueOf(trace, rule, reading)]
}

/** What would be written, where it says nothing of a person: the sex of a child is theirs, though a table translates it. */
function valueOf({ shows }: FieldTrace, rule: FieldRule | undefined, { say }: Reading): Html {
  const isOfPerson = rule !== undefined && 'map' in rule.transform && rule.transform.map === 'sex'
  if (shows === '[redacted]' || isOfPerson || rule === undefined) return dim(say('try.not-shown'))
  if (shows === 'unmapped') return dim(say('try.unmapped'))
  return shows === 'unreadable' ? dim(say('try.unreadable')) : html`<bdi>${shows}</bdi>`
}

function dim(words: string): Html {
  return html`<span class="dim">${words}</span>`
}
