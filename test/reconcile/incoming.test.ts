import type { Intervention } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { caseAt, childAt, putCase, refer, servicesAt, type Fields } from '../referrals-in/scene.ts'
import type { World } from '../support/world.ts'
import { agreed, compare, decideIn, forget, meddle, runAll, short } from './scene.ts'

let world: World
let incoming: readonly [Intervention, Intervention, Intervention]
afterEach(() => world.stop())

async function begin(): Promise<void> {
  ;({ world, incoming } = await agreed())
}

function ownerAt(place: number): string {
  return String(caseAt(world, place)['owned_by'])
}

function update(place: number, data: Fields): void {
  world.primero.act.updateCase(ownerAt(place), String(caseAt(world, place)['id']), data)
}

function removeService(place: number): void {
  const [row] = servicesAt(world, place)
  world.primero.act.removeService(
    ownerAt(place),
    String(caseAt(world, place)['id']),
    String(row?.['unique_id']),
  )
}

/** The row of a child's case under another id. */
function copiedRow(place: number): Fields {
  const [row] = servicesAt(world, place)
  return { ...row, unique_id: 'dddddddd-0000-4000-a000-000000000001' }
}

test('a pending referral that no run has seen waits for the next run; if the flow stands still, it is a difference', async () => {
  await begin()
  const later = refer(world, 7)
  const report = await compare(world)
  expect(report.differences).toEqual([
    {
      code: 'referral-unknown',
      flow: '1.1',
      numbers: { interventionGuid: later.guid, interventionNumber: later.number },
      progres: 'listed',
      primero: null,
      ledger: null,
      owner: 'nobody',
      nextStep: 'The next run of the flow takes it.',
      notYetRun: true,
    },
  ])
  expect(report.counts).toEqual([{ flow: '1.1', code: 'referral-unknown', count: 1, notYetRun: 1 }])
  expect(short(await compare(world, { onTime: [] }))).toEqual(['1.1 referral-unknown: administrator'])
})

test('a service that was removed from its case is missing, and the numbers of its referral are told', async () => {
  await begin()
  removeService(3)
  const report = await compare(world)
  expect(short(report)).toEqual(['1.1 service-missing: focal-point'])
  const { case_id: caseId, case_id_display: caseIdDisplay } = caseAt(world, 3)
  expect(report.differences[0]).toMatchObject({
    numbers: {
      interventionNumber: incoming[2].number,
      interventionGuid: incoming[2].guid,
      caseId,
      caseIdDisplay,
    },
    progres: '125080002',
    primero: null,
    ledger: 'confirmed',
    notYetRun: false,
  })
})

test('a service that is gone before flow 1.1 has looked again waits for that look', async () => {
  await begin()
  refer(world, 7)
  await runAll(world)
  world.advance(60_000)
  removeService(7)
  expect(short(await compare(world))).toEqual(['1.1 service-missing: nobody, not yet run'])
})

test('a case that Primero no longer has is missing with its service', async () => {
  await begin()
  meddle(
    world,
    'update item set primero_id = ? where flow = ? and key = ?',
    'dddddddd-0000-4000-a000-000000000009',
    '1.1',
    incoming[2].guid,
  )
  expect(short(await compare(world))).toEqual(['1.1 service-missing: focal-point'])
})

test('a service from proGres that the ledger does not know is named, decided or not', async () => {
  await begin()
  forget(world, '1.1', incoming[2].guid)
  forget(world, '1.1', incoming[0].guid)
  const report = await compare(world)
  expect(short(report)).toEqual(['1.1 service-unknown: administrator', '1.1 service-unknown: administrator'])
  expect(new Set(report.differences.map(({ primero, ledger }) => `${primero} ${ledger}`))).toEqual(
    new Set(['accepted null', 'pending null']),
  )
})

test.each([
  ['lists it again with a failed delivery', { transferStatus: 125080001 }],
  ['lists it again without any status', { transferStatus: null }],
  ['shows a status that nobody knows', { transferStatus: 125080009 }],
])('the ledger says confirmed, and proGres %s', async (_how, correction) => {
  await begin()
  world.ping.act.correct(incoming[2].guid, correction)
  const report = await compare(world)
  expect(short(report)).toEqual(['1.1 arrival-not-shown: unhcr'])
  expect(report.differences[0]?.progres).toBe(
    correction.transferStatus === null ? null : String(correction.transferStatus),
  )
})

test('what was confirmed before the period and is listed again is compared all the same', async () => {
  await begin()
  world.ping.act.correct(incoming[2].guid, { transferStatus: null })
  const from = new Date(world.now()).toISOString()
  expect(short(await compare(world, { from }))).toEqual(['1.1 arrival-not-shown: unhcr'])
})

test('proGres names another case', async () => {
  await begin()
  world.ping.act.correct(incoming[2].guid, { primeroId: 'dddddddd-0000-4000-a000-000000000009' })
  expect(short(await compare(world))).toEqual(['1.1 case-id-differs: unhcr'])
})

test('a second row of one intervention, in its case or in another one', async () => {
  await begin()
  update(3, { services_section: [copiedRow(3)] })
  expect(short(await compare(world))).toEqual(['1.1 service-twice: focal-point'])
  await world.stop()

  await begin()
  putCase(world, 8, { services_section: [copiedRow(3)] })
  expect(short(await compare(world))).toEqual(['1.1 service-twice: focal-point'])
})

test('two enabled cases of one individual number are one difference; a disabled one is none', async () => {
  await begin()
  const id = putCase(world, 3)
  const report = await compare(world)
  expect(short(report)).toEqual(['1.1 several-cases: focal-point'])
  expect(report.differences[0]?.primero?.split(', ')).toHaveLength(2)
  world.primero.act.disableCase('caseworker1', id)
  expect(short(await compare(world))).toEqual([])
})

test("a service in a case with another individual's number", async () => {
  await begin()
  update(3, { unhcr_individual_no: childAt(9).number })
  expect(short(await compare(world))).toEqual(['1.1 individual-differs: focal-point'])
})

test('an undecided service in a disabled case is a difference, a decided one is not', async () => {
  await begin()
  world.primero.act.disableCase(ownerAt(3), String(caseAt(world, 3)['id']))
  world.primero.act.disableCase(ownerAt(1), String(caseAt(world, 1)['id']))
  expect(short(await compare(world))).toEqual(['1.1 case-disabled: focal-point'])
})

test('an inactive individual has no details: counted, and nothing is concluded', async () => {
  await begin()
  world.ping.act.setActive(childAt(3).number, false)
  const report = await compare(world)
  expect([short(report), report.compared['1.1']]).toEqual([[], { compared: 3, withoutDetail: 1, moving: 0 }])
})

test('a decision that flow 1.2 has not seen yet waits for its next run', async () => {
  await begin()
  decideIn(world, 3, 'accepted')
  const report = await compare(world)
  expect(short(report)).toEqual(['1.2 decision-not-told: nobody, not yet run'])
  expect(report.differences[0]).toMatchObject({ progres: '125080002', primero: 'accepted', ledger: null })
  expect(short(await compare(world, { onTime: ['1.1'] }))).toEqual(['1.2 decision-not-told: administrator'])
  await runAll(world)
  expect(short(await compare(world))).toEqual([])
})

test('a decision that flow 1.2 has read and the ledger does not know as told', async () => {
  await begin()
  forget(world, '1.2', incoming[0].guid)
  world.ping.act.correct(incoming[0].guid, { transferStatus: 125080002 })
  expect(short(await compare(world))).toEqual(['1.2 decision-not-told: administrator'])
})

test('the ledger told another version of the decision than the row states', async () => {
  await begin()
  meddle(
    world,
    'update item set delivered_version = ? where flow = ? and key = ?',
    'rejected 0123456789abcdef',
    '1.2',
    incoming[0].guid,
  )
  expect(short(await compare(world))).toEqual(['1.2 decision-not-told: administrator'])
})

test('a rotation of the ledger key changes nothing that was told', async () => {
  await begin()
  const { keys } = world.host
  const host = {
    ...world.host,
    keys: { current: 'another key of the tests, long enough too', old: [keys.current] },
  }
  expect(short(await compare({ ...world, host }))).toEqual([])
})

test('both systems show the decision, and the ledger does not know that it was told', async () => {
  await begin()
  forget(world, '1.2', incoming[1].guid)
  expect(short(await compare(world))).toEqual(['1.2 decision-unknown: administrator'])
})

test('proGres was told the decision and shows another status', async () => {
  await begin()
  world.ping.act.correct(incoming[1].guid, { transferStatus: 125080002 })
  const report = await compare(world)
  expect(short(report)).toEqual(['1.2 decision-not-shown: unhcr'])
  expect(report.differences[0]).toMatchObject({
    progres: '125080002',
    primero: 'rejected',
    ledger: 'confirmed',
  })
})

test('proGres shows a decision that Primero does not state', async () => {
  await begin()
  world.ping.act.correct(incoming[2].guid, { transferStatus: 125080004 })
  expect(short(await compare(world))).toEqual(['1.2 decision-only-in-progres: caseworker'])
})

test('a decision on a service without a return address is known only once flow 1.2 has read it', async () => {
  await begin()
  const row = {
    ...copiedRow(3),
    progres_interventionnumber: 'by telephone',
    unhcr_referral_status: 'accepted',
  }
  putCase(world, 8, { services_section: [row] })
  expect(short(await compare(world))).toEqual(['1.2 decision-not-told: nobody, not yet run'])
  await runAll(world)
  const report = await compare(world)
  expect([short(report), report.open]).toEqual([
    [],
    [
      {
        flow: '1.2',
        code: 'return-address-missing',
        state: 'attention',
        count: 1,
        items: [expect.any(String)],
      },
    ],
  ])
})

test('what waits or needs attention is open and no difference; what a person settled is neither', async () => {
  await begin()
  refer(world, 7, { type: 'BID / BIA conducted' })
  refer(world, 8, { individual: { givenName: null } })
  await runAll(world)
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  const { interventions } = world.ping.store
  const named = [...interventions.values()].find(({ type }) => type === 'BID / BIA conducted')
  if (named === undefined) throw new Error('the intervention has left proGres')
  await world.store.operators.handle(
    world.deployment.name,
    [{ flow: '1.1', key: named.guid }],
    'answered by telephone',
    act,
  )
  const report = await compare(world)
  expect([short(report), report.open]).toEqual([
    [],
    [{ flow: '1.1', code: 'field-missing', state: 'attention', count: 1, items: [expect.any(String)] }],
  ])
})
