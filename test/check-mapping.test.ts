import { seedReferrals, seedReviewed, type Primero } from '@ping-primero/sandbox'
import { expect, test } from 'vitest'
import type { Deployment } from '@ping-primero/core'
import { checked, notesOn, serious } from './support/checked.ts'

type Form = Parameters<Primero['store']['putForm']>[0]
type Field = Form['fields'][number]

/** Changes the fields of one form; a field that becomes null is taken away. */
function changeFields(primero: Primero, form: string, change: (field: Field) => Field | null): void {
  const known = primero.store.form(form)
  if (known === undefined) throw new Error(`the recorded world has the form ${form}`)
  primero.store.putForm({ ...known, fields: known.fields.flatMap((field) => change(field) ?? []) })
}

const without =
  (...names: readonly string[]) =>
  (field: Field): Field | null =>
    names.includes(field.name) ? null : field

/** The deployment with rows added to, or put in place of, those of a value map. */
const withRows =
  (map: string, rows: readonly (readonly [key: string, value: string])[], instead = false) =>
  (deployment: Deployment): Deployment => {
    const known = deployment.valueMaps.maps.get(map)?.rows ?? []
    const added = rows.map(([key, value]) => ({ key, value, priority: null }))
    const maps = new Map(deployment.valueMaps.maps)
    maps.set(map, { name: map, rows: instead ? added : [...added, ...known] })
    return { ...deployment, valueMaps: { ...deployment.valueMaps, maps } }
  }

test('a localised field of the way back that no form has stops the flows that need it', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'services_section', without('unhcr_referral_status', 'progres_interventionnumber'))
  })
  expect(serious(report)).toEqual([
    'stops primero-field-missing: field services_section.unhcr_referral_status (flows 1.1, 1.2)',
    'stops primero-field-missing: field services_section.progres_interventionnumber (flows 1.1, 1.2)',
  ])
})

test('of other missing fields required ones stop the flow that would find them missing when it reads back, optional ones are a note', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'services_section', without('service_request_external', 'service_request_title'))
    changeFields(primero, 'basic_identity', without('name_last', 'age'))
  })
  expect(serious(report)).toEqual([
    'stops primero-field-missing: field name_last (flows 1.1, 2.1)',
    'stops primero-field-missing: field services_section.service_request_external (flow 1.1)',
  ])
  expect(notesOn(report, /^field/)).toEqual([
    'note primero-field-missing: field services_section.service_request_title (flow 1.1)',
  ])
})

test('a name that no form has is a note: children of one number are told apart by birth date and sex alone', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'basic_identity', without('name'))
  })
  expect(serious(report)).toEqual([])
  expect(notesOn(report, /^field/)).toEqual(['note primero-field-missing: field name (flow 1.1)'])
})

test('a module without the services form is one finding', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'services', without('services_section'))
  })
  expect(serious(report)).toEqual([
    'stops primero-field-missing: field services_section (flows 1.1, 1.2, 2.1)',
  ])
})

test('fields that are searched by or ask for consent must be there', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'basic_identity', without('unhcr_individual_no', 'case_id'))
    changeFields(primero, 'data_confidentiality', without('consent_for_services'))
  })
  expect(serious(report)).toEqual([
    'stops primero-field-missing: field unhcr_individual_no (flows 1.1, 2.1)',
    'stops primero-field-missing: field case_id (flows 1.2, 2.1, 2.2)',
    'holds primero-field-missing: field consent_for_services (flow 2.1)',
  ])
})

test('a module that has no forms is named instead of every field', async () => {
  const { report } = await checked({
    deployment: (deployment) => ({
      ...deployment,
      primero: { ...deployment.primero, moduleId: 'primeromodule-gbv' },
    }),
  })
  expect(serious(report)).toEqual(['stops primero-module-unknown: primero.moduleId (flow 1.1)'])
})

test('a field of another kind than its transform gives is named with both', async () => {
  const kinds: Readonly<Record<string, Partial<Field>>> = {
    service_response_day_time: { withTime: false },
    service_request_external: { type: 'text_field' },
    service_type: { multi: true },
    progres_interventionnumber: { type: 'numeric_field' },
    language: { multi: false },
    age: { type: 'text_field' },
  }
  const { report } = await checked({}, ({ primero }) => {
    for (const form of ['services_section', 'other_identity_details', 'basic_identity']) {
      changeFields(primero, form, (field) => ({ ...field, ...kinds[field.name] }))
    }
  })
  const found = report.findings.filter(({ code }) => code === 'primero-field-kind')
  expect(found.map(({ severity, subject, found, expected }) => [severity, subject, found, expected])).toEqual(
    [
      [
        'stops',
        'field services_section.service_type (flow 1.1)',
        'the kind multiple choice',
        'text or single choice, for the transform map',
      ],
      [
        'stops',
        'field services_section.progres_interventionnumber (flow 1.1)',
        'the kind number',
        'text or single choice, for the transform join-all',
      ],
      ['holds', 'field age (flow 1.1)', 'the kind text', 'number, for the transform age'],
      [
        'holds',
        'field services_section.service_response_day_time (flow 1.1)',
        'the kind date',
        'date and time or text, for the transform date-time',
      ],
      [
        'holds',
        'field services_section.service_request_external (flow 1.1)',
        'the kind text',
        'tick box, for the transform boolean',
      ],
      [
        'note',
        'field language (flow 1.1)',
        'the kind single choice',
        'multiple choice, for the transform map-list',
      ],
    ],
  )
})

test('X-09 every mapping value that Primero has no option for is named', async () => {
  const change = (deployment: Deployment): Deployment =>
    [
      withRows('service-types-in', [['Respite Care', 'respite_care']]),
      withRows('languages-in', [['Tigrinya', '_tigrinya']]),
      withRows('sex', [['125080004', 'third_0000000']]),
      withRows('service-types-out', [['wash', '00000000-0000-4000-8000-000000000001']]),
      withRows('protection-concerns', [['lost_at_market', '00000000-0000-4000-8000-000000000002']]),
      withRows('languages-out', [['_tigrinya', 'Tigrinya']]),
    ].reduce((changed, next) => next(changed), deployment)
  const { report } = await checked({ deployment: change })
  expect(serious(report)).toEqual([
    'holds primero-option-missing: sex.csv: third_0000000 (flow 1.1)',
    'holds primero-option-missing: languages-in.csv: _tigrinya (flow 1.1)',
    'holds primero-option-missing: service-types-in.csv: respite_care (flow 1.1)',
  ])
  expect(
    report.findings.filter(({ code }) => code === 'mapping-key-unused').map(({ subject }) => subject),
  ).toEqual([
    'service-types-out.csv: wash (flow 2.1)',
    'protection-concerns.csv: lost_at_market (flow 2.1)',
    'sex.csv: third_0000000 (flow 2.1)',
    'languages-out.csv: _tigrinya (flow 2.1)',
  ])
})

test('X-09 a constant or default that is no option is named with its field map', async () => {
  const { report } = await checked({}, ({ primero }) => {
    changeFields(primero, 'services_section', (field) =>
      field.name === 'service_referral' ? { ...field, options: ['external', 'internal'] } : field,
    )
    const lookup = primero.store.lookup('lookup-unhcr-referral-status')
    if (lookup === undefined) throw new Error('the recorded world has this lookup')
    const values = ['waiting', 'accepted'].map((id) => ({ id, label: id, localised: true }))
    primero.store.putLookup({ ...lookup, values })
  })
  expect(serious(report)).toEqual([
    'holds primero-option-missing: 1.1-service.csv, service_referral: external_referral (flow 1.1)',
    'holds primero-option-missing: 1.1-service.csv, unhcr_referral_status: pending (flow 1.1)',
    'holds decision-code-unknown: decision-codes.csv, unhcr-referral-status: waiting (flow 1.2)',
    'holds primero-option-missing: decision-codes.csv, unhcr-referral-status: rejected (flow 1.2)',
  ])
  expect(notesOn(report, /^decision-codes/)).toEqual([
    'note primero-option-missing: decision-codes.csv, unhcr-referral-status: pending (flow 1.2)',
  ])
})

test('X-09 options that flow 2.1 has no row for are listed: a sex would hold every such child', async () => {
  const female = withRows('sex', [['125080000', 'female']], true)
  const { report } = await checked({ deployment: female })
  const sex = report.findings.find(({ subject }) => subject === 'sex.csv (flow 2.1)')
  expect({ code: sex?.code, severity: sex?.severity, found: sex?.found }).toEqual({
    code: 'value-unmapped',
    severity: 'holds',
    found: 'no row for the options other_b25f252, unknown_4b34795, male',
  })
})

test('a disabled option is noted where it is written', async () => {
  const { report } = await checked({}, ({ primero }) => {
    primero.faults.add({
      path: /lookups/,
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '').replace(
            '"id":"unknown_4b34795","disabled":false',
            '"id":"unknown_4b34795","disabled":true',
          ),
        }),
      },
    })
  })
  expect(serious(report)).toEqual([])
  expect(
    report.findings.filter(({ code }) => code === 'primero-option-disabled').map(({ subject }) => subject),
  ).toEqual(['sex.csv: unknown_4b34795 (flow 1.1)'])
})

test('X-09 values that listed referrals show and no row names are listed', async () => {
  const { report } = await checked({}, ({ ping }) => {
    const individual = { number: '803-100000001', sex: 125_080_009, languages: ['French', 'Nuer'] }
    ping.act.refer({ type: 'Accessibility', individual })
  })
  expect(serious(report)).toEqual([
    'holds value-unmapped: sex.csv: 125080009 (flow 1.1)',
    'holds service-type-unmapped: service-types-in.csv: Accessibility (flow 1.1)',
  ])
  expect(notesOn(report, /^languages-in/)).toEqual([
    'note value-unmapped: languages-in.csv: French (flow 1.1)',
  ])
})

test('codes of decisions that listed referrals show and no row names are listed', async () => {
  const { report } = await checked({}, ({ ping, primero }) => {
    const [first, second] = seedReviewed(ping, primero, { seed: 9, count: 3 })
    if (first === undefined || second === undefined) throw new Error('three were seeded')
    ping.act.setStatusCode(first.referral.guid, 125_080_009)
    ping.act.decide(second.referral.guid, { decision: 'accepted', reviewDecision: 125_080_007 })
  })
  expect(serious(report)).toEqual([
    'holds decision-code-unknown: decision-codes.csv, referral-status: 125080009 (flow 2.2)',
    'holds decision-code-unknown: decision-codes.csv, review-decision: 125080007 (flow 2.2)',
  ])
})

test('a business unit that no listed referral shows is noted with those that they show', async () => {
  const other = '00000000-0000-4000-8000-00000000000b'
  const { report } = await checked({}, (systems) => {
    for (const { guid } of seedReferrals(systems, { seed: 8, count: 2 }).interventions) {
      systems.ping.act.correct(guid, { businessUnit: other })
    }
  })
  const unit = report.findings.find(({ subject }) => subject.startsWith('progres.businessUnit'))
  expect({ code: unit?.code, severity: unit?.severity, found: unit?.found }).toEqual({
    code: 'business-unit-differs',
    severity: 'note',
    found: `listed referrals show ${other}`,
  })
})
