import { fieldMapNames, type FieldRule } from '@ping-primero/core/mapping/field-map.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { listed } from '../../words/listed.ts'
import type { Say } from '../../words/say.ts'
import type { Side } from './tables.ts'

const named = [
  'service-types-in',
  'service-types-out',
  'sex',
  'languages-in',
  'languages-out',
  'protection-concerns',
  'decision-codes',
  ...fieldMapNames,
] as const

/** What people call a table; one of a country's own has the name of its file. */
export function tableName(table: string, say: Say): string {
  const known = named.find((name) => name === table)
  return known === undefined ? table : say(`table.${known}`)
}

/** What people call a system. */
export function sideName(side: Side, say: Say): string {
  return side === 'progres' ? 'proGres' : say('side.primero')
}

export function flowNames(flows: readonly Flow[], say: Say): string {
  return listed(
    flows.map((flow) => say('mappings.quoted', { text: say(`flow.${flow}`) })),
    say,
  )
}

/** How a field comes about. */
export function ruleWords({ transform }: FieldRule, say: Say): string {
  if (transform.kind === 'constant') return say('how.constant', { value: transform.value })
  if (transform.kind === 'map' || transform.kind === 'map-list') {
    return say(`how.${transform.kind}`, { table: tableName(transform.map, say) })
  }
  return say(`how.${transform.kind}`)
}
