import { html } from 'hono/html'
import { chip } from '../../parts/chip.ts'
import type { Html } from '../../parts/html.ts'
import { cardTable, type Column, type Row } from '../../parts/table.ts'
import { nothing, type Say } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import type { MissingWord } from './missing.ts'
import { otherSide, type ShownWord, type WordRow, type WordTable } from './tables.ts'
import { flowNames, sideName } from './words.ts'

/** What words of one system are called in the other; those without a row stand first. */
export function wordTable(table: WordTable, missing: readonly MissingWord[], { say }: Reading): Html {
  const { from, rows, isBothWays, isSent, isRanked, unlisted } = table
  const has = {
    rank: rows.some(({ rank }) => rank !== null),
    notes: rows.some(({ notes }) => notes.length > 0),
  }
  const columns: readonly Column[] = [
    { words: say('mappings.says', { system: sideName(from, say) }) },
    {
      words: say(isBothWays ? 'mappings.says' : 'mappings.gets', { system: sideName(otherSide(from), say) }),
    },
    ...(has.rank ? [{ words: say('mappings.order'), isNumber: true } as const] : []),
    ...(has.notes ? [{ words: say('mappings.remark') }] : []),
  ]
  const lacking = missing
    .filter(({ word }) => word !== null)
    .map(({ word }): Row => [html`<b dir="auto">${word ?? ''}</b>`, chip('attn', say('mappings.no-row'))])
  const given = rows.map((row): Row => {
    const [first, second] = [shownWord(row.from, row, say), shownWord(row.to, row, say)]
    const rank = row.rank === null ? '' : say.number(row.rank)
    return [first, second, ...(has.rank ? [rank] : []), ...(has.notes ? [notesOf(row)] : [])]
  })
  const sentences = [
    say('mappings.rows', { count: rows.length }),
    ...(isRanked ? [say('mappings.ranked')] : []),
    ...(unlisted === null ? [] : [say(`mappings.unlisted.${unlisted}`)]),
    say('mappings.uncounted'),
  ]
  return html`${isSent ? nothing : html`<p class="banner pause">${say('mappings.not-sent')}</p>`}${cardTable(captionOf(table, say), columns, [...lacking, ...given])}
    <p class="s dim">${sentences.join(' ')}</p>`
}

function captionOf({ from, isBothWays, flows }: WordTable, say: Say): string {
  const way = { from: sideName(from, say), to: sideName(otherSide(from), say) }
  const said = say(isBothWays ? 'mappings.way.both' : 'mappings.way', way)
  return flows.length === 0 ? said : `${said} ${say('mappings.used', { flows: flowNames(flows, say) })}`
}

/** A word by what the table calls it, with the code below; by its code alone where it says nothing. */
function shownWord({ word, label }: ShownWord, { isRest }: WordRow, say: Say): Html {
  if (isRest && word === '*') return html`<i>${say('mappings.rest')}</i>`
  if (label === null) return html`<bdi class="no long">${word}</bdi>`
  return html`<bdi>${label}</bdi><br /><bdi class="no long xs">${word}</bdi>`
}

function notesOf({ notes }: WordRow): Html {
  return html`<span class="s" dir="auto">${notes.join(' · ')}</span>`
}
