import { html } from 'hono/html'
import type { FieldRule, SourcePath } from '@ping-primero/core/mapping/field-map.ts'
import { chip } from '../../parts/chip.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import { cardTable, type Row } from '../../parts/table.ts'
import { nothing, type Say } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import type { MissingWord } from './missing.ts'
import { tableRead, type DecisionTable, type FieldTable } from './tables.ts'
import { flowNames, ruleWords, sideName } from './words.ts'

/** How the fields of one record are filled, field by field. */
export function fieldTable({ to, flow, rules }: FieldTable, reading: Reading): Html {
  const { say } = reading
  const caption = say('mappings.fields', { system: sideName(to, say), flows: flowNames([flow], say) })
  const columns = [
    { words: say('mappings.gets', { system: sideName(to, say) }) },
    { words: say('mappings.from') },
    { words: say('mappings.how') },
    { words: say('mappings.filled') },
  ]
  return cardTable(
    caption,
    columns,
    rules.map((rule) => fieldRow(rule, reading)),
  )
}

function fieldRow(rule: FieldRule, reading: Reading): Row {
  const { say } = reading
  const note = rule.note === '' ? nothing : html`<br /><span class="xs" dir="auto">${rule.note}</span>`
  const from =
    rule.sources.length === 0
      ? html`<span class="dim">–</span>`
      : html`${rule.sources.map((path, at) => html`${at === 0 ? nothing : html`<br />`}${sourceOf(path, say)}`)}`
  return [
    html`<bdi class="no long">${rule.target}</bdi>${note}`,
    from,
    howOf(rule, reading),
    filledOf(rule, say),
  ]
}

export function sourceOf({ object, column }: SourcePath, say: Say): Html {
  return html`<span class="xs">${say(`source.${object}`)}</span> <bdi class="no long">${column}</bdi>`
}

export function howOf(rule: FieldRule, reading: Reading): Html {
  const words = ruleWords(rule, reading.say)
  const table = tableRead(rule)
  return table === null ? html`${words}` : linked(reading, 'mappings', words, { query: { table } })
}

function filledOf(rule: FieldRule, say: Say): Html {
  const filled = say(rule.required ? 'mappings.yes' : 'mappings.no')
  if (rule.default === null) return html`${filled}`
  const otherwise = say.html('mappings.default', { value: recordNumber(rule.default) })
  return html`${filled}<br /><span class="xs">${otherwise}</span>`
}

/** Which codes state a decision; those that no row names stand first. */
export function decisionTable({ rows }: DecisionTable, missing: readonly MissingWord[], say: Say): Html {
  const columns = [
    { words: say('mappings.code') },
    { words: say('mappings.stands-in') },
    { words: say('mappings.means') },
  ]
  const lacking = missing
    .filter(({ word }) => word !== null)
    .map(({ word }): Row => [
      html`<b>${recordNumber(word ?? '')}</b>`,
      '–',
      chip('attn', say('mappings.no-row')),
    ])
  const given = rows.map(({ list, code, means }): Row => [
    recordNumber(code),
    say(`decisions.${list}`),
    say(`means.${means}`),
  ])
  return html`${cardTable(say('mappings.decisions'), columns, [...lacking, ...given])}
    <p class="s dim">${say('mappings.unlisted.decision')}</p>`
}
