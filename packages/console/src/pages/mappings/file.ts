import { csvLine } from '@ping-primero/core/text/csv.ts'
import { everybody } from '../../roles.ts'
import type { Say } from '../../words/say.ts'
import { tableFilePath } from '../addresses.ts'
import type { FileRoute } from '../file.ts'
import {
  otherSide,
  tablesOf,
  type DecisionTable,
  type FieldTable,
  type Table,
  type WordTable,
} from './tables.ts'
import { ruleWords, sideName } from './words.ts'

/** One table as a file, for people who review it. */
export const tableFile: FileRoute = {
  path: tableFilePath,
  may: everybody,
  does: 'act.table-file',
  read: async ({ deployment, query, say }) => {
    const table = tablesOf(deployment.mappings).find(({ name }) => name === query.get('table'))
    if (table === undefined) return null
    return { name: `${deployment.name}-${table.name}.csv`, lines: tableLines(table, say).map(csvLine) }
  },
}

type Line = readonly (string | number | null)[]

/** A table as lines of cells, headings first, in the words of a language. Pure. */
export function tableLines(table: Table, say: Say): readonly Line[] {
  if (table.kind === 'words') return wordLines(table, say)
  return table.kind === 'fields' ? fieldLines(table, say) : decisionLines(table, say)
}

function wordLines({ from, rows }: WordTable, say: Say): readonly Line[] {
  const [source, target] = [sideName(from, say), sideName(otherSide(from), say)]
  const label = (system: string): string => say('mappings.file.label', { system })
  return [
    [source, label(source), target, label(target), say('mappings.order'), say('mappings.remark')],
    ...rows.map((row): Line => {
      const notes = row.notes.join(' · ')
      return [row.from.word, row.from.label, row.to.word, row.to.label, row.rank, notes]
    }),
  ]
}

function fieldLines({ to, rules }: FieldTable, say: Say): readonly Line[] {
  return [
    [
      say('mappings.gets', { system: sideName(to, say) }),
      say('mappings.file.form'),
      say('mappings.from'),
      say('mappings.how'),
      say('mappings.filled'),
      say('mappings.file.default'),
      say('mappings.remark'),
    ],
    ...rules.map((rule): Line => {
      const from = rule.sources
        .map(({ object, column }) => `${say(`source.${object}`)}: ${column}`)
        .join(' · ')
      const filled = say(rule.required ? 'mappings.yes' : 'mappings.no')
      return [rule.target, rule.form, from, ruleWords(rule, say), filled, rule.default, rule.note]
    }),
  ]
}

function decisionLines({ rows }: DecisionTable, say: Say): readonly Line[] {
  return [
    [say('mappings.code'), say('mappings.stands-in'), say('mappings.means')],
    ...rows.map(({ list, code, means }): Line => [code, say(`decisions.${list}`), say(`means.${means}`)]),
  ]
}
