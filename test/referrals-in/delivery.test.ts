import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  casesOf,
  childAt,
  countsIn,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

const officer = { title: 'Protection Associate', phone: '+251 800000001', email: 'desk@example.org' }

test('1.1-01 makes one open case with one pending service, and proGres shows 125080002 of today', async () => {
  await start()
  const child = childAt(0)
  const intervention = refer(world, 0, { officer, description: 'Needs a place to stay', reason: 'Alone' })
  const report = await world.run('1.1')
  expect([countsIn(report), report.reasons, report.warnings]).toEqual([{ found: 1, confirmed: 1 }, [], []])
  const made = caseAt(world, 0)
  expect(made).toMatchObject({
    status: 'open',
    module_id: 'primeromodule-cp',
    owned_by: 'progresv4_primero_intake',
    unhcr_individual_no: child.number,
    unhcr_id_no: child.groupNumber,
    name_first: child.givenName,
    name_middle: child.middleName,
    name_last: child.familyName,
    name_nickname: child.nickname,
    date_of_birth: child.birthDate,
    sex: child.sex,
    telephone_current: child.phone,
  })
  expect(servicesAt(world, 0)).toEqual([
    {
      unique_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      service_type: 'alternative_care',
      service_appointment_date: '2026-11-02',
      service_response_day_time: expect.stringMatching(/^2026-11-20T08:00:0/),
      service_request_external: true,
      service_request_title: officer.title,
      service_request_agency: 'UNHCR',
      service_request_phone: officer.phone,
      service_request_email: officer.email,
      service_referral_notes: 'Needs a place to stay, Alone',
      service_implementing_agency: 'UNICEF',
      service_response_type: 'service_provision',
      service_referral: 'external_referral',
      service_implemented: 'not_implemented',
      unhcr_referral_status: 'pending',
      progres_interventionnumber: addressOf(intervention),
    },
  ])
  expect(world.ping.store.interventions.get(intervention.guid)).toMatchObject({
    transferStatus: 125080002,
    transferStatusDate: '2026-11-20',
    primeroId: made['case_id'],
    comments: [],
  })
})

test.each(['ping_integration', 'ping_least'])(
  '1.1-02 appends a third service and changes no other field of the case, as %s',
  async (account) => {
    await start({ account })
    const rows = [
      { unique_id: '10000000-0000-4000-a000-000000000001', service_type: 'shelter' },
      { unique_id: '10000000-0000-4000-a000-000000000002', service_type: 'food' },
    ]
    const id = putCase(world, 0, { services_section: rows, telephone_current: 'none', sex: 'male' })
    const before = world.primero.store.case(id)?.data
    const intervention = refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([undefined, undefined, addressOf(intervention)])
    // What Primero changes by itself with every new row (primero-contract §5.3).
    const own = [
      'services_section',
      'workflow',
      'current_alert_types',
      'last_updated_by',
      'last_updated_at',
      'not_edited_by_owner',
    ]
    const after = world.primero.store.case(id)?.data ?? {}
    const changed = Object.keys(after).filter(
      (field) => JSON.stringify(after[field]) !== JSON.stringify(before?.[field]),
    )
    expect(changed.filter((field) => !own.includes(field))).toEqual([])
    expect(servicesAt(world, 0).slice(0, 2)).toMatchObject(rows)
    const [patch] = world.primero.traffic.entries().filter(({ method }) => method === 'PATCH')
    const body: unknown = JSON.parse(patch?.body ?? '')
    const action = account === 'ping_least' ? { record_action: 'services_section_from_case' } : {}
    expect(body).toEqual({ data: { services_section: [expect.anything()] }, ...action })
  },
)

test('1.1-05 (hazard 32) puts two interventions of one unknown child into one case, one after the other', async () => {
  await start()
  world.primero.knobs.latencyMs = 20
  const interventions = Array.from({ length: 5 }, () => refer(world, 0))
  const report = await world.run('1.1')
  expect(countsIn(report)).toEqual({ found: 5, confirmed: 5 })
  expect(addressesAt(world, 0)).toEqual(interventions.map(addressOf))
  expect(writesTo(world).primero).toBe(5)
})

test('1.1-06 (hazard 4) gives one service and both languages for four detail rows on four pages', async () => {
  await start()
  Object.assign(world.ping.settings, { pageSize: 1 })
  const individual = { languages: ['Nuer', 'Somali'], needs: ['Child at risk', 'Disability'] } as const
  const intervention = refer(world, 0, { individual })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)['language']).toEqual(['language2', 'language8'])
  expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
})

test.each([
  ['absent', null],
  ['unknown', 125080003],
])('1.1-10 makes the case with the configured value for unknown when the sex is %s', async (_, sex) => {
  await start()
  refer(world, 0, { individual: { sex } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)['sex']).toBe('unknown_4b34795')
})

test('1.1-19 gives plain text without author names for HTML notes and a comment history', async () => {
  await start()
  refer(world, 0, {
    description: '<p>Lives&nbsp;with <b>an aunt</b>; it&#39;s urgent &amp; near</p>',
    reason: [
      { CreatedBy: 'Officer Quell', Text: 'First visit', CreatedOn: '2026-11-01T08:00:00Z' },
      { CreatedBy: 'Officer Bram', Text: 'Second visit', CreatedOn: '2026-11-02T08:00:00Z' },
    ],
  })
  await world.run('1.1')
  const [row] = servicesAt(world, 0)
  const notes = row?.['service_referral_notes']
  expect(notes).toMatch(/^Lives with an aunt\s?; it's urgent & near, First visit.*Second visit$/)
  expect(JSON.stringify(caseAt(world, 0))).not.toMatch(/Quell|Bram|&nbsp;|<p>/)
})

test.each(['text', 'object'] as const)(
  '1.1-20 puts all six address levels into address_current, the sixth as %s',
  async (levelSixAs) => {
    await start()
    Object.assign(world.ping.settings, { levelSixAs })
    refer(world, 0, {
      individual: { levels: ['Ethiopia', 'Gambella', null, 'Itang', 'Kebele 4', 'Block 12'] },
    })
    await world.run('1.1')
    expect(caseAt(world, 0)['address_current']).toBe('Ethiopia Gambella Itang Kebele 4 Block 12')
  },
)

test('1.1-22 takes the value of the row * for the language French, and counts a warning that names only the map', async () => {
  await start()
  refer(world, 0, { individual: { languages: ['French'] } })
  const report = await world.run('1.1')
  expect(caseAt(world, 0)['language']).toEqual(['language6'])
  expect(report.warnings).toEqual([{ code: 'value-unlisted', map: 'languages-in', count: 1 }])
  expect(JSON.stringify([report, world.log])).not.toContain('French')
})

test.each(['number', 'string'] as const)(
  '1.1-23 gives the same case for option codes as %s',
  async (codesAs) => {
    await start()
    Object.assign(world.ping.settings, { codesAs })
    const intervention = refer(world, 0, { individual: { sex: 125080002 }, transferStatus: 125080000 })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(caseAt(world, 0)['sex']).toBe('other_b25f252')
    expect(shown(world, intervention).transferStatus).toBe(125080002)
  },
)

test.each(['progres_intervention', 'progres_lpinterventionid', 'both'] as const)(
  '1.1-24 knows the intervention when the list names it in %s',
  async (listIdColumn) => {
    await start()
    Object.assign(world.ping.settings, { listIdColumn })
    const intervention = refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
  },
)

test('1.1-25 gives the case to the intake user of the deployment, in whose list it appears', async () => {
  await start({
    deployment: (one) => ({ ...one, primero: { ...one.primero, intakeUser: 'caseworker2' } }),
  })
  refer(world, 0)
  await world.run('1.1')
  expect(caseAt(world, 0)).toMatchObject({ owned_by: 'caseworker2', associated_user_names: ['caseworker2'] })
})

test('(hazard 34) delivers notes that are nothing but a date or hold a NUL, and the others with them', async () => {
  await start()
  refer(world, 0, { description: '2026-11-01', reason: null })
  refer(world, 1, { description: 'Be\0fore', reason: 'after' })
  refer(world, 2, { individual: { givenName: '2026-11-01T08:00:00Z' } })
  refer(world, 3)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 4, confirmed: 4 })
  expect(servicesAt(world, 0)[0]?.['service_referral_notes']).toBe('2026-11-01 ')
  expect(servicesAt(world, 1)[0]?.['service_referral_notes']).toBe('Before, after')
  expect(caseAt(world, 2)['name_first']).toBe('2026-11-01T08:00:00Z ')
})

test('leaves what a caseworker saves between our reading and writing as it is', async () => {
  await start()
  const id = putCase(world, 0, { name_last: 'Orun' })
  const intervention = refer(world, 0)
  world.primero.faults.add({
    method: 'PATCH',
    fault: { kind: 'delay', ms: 0 },
    when: () => {
      world.primero.act.updateCase('caseworker1', id, { name_last: 'Orunde', telephone_current: 'new' })
      return true
    },
  })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)).toMatchObject({ name_last: 'Orunde', telephone_current: 'new' })
  expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
})

test('writes nothing and says nothing on a second run', async () => {
  await start()
  for (const place of [0, 1, 2, 3, 4]) refer(world, place)
  await world.run('1.1')
  forgetTraffic(world)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report), writesTo(world)]).toEqual([{}, {}, { primero: 0, ping: 0 }])
})

test('a second intervention of a child whose case was made by an earlier run goes into that case', async () => {
  await start()
  refer(world, 0)
  await world.run('1.1')
  const again = refer(world, 0, { type: 'BIA' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(casesOf(world, 0)).toHaveLength(1)
  expect(addressesAt(world, 0)[1]).toBe(addressOf(again))
})
