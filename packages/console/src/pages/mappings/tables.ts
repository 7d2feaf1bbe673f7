import type { Flow } from '@ping-primero/core/domain/flow.ts'
import {
  fieldMapNames,
  type FieldMap,
  type FieldMapName,
  type FieldRule,
} from '@ping-primero/core/mapping/field-map.ts'
import {
  anythingElse,
  isRanked,
  type DecisionList,
  type DecisionMeaning,
  type ValueMap,
  type ValueMapRow,
} from '@ping-primero/core/mapping/value-map.ts'
import { isReadBothWays } from '@ping-primero/core/mapping/value-map-headings.ts'
import type { ConsoleDeployment } from '../../host.ts'

/** One of the two systems between which words go over. */
export type Side = 'progres' | 'primero'

/** A word of a system, and what the table itself calls it; null = it says nothing more. */
export interface ShownWord {
  readonly word: string
  readonly label: string | null
}

/** One row of a table of words. */
export interface WordRow {
  readonly from: ShownWord
  readonly to: ShownWord
  /** It stands for whatever has no row of its own. */
  readonly isRest: boolean
  readonly rank: number | null
  /** What else the table says of it. */
  readonly notes: readonly string[]
}

/** What words of one system are called in the other. */
export interface WordTable {
  readonly kind: 'words'
  readonly name: string
  /** Whose words it translates. */
  readonly from: Side
  readonly isBothWays: boolean
  readonly flows: readonly Flow[]
  readonly rows: readonly WordRow[]
  /** Where several words fit, its order decides. */
  readonly isRanked: boolean
  /** What becomes of a word without a row; null where no field is filled by the table. */
  readonly unlisted: 'held' | 'left-out' | 'row' | null
  /** false = the deployment has not switched it on. */
  readonly isSent: boolean
}

/** How the fields of one record are filled. */
export interface FieldTable {
  readonly kind: 'fields'
  readonly name: FieldMapName
  /** Where the record is written. */
  readonly to: Side
  readonly flow: Flow
  readonly rules: readonly FieldRule[]
}

/** Which codes state a decision. */
export interface DecisionTable {
  readonly kind: 'decisions'
  readonly name: 'decision-codes'
  readonly rows: readonly {
    readonly list: DecisionList
    readonly code: string
    readonly means: DecisionMeaning
  }[]
}

/** Something that a deployment's folder says about how words and fields go over. */
export type Table = WordTable | FieldTable | DecisionTable

/** Where the record of each field map is written, and by which flow. */
const written: Readonly<Record<FieldMapName, { readonly to: Side; readonly flow: Flow }>> = {
  '1.1-case': { to: 'primero', flow: '1.1' },
  '1.1-service': { to: 'primero', flow: '1.1' },
  '1.1-status': { to: 'progres', flow: '1.1' },
  '1.2-decision': { to: 'progres', flow: '1.2' },
  '2.1-referral': { to: 'progres', flow: '2.1' },
  '2.2-decision': { to: 'primero', flow: '2.2' },
  '2.2-synced': { to: 'progres', flow: '2.2' },
}

/** Tables of words that every deployment has, in the order in which people ask for them. */
const usual = [
  'service-types-in',
  'service-types-out',
  'sex',
  'languages-in',
  'languages-out',
  'protection-concerns',
] as const

/** Every table of a deployment: words first, then decisions, then fields. */
export function tablesOf({
  valueMaps,
  fieldMaps,
  sharesConcerns,
}: ConsoleDeployment['mappings']): readonly Table[] {
  const place = (name: string): number => {
    const at = usual.findIndex((known) => known === name)
    return at === -1 ? usual.length : at
  }
  const words = [...valueMaps.maps.values()]
    .toSorted((one, other) => place(one.name) - place(other.name) || (one.name < other.name ? -1 : 1))
    .map((map) => wordTable(map, usesOf(map.name, [...fieldMaps.values()]), sharesConcerns))
  const codes = [...valueMaps.decisionCodes].flatMap(([list, meanings]) =>
    [...meanings].map(([code, means]) => ({ list, code, means })),
  )
  const decisions =
    codes.length === 0 ? [] : [{ kind: 'decisions', name: 'decision-codes', rows: codes } as const]
  const fields = fieldMapNames.flatMap((name): readonly FieldTable[] => {
    const map = fieldMaps.get(name)
    return map === undefined ? [] : [{ kind: 'fields', name, ...written[name], rules: map.rules }]
  })
  return [...words, ...decisions, ...fields]
}

/** A field that is filled by a table of words. */
interface Use {
  readonly to: Side
  readonly flow: Flow
  readonly isRequired: boolean
}

/** The name of the table that a rule reads; null = none. */
export function tableRead({ transform }: FieldRule): string | null {
  return 'map' in transform ? transform.map : null
}

function usesOf(table: string, maps: readonly FieldMap[]): readonly Use[] {
  return maps.flatMap(({ name, rules }) =>
    rules
      .filter((rule) => tableRead(rule) === table)
      .map(({ required }) => ({ ...written[name], isRequired: required })),
  )
}

function wordTable(map: ValueMap, uses: readonly Use[], sharesConcerns: boolean): WordTable {
  const { name, rows } = map
  const isBothWays = isReadBothWays(name)
  const from = isBothWays || uses[0]?.to === 'primero' ? 'progres' : 'primero'
  const flows = new Set(uses.map(({ flow }) => flow))
  return {
    kind: 'words',
    name,
    from,
    isBothWays,
    flows: [...flows].toSorted(),
    rows: rows.map((row) => wordRow(row, from)),
    isRanked: isRanked(map),
    unlisted: unlistedIn(rows, uses),
    isSent: name !== 'protection-concerns' || sharesConcerns,
  }
}

function unlistedIn(rows: readonly ValueMapRow[], uses: readonly Use[]): WordTable['unlisted'] {
  if (uses.length === 0) return null
  if (rows.some(({ key, value }) => key === anythingElse || value === anythingElse)) return 'row'
  return uses.some(({ isRequired }) => isRequired) ? 'held' : 'left-out'
}

/** Further columns are named after the system whose word they explain; any other is a note. */
function wordRow({ key, value, priority, beside = {} }: ValueMapRow, from: Side): WordRow {
  const to = otherSide(from)
  const said = Object.entries(beside)
  const labelOf = (side: Side): string | null =>
    said.find(([heading]) => heading.startsWith(`${side}_`))?.[1] ?? null
  return {
    from: { word: key, label: labelOf(from) },
    to: { word: value, label: labelOf(to) },
    isRest: key === anythingElse || value === anythingElse,
    rank: priority,
    notes: said.filter(([heading]) => !/^(?:progres|primero)_/.test(heading)).map(([, text]) => text),
  }
}

export function otherSide(side: Side): Side {
  return side === 'progres' ? 'primero' : 'progres'
}
