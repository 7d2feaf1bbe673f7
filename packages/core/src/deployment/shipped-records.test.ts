import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { aggregateRows } from '../mapping/aggregate.ts'
import type { FieldMapName } from '../mapping/field-map.ts'
import { mapRecord, type MappedRecord, type Sources } from '../mapping/map-record.ts'
import { configSource } from './config-source.ts'
import type { Deployment } from './deployment.ts'
import { parseDeployment, type DeploymentFiles } from './parse.ts'

const root = fileURLToPath(new URL('../../../../deployments/', import.meta.url))

function filesOf(name: string): DeploymentFiles {
  const read = (path: string) => ({ path, text: readFileSync(root + path, 'utf8') })
  const tables = readdirSync(`${root}${name}/mappings`).filter((file) => file.endsWith('.csv'))
  return {
    yaml: read(`${name}/deployment.yaml`),
    mappings: new Map(tables.map((file) => [basename(file, '.csv'), read(`${name}/mappings/${file}`)])),
  }
}

function deploymentOf(name: string): Deployment {
  const parsed = parseDeployment(filesOf(name))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.deployment
}

const now = '2026-05-06T07:08:09.123Z'
const gambella = deploymentOf('gambella')

function map(name: FieldMapName, sources: Sources, deployment = gambella): MappedRecord {
  const fieldMap = deployment.fieldMaps.get(name)
  if (fieldMap === undefined) throw new Error(`${name} is not there`)
  return mapRecord(
    fieldMap,
    { ...sources, deployment: configSource(deployment) },
    { valueMaps: deployment.valueMaps, timezone: deployment.timezone, now },
  )
}

const individual = 'progres_individual.individuals.'
const intervention = {
  progres_interventionnumber: '803-26-PRTITV-1000004',
  progres_lpinterventionid: '68b20e2a-0000-4000-8000-000000000004',
  progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
  'progres_interventiontype2.interventiontype.progres_description': 'Family Tracing and Reunification',
  progres_interventionstartdate: '2026-05-01',
  progres_interventiondescription: '<p>Lives with an aunt &amp; two cousins</p>',
  progres_reasonforreferral: '[{"CreatedBy":"Abeba Invented","Text":"Urgent","CreatedOn":"2026-05-01"}]',
  progres_primerotransferstatusdate: '2026-05-02T10:00:00Z',
  [`${individual}progres_id`]: '803-100016547',
  [`${individual}progres_registrationgroupid`]: '00000000-0000-4000-8000-000000000009',
  'progres_individual.progres_registrationgroupidname': '803-26-1009229',
  [`${individual}progres_givenname`]: 'Nyakim',
  [`${individual}progres_middlename`]: 'Invented',
  [`${individual}progres_familyname`]: 'Gatluak',
  [`${individual}progres_commonyusedname`]: 'Nya',
  [`${individual}progres_dateofbirth`]: '2017-05-07T00:00:00Z',
  [`${individual}progres_sex`]: 125080000,
  [`${individual}progres_primaryphonenumber`]: '0900000000',
  'individuals.progres_coalocationlevel1': { Id: 'x', Name: 'Gambella' },
  'individuals.progres_coalocationlevel6': 'Block 3',
  'progres_language.progres_languagecodeidname': 'Nuer',
  'systemuser.title': 'Protection Associate',
  'systemuser.su.mobilephone': '+251 900 000 000',
  'systemuser.su.internalemailaddress': 'protection@example.org',
}

describe('1.1 as shipped', () => {
  test('1.1-01 a case has exactly these fields', () => {
    const progres = aggregateRows([
      intervention,
      { ...intervention, 'progres_language.progres_languagecodeidname': 'Anyuak' },
    ])
    const record = map('1.1-case', { progres })
    expect(record.fields).toEqual({
      unhcr_individual_no: '803-100016547',
      unhcr_id_no: '803-26-1009229',
      name_first: 'Nyakim',
      name_middle: 'Invented',
      name_last: 'Gatluak',
      name_nickname: 'Nya',
      date_of_birth: '2017-05-07',
      age: 8,
      sex: 'female',
      telephone_current: '0900000000',
      address_current: 'Gambella Block 3',
      language: ['language2', 'language1'],
      status: 'open',
      module_id: 'primeromodule-cp',
      owned_by: 'progresv4_primero_intake',
    })
    expect([record.missing, record.unmapped, record.unreadable, record.warnings]).toEqual([[], [], [], []])
  })

  test('1.1-01 a service row has exactly these fields', () => {
    const record = map('1.1-service', { progres: intervention })
    expect(record.fields).toEqual({
      service_type: 'food',
      service_appointment_date: '2026-05-01',
      service_response_day_time: '2026-05-02T10:00:00.000Z',
      service_request_external: true,
      service_request_title: 'Protection Associate',
      service_request_agency: 'UNHCR',
      service_request_phone: '+251 900 000 000',
      service_request_email: 'protection@example.org',
      service_referral_notes: 'Lives with an aunt & two cousins, Urgent',
      service_implementing_agency: 'UNICEF',
      service_response_type: 'service_provision',
      service_referral: 'external_referral',
      unhcr_referral_status: 'pending',
      progres_interventionnumber:
        '803-26-PRTITV-1000004,68b20e2a-0000-4000-8000-000000000004,577ccdf6-86de-e811-80d8-001dd8b71fe3',
    })
  })

  test('1.1-08 what must be filled is named by its column in proGres', () => {
    expect(map('1.1-case', { progres: {} }).missing).toEqual([
      `${individual}progres_id`,
      'progres_individual.progres_registrationgroupidname',
      `${individual}progres_givenname`,
      `${individual}progres_familyname`,
      `${individual}progres_dateofbirth`,
    ])
    expect(map('1.1-service', { progres: {} }).missing).toEqual([
      'progres_interventiontype2.interventiontype.progres_description',
      'progres_interventionnumber',
      'progres_lpinterventionid',
      'progres_businessunit',
    ])
  })

  test('an absent sex is unknown, an unlisted code holds the item', () => {
    expect(map('1.1-case', { progres: {} }).fields['sex']).toBe('unknown_4b34795')
    const unlisted = map('1.1-case', {
      progres: { ...intervention, [`${individual}progres_sex`]: 125080009 },
    })
    expect(unlisted.unmapped).toEqual([{ target: 'sex', map: 'sex', required: true, value: '125080009' }])
  })

  test('1.1-22 an unlisted language is Other, with a warning', () => {
    const progres = { ...intervention, 'progres_language.progres_languagecodeidname': ['French', 'Nuer'] }
    const record = map('1.1-case', { progres })
    expect(record.fields['language']).toEqual(['language6', 'language2'])
    expect(record.warnings).toEqual([{ map: 'languages-in', count: 1 }])
  })

  test('without a transfer date the response time is that of the first intent', () => {
    expect(map('1.1-service', { progres: {} }).fields['service_response_day_time']).toBe(now)
  })

  test('a status has exactly these fields', () => {
    const sources = { progres: intervention, decision: { status: '125080002' }, case: { case_id: 'case-1' } }
    expect(map('1.1-status', sources).fields).toEqual({
      progres_lpinterventionid: '68b20e2a-0000-4000-8000-000000000004',
      progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
      progres_primerotransferstatus: '125080002',
      progres_primerotransferstatusdate: '2026-05-06',
      progres_primeroid: 'case-1',
    })
    expect(
      map('1.1-status', { progres: { progres_lpinterventionid: 'x' }, decision: { status: '125080001' } }),
    ).toMatchObject({
      missing: [],
      fields: { progres_lpinterventionid: 'x', progres_primerotransferstatus: '125080001' },
    })
  })
})

test('1.2 a decision has exactly these fields', () => {
  const sources = {
    progres: intervention,
    decision: { status: '125080004', comment: 'Referral rejected by PRIMERO: no capacity' },
    case: { case_id: 'case-1', owned_by: 'cp_invented' },
  }
  expect(map('1.2-decision', sources).fields).toEqual({
    progres_lpinterventionid: '68b20e2a-0000-4000-8000-000000000004',
    progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
    progres_primerotransferstatus: '125080004',
    progres_primerotransferstatusdate: '2026-05-06',
    progres_primeroid: 'case-1',
    progres_primerocaseworker: 'cp_invented',
    'Attachments.Comment': 'Referral rejected by PRIMERO: no capacity',
  })
})

describe('2.1 as shipped', () => {
  const sources = {
    case: {
      id: 'id-1',
      case_id: 'case-1',
      name_first: 'Nyakim',
      name_middle: 'Invented',
      name_last: 'Gatluak',
      date_of_birth: '2017-05-07',
      sex: 'other_b25f252',
      telephone_current: 900000000,
      address_current: 'Block 3',
      unhcr_id_no: '803-26-1009229',
      unhcr_individual_no: '803-100016547',
      protection_concerns: ['rape', 'unaccompanied'],
    },
    service: {
      unique_id: 'row-1',
      service_type: 'non_formal_education',
      service_type_other: 'Night school',
      service_referral_notes: 'Wants to learn',
    },
    referral: { created_at: '2026-05-01T23:30:00.000Z' },
    owner: { position: 'Caseworker', email: 'cp@example.org', phone: '0911000000' },
  }

  test('a referral has exactly these fields', () => {
    const record = map('2.1-referral', sources)
    expect(record.fields).toEqual({
      progres_externalguid: 'id-1',
      progres_externalid: 'case-1',
      progres_businessunit: '00000000-0000-0000-0000-000000000000',
      progres_organizationfrom: '00000000-0000-0000-0000-000000000000',
      progres_orgreferredby: 'Primero CP',
      progres_orgposition: 'Caseworker',
      progres_orgemail: 'cp@example.org',
      progres_orgphonenumber: '0911000000',
      progres_orgreferralid: 'row-1',
      progres_referraldate: '2026-05-01',
      progres_otherrequestedservices: 'Night school',
      progres_requestedservice: '79f7aee2-309e-e911-80e6-001dd8b71fe6',
      progres_spneedcategory: 'abc5b4fb-8f76-e611-80c9-00155d340529',
      progres_reasonforreferral: 'Wants to learn',
      progres_pocphonenumber: '900000000',
      progres_pocaddress: 'Block 3',
      progres_pocotheridnumber: '803-26-1009229',
      progres_pocdateofbirth: '2017-05-07',
      progres_pocsex: '125080002',
      progres_poclastname: 'Gatluak',
      progres_pocmiddlename: 'Invented',
      progres_pocfirstname: 'Nyakim',
      progres_unhcrid: '803-100016547',
      progres_offlineid: 'case-1',
    })
    expect([record.missing, record.unmapped, record.unreadable, record.warnings]).toEqual([[], [], [], []])
  })

  test('what must be filled is named by its field in Primero', () => {
    expect(map('2.1-referral', { owner: sources.owner }).missing).toEqual([
      'id',
      'case_id',
      'unique_id',
      'created_at',
      'service_type',
      'address_current',
      'date_of_birth',
      'name_last',
      'name_first',
    ])
  })

  test.each([
    ['female', '125080000'],
    ['male', '125080001'],
    ['other_b25f252', '125080002'],
    ['unknown_4b34795', '125080003'],
    [null, '125080003'],
  ])('hazard 21: sex %s goes as the code %s', (sex, code) => {
    expect(map('2.1-referral', { ...sources, case: { ...sources.case, sex } }).fields['progres_pocsex']).toBe(
      code,
    )
  })

  test.each([
    'alternative_care',
    'food',
    'security_e_g_safe_shelter',
    'family_tracing_and_reunification',
    'non_food_items',
    'services_for_children_with_disabilities',
    'sexual_and_reproductive_health',
    'wash',
  ])('2.1-06 hazard 19: service type %s is held, never sent as legal support', (service_type) => {
    const record = map('2.1-referral', { ...sources, service: { ...sources.service, service_type } })
    expect(record.unmapped).toEqual([
      { target: 'progres_requestedservice', map: 'service-types-out', required: true, value: service_type },
    ])
    expect('progres_requestedservice' in record.fields).toBe(false)
  })

  test('hazard 20: the contact comes from one place only; what it lacks stays empty', () => {
    const { fields } = map('2.1-referral', { ...sources, owner: { email: 'mailbox@example.org' } })
    expect(fields['progres_orgemail']).toBe('mailbox@example.org')
    expect('progres_orgposition' in fields || 'progres_orgphonenumber' in fields).toBe(false)
  })

  test('hazard 22: the group number never takes the place of the individual number', () => {
    const { fields } = map('2.1-referral', { ...sources, case: { ...sources.case, unhcr_individual_no: '' } })
    expect('progres_unhcrid' in fields).toBe(false)
    expect(fields['progres_pocotheridnumber']).toBe('803-26-1009229')
  })

  test('2.1-18 hazard 23: the priority of the mapping decides between concerns; one without category is a warning', () => {
    const concern = (protection_concerns: readonly string[]) =>
      map('2.1-referral', { ...sources, case: { ...sources.case, protection_concerns } })
    expect(concern(['rape', 'child_labour']).fields['progres_spneedcategory']).toBe(
      'a1c5b4fb-8f76-e611-80c9-00155d340529',
    )
    expect(concern(['child_labour', 'rape']).fields['progres_spneedcategory']).toBe(
      'a1c5b4fb-8f76-e611-80c9-00155d340529',
    )
    const none = concern(['statelessness'])
    expect('progres_spneedcategory' in none.fields).toBe(false)
    expect(none.warnings).toEqual([{ map: 'protection-concerns', count: 1 }])
  })
})

describe('2.2 as shipped', () => {
  test('a decision and its confirmation have exactly these fields', () => {
    expect(
      map('2.2-decision', { decision: { status: 'rejected', reason: 'Not found — see letter' } }).fields,
    ).toEqual({
      status: 'rejected',
      rejected_reason: 'Not found — see letter',
    })
    expect(map('2.2-decision', { decision: { status: 'accepted' } }).fields).toEqual({ status: 'accepted' })
    expect(map('2.2-synced', { progres: { progres_interoperabilityreferralid: 'guid' } }).fields).toEqual({
      progres_interoperabilityreferralid: 'guid',
      progres_interoperabilityreferralstatus: '125080003',
      progres_comments: 'The decision has been recorded in Primero.',
    })
  })
})
