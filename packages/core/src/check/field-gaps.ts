import type { FieldRule } from '../mapping/field-map.ts'
import type { Account } from '../primero/account.ts'
import { coreFields } from '../primero/core-fields.ts'
import { wayBack, type FieldNeed, type Place } from './field-needs.ts'
import { worstOf, type Gap } from './finding.ts'
import type { Severity } from './report.ts'
import { takes } from './field-kind.ts'
import type { LiveField, LiveFields } from './live-fields.ts'

/** Set by Primero or by anybody who may write at all; no form needs to have them (primero-contract §3.2, §4.1). */
const withoutForm: Readonly<Record<Place, ReadonlySet<string>>> = {
  case: new Set([
    'id',
    'status',
    'state',
    'record_state',
    'owned_by',
    'owned_by_agency_id',
    'module_id',
    'created_at',
    'created_by',
    'case_id_display',
    'short_id',
    'sex',
    'age',
    'registration_date',
    'last_updated_at',
    'last_updated_by',
    'assigned_user_names',
    'associated_user_names',
  ]),
  service: new Set(['unique_id']),
}

/** Shown to every reader, yet filled only where a form has them (primero-contract §3.2). */
const shownToReaders = new Set(['consent_for_services', 'disclosure_other_orgs'])

/** Needs of one field. */
interface Wanted {
  readonly place: Place
  readonly name: string
  readonly needs: readonly FieldNeed[]
}

/**
 * Compares what the flows write and read with the forms of the module and with what the account may do there. Writes
 * to a field that is missing or read-only are dropped in silence. `account` null = its rights are not known.
 */
export function fieldGaps(
  needs: readonly FieldNeed[],
  live: LiveFields,
  account: Account | null,
): readonly Gap[] {
  const all = wanted(needs)
  const serviceNeeds = needs.filter(({ place }) => place === 'service')
  if (live.service.size === 0 && serviceNeeds.length > 0) {
    const whole = { place: 'case', name: 'services_section', needs: serviceNeeds } as const
    return [
      missing(whole),
      ...gapsOf(
        all.filter(({ place }) => place === 'case'),
        live,
        account,
      ),
    ]
  }
  return gapsOf(all, live, account)
}

function wanted(needs: readonly FieldNeed[]): readonly Wanted[] {
  const byField = new Map<string, Wanted>()
  for (const need of needs) {
    const key = `${need.place} ${need.name}`
    const { place, name } = need
    byField.set(key, { place, name, needs: [...(byField.get(key)?.needs ?? []), need] })
  }
  return [...byField.values()]
}

function gapsOf(all: readonly Wanted[], live: LiveFields, account: Account | null): readonly Gap[] {
  const found = all.flatMap((field) => {
    const there = live[field.place].get(field.name)
    return there === undefined ? [] : [{ ...field, live: there }]
  })
  return [
    ...all.filter((field) => !live[field.place].has(field.name) && !needsNoForm(field)).map(missing),
    ...(account === null ? [] : rightsGaps(found, account)),
    ...found.flatMap(kindGaps),
  ]
}

function needsNoForm({ place, name, needs }: Wanted): boolean {
  const writes = needs.some(({ use }) => use === 'write')
  return withoutForm[place].has(name) && (!writes || coreFields.has(name))
}

function fieldName({ place, name }: Pick<Wanted, 'place' | 'name'>): string {
  return place === 'service' ? `field services_section.${name}` : `field ${name}`
}

function missing(field: Wanted): Gap {
  return {
    code: 'primero-field-missing',
    severity: worstOf(field.needs.map(({ severity }) => severity)),
    flows: field.needs.map(({ flow }) => flow),
    subject: fieldName(field),
    found: 'no form of the module has it',
    expected: 'a field of this name',
  }
}

type Found = Wanted & { readonly live: LiveField }

/** One gap per form, for a role gets forms and not fields. */
function rightsGaps(fields: readonly Found[], account: Account): readonly Gap[] {
  const hidden = new Map<string, Found[]>()
  const readOnly = new Map<string, Found[]>()
  const put = (gaps: Map<string, Found[]>, field: Found): void => {
    const forms = field.live.forms.join(' or ')
    gaps.set(forms, [...(gaps.get(forms) ?? []), field])
  }
  for (const field of fields) {
    const rights = field.live.forms.map((form) => account.forms.get(form))
    const writes = field.needs.filter(({ use }) => use === 'write' && !coreFields.has(field.name))
    const reads = field.needs.filter(({ use }) => use === 'read' && !isShown(field))
    const visible = rights.some((right) => right !== undefined)
    if (!visible && writes.length + reads.length > 0) put(hidden, { ...field, needs: [...writes, ...reads] })
    else if (writes.length > 0 && !rights.includes('rw')) put(readOnly, { ...field, needs: writes })
  }
  return [
    ...[...hidden].map(([forms, fields]) =>
      rightsGap('primero-field-hidden', forms, fields, 'no right to it'),
    ),
    ...[...readOnly].map(([forms, fields]) => rightsGap('primero-field-read-only', forms, fields, 'r')),
  ]
}

function isShown({ place, name }: Wanted): boolean {
  return withoutForm[place].has(name) || (place === 'case' && shownToReaders.has(name))
}

function rightsGap(
  code: 'primero-field-hidden' | 'primero-field-read-only',
  forms: string,
  fields: readonly Found[],
  found: string,
): Gap {
  const needs = fields.flatMap((field) => field.needs)
  const right = needs.some(({ use }) => use === 'write') ? 'rw' : 'r'
  return {
    code,
    severity: worstOf(needs.map(({ severity }) => severity)),
    flows: needs.map(({ flow }) => flow),
    subject: `form ${forms} of the account's role`,
    found,
    expected: `${right}, for ${fields.map(({ name }) => name).join(', ')}`,
  }
}

function kindGaps(field: Found): readonly Gap[] {
  return field.needs.flatMap((need) => {
    if (need.rule === null) return []
    const { fits, expected, found } = takes(field.live, need.rule)
    if (fits !== 'no' && fits !== 'dropped') return []
    return [
      {
        code: 'primero-field-kind',
        severity: kindSeverity(need, need.rule, fits),
        flows: [need.flow],
        subject: fieldName(field),
        found,
        expected,
      },
    ]
  })
}

/**
 * A list for a single value, or the reverse, is dropped in silence, which stops the flow where the field is required;
 * every other misfit refuses the whole record.
 */
function kindSeverity(need: FieldNeed, rule: FieldRule, fits: 'no' | 'dropped'): Severity {
  const returns = need.place === 'service' && wayBack.includes(rule.target)
  return fits === 'no' && !returns ? 'holds' : need.severity
}
