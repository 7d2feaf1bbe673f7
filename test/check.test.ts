import { canariesOf, inventPeople, seedReferrals, seedReviewed, type Primero } from '@ping-primero/sandbox'
import { expect, test } from 'vitest'
import type { Deployment } from '@ping-primero/core'
import { checked, notesOn, serious } from './support/checked.ts'

const refused = { primero: 'primero-credentials-refused', ping: 'ping-credentials-refused' } as const

/** An account of its own kind, made before the check. */
function withRole(
  role: Partial<Parameters<Primero['store']['addRole']>[0]>,
): (world: { readonly primero: Primero }) => void {
  return ({ primero }) => {
    const full = primero.store.role('role-ping-integration')
    const user = primero.store.user('ping_integration')
    if (full === undefined || user === undefined) throw new Error('the recorded world has this account')
    primero.store.addRole({ ...full, uniqueId: 'role-of-the-test', ...role })
    primero.store.addUser({ ...user, role: 'role-of-the-test' })
  }
}

const pointing =
  (ping: Partial<Deployment['ping']>, primero: Partial<Deployment['primero']> = {}) =>
  (deployment: Deployment): Deployment => ({
    ...deployment,
    ping: { ...deployment.ping, ...ping },
    primero: { ...deployment.primero, ...primero },
  })

test('a sandbox as it is needs nothing: what cannot be verified is noted, one by one, and nothing is written', async () => {
  const { report, world } = await checked()
  expect({ ...report, findings: report.findings.map(({ code, subject }) => `${code}: ${subject}`) }).toEqual({
    deployment: 'sandbox',
    ok: true,
    unreachable: false,
    findings: [
      'unverified-in-primero: primero.unhcr.agency',
      'service-type-unmapped: service-types-out.csv (flow 2.1)',
      'value-unmapped: protection-concerns.csv (flow 2.1)',
      'unverified-in-progres: ping.processes.referralDetail (SHP-2358) (flow 1.1)',
      'unverified-in-progres: ping.processes.decisionDetail (SHP-2796) (flow 2.2)',
      'unverified-in-progres: ping.processes.updateTransfer (SHP-2748) (flows 1.1, 1.2)',
      'unverified-in-progres: ping.processes.createReferral (SHP-2731) (flow 2.1)',
      'unverified-in-progres: ping.processes.updateReferral (SHP-2284) (flow 2.2)',
      'unverified-in-progres: service-types-out.csv (flow 2.1)',
      'unverified-in-progres: progres.businessUnit (flow 2.1)',
      'unverified-in-progres: progres.organizationFrom (flow 2.1)',
    ],
  })
  expect(report.findings.every(({ severity }) => severity === 'note')).toBe(true)
  expect(world.primero.traffic.writes() + world.ping.traffic.writes()).toBe(0)
})

test('X-01 a check of listed children names nobody and reads the details of at most twenty', async () => {
  const people = { seed: 3, count: 30, canaries: true }
  const { report, world } = await checked({}, ({ ping, primero }) => {
    seedReferrals({ ping, primero }, { ...people, knownShare: 0.5 })
    seedReviewed(ping, primero, { ...people, from: 30 })
  })
  expect(serious(report)).toEqual([])
  const said = JSON.stringify([report, world.log])
  const markers = canariesOf(inventPeople({ ...people, count: 60 }))
  expect(markers.length).toBeGreaterThan(100)
  expect(markers.filter((marker) => marker !== '' && said.includes(marker))).toEqual([])
  const { 'referral-detail': referrals, 'decision-detail': decisions } = world.ping.traffic.counts()
  expect({ referrals, decisions }).toEqual({ referrals: 20, decisions: 20 })
})

test('an account of the least rights is enough', async () => {
  expect((await checked({ account: 'ping_least' })).report.ok).toBe(true)
})

test.each(['ping_read_only', 'ping_no_services'])(
  '%s may not read users: two flows stop, and its other rights cannot be verified',
  async (account) => {
    const { report } = await checked({ account })
    expect(serious(report)).toEqual(['stops permission-missing: permission users: read (flows 1.1, 2.1)'])
    expect(notesOn(report, /^the account|intakeUser|unhcr\.user/)).toEqual([
      "note unverified-in-primero: the account's own rights",
      'note unverified-in-primero: primero.intakeUser',
      'note unverified-in-primero: primero.unhcr.user',
    ])
  },
)

test('every right that a flow lacks is named with the flows, and every form with what it is needed for', async () => {
  const permissions = { case: ['read'], user: ['read'] }
  const forms = { basic_identity: 'r', protection_concern: 'r', data_confidentiality: 'r' } as const
  const { report } = await checked({}, withRole({ permissions, forms }))
  expect(serious(report)).toEqual([
    'stops permission-missing: permission cases: create (flow 1.1)',
    'stops permission-missing: permission cases: write or services_section_from_case (flow 1.1)',
    'stops permission-missing: permission cases: write or receive_referral or remove_assigned_users (flow 2.2)',
    "stops primero-field-hidden: form services of the account's role (flows 1.1, 1.2, 2.1)",
    "stops primero-field-read-only: form basic_identity of the account's role (flow 1.1)",
  ])
  expect(notesOn(report, /^form/)).toEqual([
    "note primero-field-hidden: form other_identity_details of the account's role (flow 1.1)",
  ])
  const readOnly = report.findings.find(({ code }) => code === 'primero-field-read-only')
  expect({ found: readOnly?.found, expected: readOnly?.expected }).toEqual({
    found: 'r',
    expected:
      'rw, for unhcr_individual_no, unhcr_id_no, name_first, name_middle, name_last, name_nickname, ' +
      'date_of_birth, sex, telephone_current, address_current',
  })
})

test.each(['2.15', '2.14'] as const)(
  'a form that the role may only read stops flow 1.1 where it holds required fields, on %s',
  async (version) => {
    const { report } = await checked(
      { primero: { version } },
      withRole({
        forms: {
          basic_identity: 'r',
          other_identity_details: 'rw',
          protection_concern: 'rw',
          services: 'rw',
          data_confidentiality: 'rw',
        },
      }),
    )
    expect([report.ok, serious(report)]).toEqual([
      false,
      ["stops primero-field-read-only: form basic_identity of the account's role (flow 1.1)"],
    ])
    expect(report.findings[0]).toMatchObject({
      owner: 'administrator',
      nextStep: expect.stringContaining('right to write'),
      expected: expect.stringContaining('rw, for unhcr_individual_no, unhcr_id_no, name_first'),
    })
  },
)

test('a form of optional fields that the role may only read is worth knowing, and stops nothing', async () => {
  const forms = {
    basic_identity: 'rw',
    other_identity_details: 'r',
    services: 'rw',
    data_confidentiality: 'rw',
  } as const
  const { report } = await checked({}, withRole({ forms: { ...forms, protection_concern: 'rw' } }))
  expect([report.ok, serious(report)]).toEqual([true, []])
})

test('an account that may not read cases is told so although it may not see its own rights', async () => {
  const { report } = await checked({}, withRole({ permissions: {} }))
  expect(serious(report)).toContain(
    'stops permission-missing: permission cases: read (flows 1.1, 1.2, 2.1, 2.2)',
  )
})

test('2.2-12 an account that sees only its own cases stops every flow, with a clear message', async () => {
  const { report } = await checked({}, withRole({ groupPermission: 'self' }))
  expect(report.findings[0]).toEqual({
    code: 'scope-limited',
    severity: 'stops',
    subject: "scope of the account's role (flows 1.1, 1.2, 2.1, 2.2)",
    found: 'self',
    expected: 'all',
    owner: 'administrator',
    nextStep: "Set the scope of the account's role to all cases.",
  })
  expect(serious(report)).toHaveLength(1)
})

test('a search that is not filtered shows cases for a number that nobody has', async () => {
  const { report } = await checked({ account: 'ping_no_services' }, ({ ping, primero }) => {
    seedReferrals({ ping, primero }, { seed: 5, count: 3, knownShare: 1 })
    const role = primero.store.role('role-ping-no-services')
    if (role !== undefined) primero.store.addRole({ ...role, forms: { services: 'rw' } })
  })
  expect(serious(report)).toContain('stops primero-filter-ignored: search by unhcr_individual_no (flow 1.1)')
})

test('users and agency that Primero does not have are named', async () => {
  const unknown = { intakeUser: 'gone', unhcr: { agency: 'UNHRC', user: 'unhcr_worker' } }
  const permissions = { case: ['read', 'write', 'create'], user: ['read'], agency: ['read'] }
  const { report } = await checked({ deployment: pointing({}, unknown) }, withRole({ permissions }))
  expect(serious(report)).toEqual([
    'stops intake-user-unknown: primero.intakeUser (flow 1.1)',
    'holds unhcr-user-unknown: primero.unhcr.user (flow 2.1)',
    'holds unhcr-agency-unknown: primero.unhcr.agency (flows 1.1, 1.2, 2.1)',
  ])
})

test('an agency that Primero shows needs no note', async () => {
  const permissions = { case: ['read', 'write', 'create'], user: ['read'], agency: ['read'] }
  const { report } = await checked({}, withRole({ permissions }))
  expect(notesOn(report, /agency/)).toEqual([])
})

test('a wrong password of Primero: one attempt, and PING is checked all the same', async () => {
  const { report, world } = await checked({}, ({ primero }) => {
    const user = primero.store.user('ping_integration')
    if (user !== undefined) primero.store.addUser({ ...user, password: 'another password' })
  })
  expect(serious(report)).toEqual([`stops ${refused.primero}: PRIMERO_USERNAME, PRIMERO_PASSWORD`])
  expect(world.primero.traffic.total()).toBe(1)
  expect(world.ping.traffic.counts()).toMatchObject({ 'list-referrals': 1, 'list-decisions': 1 })
})

test('X-03 a wrong password of PING: one attempt, and Primero is checked all the same', async () => {
  const { report, world } = await checked({ ping: { settings: { password: 'another-password' } } })
  expect(serious(report)).toEqual([
    `stops ${refused.ping}: PING_USERNAME, PING_PASSWORD (flows 1.1, 1.2, 2.1, 2.2)`,
  ])
  expect(world.ping.traffic.total()).toBe(1)
  expect(world.primero.traffic.total()).toBeGreaterThan(5)
})

test('X-05 a wrong subscription key is named and not tried again', async () => {
  const { report, world } = await checked({ ping: { settings: { subscriptionKey: 'another-key' } } })
  expect(serious(report)).toEqual([`stops ${refused.ping}: PING_SUBSCRIPTION_KEY (flows 1.1, 1.2, 2.1, 2.2)`])
  expect(world.ping.traffic.total()).toBe(2)
})

test.each([200, 400] as const)(
  'a wrong process number stops its flow alone (PING answers %i)',
  async (status) => {
    const change = (deployment: Deployment): Deployment =>
      pointing({ processes: { ...deployment.ping.processes, listReferrals: 'SHP-0001' } })(deployment)
    const { report, world } = await checked({
      deployment: change,
      ping: { settings: { refusalStatus: status } },
    })
    expect(serious(report)).toEqual([
      'stops ping-configuration-refused: ping.processes.listReferrals: SHP-0001 (flow 1.1)',
    ])
    expect(world.ping.traffic.counts()).toMatchObject({ 'list-decisions': 1 })
  },
)

test('a wrong number of the details shows where something is listed', async () => {
  const change = (deployment: Deployment): Deployment =>
    pointing({ processes: { ...deployment.ping.processes, referralDetail: 'SHP-0002' } })(deployment)
  const { report, world } = await checked({ deployment: change }, (systems) => {
    seedReferrals(systems, { seed: 6, count: 3 })
  })
  expect(serious(report)).toEqual([
    'stops ping-configuration-refused: ping.processes.referralDetail: SHP-0002 (flow 1.1)',
  ])
  expect(world.ping.traffic.counts()).toMatchObject({ unknown: 1 })
})

test('a list that gives no way to its next page is named', async () => {
  const { report } = await checked(
    { ping: { settings: { pageSize: 2, pagingCookie: 'withheld' } } },
    (systems) => {
      seedReferrals(systems, { seed: 6, count: 3 })
    },
  )
  expect(serious(report)).toEqual([
    'holds list-incomplete: ping.paging, with ping.processes.listReferrals (flow 1.1)',
  ])
})

test.each([
  ['ping', 'holds ping-unavailable: PING', 'unverified-in-primero'],
  ['primero', 'holds primero-unavailable: Primero', 'unverified-in-progres'],
] as const)('while %s is down, the other system is checked all the same', async (down, finding, other) => {
  const { report, world } = await checked({}, (systems) => {
    systems[down].faults.add({ fault: { kind: 'status', status: 500 } })
  })
  expect({ ok: report.ok, unreachable: report.unreachable, serious: serious(report) }).toEqual({
    ok: false,
    unreachable: true,
    serious: [finding],
  })
  expect(report.findings.map(({ code }) => code)).toContain(other)
  expect(world[down].traffic.total()).toBe(1)
})

test('a system that fails in the middle is named once', async () => {
  const { report } = await checked({}, ({ primero }) => {
    primero.faults.add({ fault: { kind: 'status', status: 502 }, path: /agencies|forms|lookups/ })
  })
  expect({ unreachable: report.unreachable, serious: serious(report) }).toEqual({
    unreachable: true,
    serious: ['holds primero-unavailable: Primero'],
  })
})

test('what is wrong in the files stops the flows that need it, and is a note where these are switched off', async () => {
  const problem = { line: 3, key: 'means', found: '"yes"', expected: 'one of accepted, rejected' } as const
  const off = (deployment: Deployment): Deployment => ({
    ...deployment,
    flows: { ...deployment.flows, '2.1': { ...deployment.flows['2.1'], enabled: false } },
  })
  const { report } = await checked({ deployment: off }, undefined, [
    { ...problem, file: 'mappings/decision-codes.csv', flows: ['1.2', '2.2'] },
    { ...problem, file: 'mappings/service-types-out.csv', flows: ['2.1'] },
    { ...problem, file: 'deployment.yaml', line: null, flows: [] },
  ])
  expect(serious(report)).toEqual([
    'stops mapping-unfit: mappings/decision-codes.csv:3: means (flows 1.2, 2.2)',
  ])
  expect(notesOn(report, /: means/)).toEqual([
    'note mapping-unfit: mappings/service-types-out.csv:3: means (flow 2.1)',
    'note setting-unfit: deployment.yaml: means',
  ])
})
