import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import { lookUp, reverse } from '@ping-primero/core/mapping/value-map.ts'
import { matchKey } from '@ping-primero/core/mapping/match-key.ts'
import { ownerOf, type Owner, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { tableRead } from './tables.ts'

/** The reasons that say that a word has no row. */
export const missingReasons: readonly ReasonCode[] = [
  'service-type-unmapped',
  'value-unmapped',
  'decision-code-unknown',
]

/** So many different causes of it are read at most. */
export const mostMissing = 100

/** A word without a row, for which something is held. */
export interface MissingWord {
  /** The table that lacks it; null where that cannot be told. */
  readonly table: string | null
  /** null = it could say something about a person, and is kept nowhere. */
  readonly word: string | null
  readonly flow: Flow
  readonly reason: ReasonCode
  readonly owner: Owner
  readonly count: number
  /** Since when the oldest is held. */
  readonly since: string
}

type Mappings = ConsoleDeployment['mappings']

/** The words for which something is held, those that have got a row since left out. Pure. */
export function missingWords(ages: readonly SubjectAge[], mappings: Mappings): readonly MissingWord[] {
  const found = new Map<string, MissingWord>()
  for (const age of ages) {
    for (const { table, word } of subjectsOf(age, mappings)) {
      if (word !== null && hasRow(mappings, table, word, age.flow)) continue
      const { flow, code, count, since } = age
      const name = JSON.stringify([table, word, flow, code])
      const known = found.get(name)
      found.set(name, {
        table,
        word,
        flow,
        reason: code,
        owner: ownerOf(code, flow),
        count: count + (known?.count ?? 0),
        since: known !== undefined && known.since < since ? known.since : since,
      })
    }
  }
  return [...found.values()].toSorted((one, other) => (one.since < other.since ? -1 : 1))
}

type Subject = Pick<MissingWord, 'table' | 'word'>

function subjectsOf({ flow, code, about }: SubjectAge, mappings: Mappings): readonly Subject[] {
  if (code === 'decision-code-unknown') {
    const unlisted = about.flatMap((stated) => unlistedCode(stated, flow, mappings))
    const words = unlisted.length === 0 ? [null] : unlisted
    return words.map((word) => ({ table: 'decision-codes', word }))
  }
  const read = [...new Set(requiredTables(flow, mappings))]
  const isOfTypes = (name: string): boolean => name.startsWith('service-types')
  const candidates = read.filter((name) => isOfTypes(name) === (code === 'service-type-unmapped'))
  const [only = null] = candidates.length === 1 ? candidates : []
  return about.map((subject) =>
    read.includes(subject) ? { table: subject, word: null } : { table: only, word: subject },
  )
}

function requiredTables(flow: Flow, { fieldMaps }: Mappings): readonly string[] {
  return [...fieldMaps.values()]
    .filter(({ name }) => name.startsWith(`${flow}-`))
    .flatMap(({ rules }) => rules.filter(({ required }) => required).flatMap((rule) => tableRead(rule) ?? []))
}

/** The code of a statement such as `review 125080009`, or one alone, where its list does not know it. */
function unlistedCode(stated: string, flow: Flow, { valueMaps }: Mappings): readonly string[] {
  const [, kind, code] = /^(status|review) (.*)$/.exec(stated) ?? []
  if (flow === '1.2') return listsCode(valueMaps, 'unhcr-referral-status', stated) ? [] : [stated]
  if (code === undefined || code === 'absent') return []
  const list = kind === 'status' ? 'referral-status' : 'review-decision'
  return listsCode(valueMaps, list, code) ? [] : [code]
}

function listsCode(
  { decisionCodes }: Mappings['valueMaps'],
  list: 'referral-status' | 'review-decision' | 'unhcr-referral-status',
  code: string,
): boolean {
  return decisionCodes.get(list)?.has(matchKey(code)) ?? false
}

function hasRow({ valueMaps }: Mappings, table: string | null, word: string, flow: Flow): boolean {
  const map = table === null ? undefined : valueMaps.maps.get(table)
  if (map === undefined) return false
  const isReversed = map.name === 'sex' && flow.startsWith('2.')
  return lookUp(isReversed ? reverse(map) : map, word).found
}
