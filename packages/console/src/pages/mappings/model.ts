import { fieldMapNames } from '@ping-primero/core/mapping/field-map.ts'
import type { SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { missingWords, type MissingWord } from './missing.ts'
import { tableRead, tablesOf, type Table } from './tables.ts'

/** What the page reads. */
export interface MappingsInput {
  readonly mappings: ConsoleDeployment['mappings']
  readonly ages: readonly SubjectAge[]
  /** The table that was asked for; null = the first. */
  readonly asked: string | null
}

/** Mappings, before it is said in a language. */
export interface Mappings {
  /** The names of all tables. */
  readonly tables: readonly string[]
  /** null = the deployment has none that can be read. */
  readonly shown: Table | null
  /** Of all tables. */
  readonly missing: readonly MissingWord[]
  /** Tables that flows need and that cannot be read. */
  readonly unreadable: readonly string[]
  readonly agreement: ConsoleDeployment['mappings']['agreement']
}

/** What the page of the mappings shows: one table, and what any of them lacks. Pure. */
export function mappingsOf({ mappings, ages, asked }: MappingsInput): Mappings {
  const tables = tablesOf(mappings)
  const names = tables.map(({ name }) => name)
  return {
    tables: names,
    shown: tables.find(({ name }) => name === asked) ?? tables[0] ?? null,
    missing: missingWords(
      ages.filter(({ state }) => state === 'attention'),
      mappings,
    ),
    unreadable: neededTables(mappings).filter((name) => !names.includes(name)),
    agreement: mappings.agreement,
  }
}

function neededTables({ fieldMaps }: ConsoleDeployment['mappings']): readonly string[] {
  const read = [...fieldMaps.values()].flatMap(({ rules }) => rules.flatMap((rule) => tableRead(rule) ?? []))
  return [...new Set(read), 'decision-codes', ...fieldMapNames]
}
