import { z } from 'zod'
import { faultOfCode, faultOfLength, lengthsOf } from './cell-fault.ts'
import { matchKey } from './match-key.ts'
import { cell, cellProblems, missingColumns, readTable, type TableProblem } from './table.ts'
import type { DecisionList, DecisionMeaning } from './value-map.ts'

type DecisionCodes = ReadonlyMap<DecisionList, ReadonlyMap<string, DecisionMeaning>>

/** The decision codes read from their file; none with any problem, for a code must never be guessed. */
export interface ReadDecisionCodes {
  readonly codes: DecisionCodes | null
  readonly problems: readonly TableProblem[]
}

const List = z.enum(['referral-status', 'review-decision', 'unhcr-referral-status'])
const Means = z.enum(['accepted', 'rejected', 'open', 'synced', 'ignore'])

const columns = ['list', 'code', 'means'] as const

/** Reads `mappings/decision-codes.csv` (`list,code,means`). Each list must state both decisions. */
export function readDecisionCodes(text: string): ReadDecisionCodes {
  const table = readTable(text)
  const problems: TableProblem[] = [...table.problems]
  if (problems.length === 0) problems.push(...missingColumns(table, columns))
  if (problems.length === 0) {
    problems.push(...table.rows.flatMap((row) => cellProblems(table, row, columns, faultOfCode)))
  }
  if (problems.length > 0) return { codes: null, problems }
  const codes = new Map<DecisionList, Map<string, DecisionMeaning>>(
    List.options.map((list) => [list, new Map()]),
  )
  const lengths = new Map(
    [...Map.groupBy(table.rows, (row) => cell(table, row, 'list'))].map(([list, rows]) => [
      list,
      lengthsOf(rows.map((row) => cell(table, row, 'code'))),
    ]),
  )
  for (const row of table.rows) {
    const [list, code, means] = [
      cell(table, row, 'list'),
      cell(table, row, 'code'),
      cell(table, row, 'means'),
    ]
    const known = { list: List.safeParse(list), means: Means.safeParse(means) }
    const ofList = known.list.success ? codes.get(known.list.data) : undefined
    const problem = (key: string, found: string, expected: string): void => {
      problems.push({ line: row.line, key, found, expected })
    }
    if (!known.list.success) problem('list', `"${list}"`, oneOf(List.options))
    if (!known.means.success) problem('means', `"${means}"`, oneOf(Means.options))
    if (code === '') problem('code', 'an empty code', 'a code of the list')
    else if (ofList !== undefined && known.means.success) {
      const matched = matchKey(code)
      if (ofList.has(matched)) problem(code, `the code a second time in ${list}`, 'each code once per list')
      const length = faultOfLength(code, lengths.get(list) ?? new Map())
      if (length !== null) problem(code, length.found, length.expected)
      ofList.set(matched, known.means.data)
    }
  }
  for (const [list, ofList] of problems.length === 0 ? codes : []) {
    for (const decision of ['accepted', 'rejected'] as const) {
      if (![...ofList.values()].includes(decision)) {
        problems.push({
          line: null,
          key: list,
          found: `no code that means ${decision}`,
          expected: 'a code for each decision',
        })
      }
    }
  }
  return { codes: problems.length === 0 ? codes : null, problems }
}

function oneOf(words: readonly string[]): string {
  return `one of ${words.join(', ')}`
}
