import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import {
  caseworkersDecide,
  inventPeople,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
} from '@ping-primero/sandbox'
import { parseDeployment } from '@ping-primero/core'
import { asked, counts, decide, decided, hour, reasons, statuses, timesTold } from '../decisions-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world?.stop())

test('X-07 two schedulers start together: one runs, the other finds the flow under way', async () => {
  world = await startWorld()
  const all = [decided(world, 1), decided(world, 2)]
  const turn = { waitMs: 0, ...world.host.clock }
  const outcomes = await Promise.allSettled([world.run('1.2'), world.run('1.2')])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((one) => one.status === 'rejected')?.reason).toEqual(
    new Error('The turn was not to be had: under-way.'),
  )
  expect(all.map((one) => timesTold(world, one))).toEqual([1, 1])
  const held = await world.store.turn('sandbox', '1.2', turn)
  expect((await world.store.turn('sandbox', '1.1', turn)).kind).toBe('no-turn')
  expect((await world.store.turn('another-country', '1.2', turn)).kind).toBe('taken')
  if (held.kind === 'taken') await held.release()
})

describe('X-08 a production deployment', () => {
  const text = readFileSync('deployments/sandbox/deployment.yaml', 'utf8').replace(
    'environment: test',
    'environment: production',
  )
  test('with ids of the test system or the unit of Dadaab is refused, each named by its line', () => {
    const parsed = parseDeployment({ yaml: { path: 'deployment.yaml', text }, mappings: new Map() })
    expect(parsed.ok).toBe(false)
    const named = parsed.problems.filter(({ file }) => file === 'deployment.yaml').map(({ key }) => key)
    for (const key of [
      'progres.businessUnit',
      'progres.organizationFrom',
      'ping.partnerId',
      'ping.interopId',
    ]) {
      expect(named).toContain(key)
    }
    const unit = parsed.problems.find(({ key }) => key === 'progres.businessUnit')
    const line = text.slice(0, text.indexOf('businessUnit')).split('\n').length
    expect(unit).toMatchObject({ line, found: '"577ccdf6-86de-e811-80d8-001dd8b71fe3"' })
  })
})

test('X-10 per flow: found, confirmed, refused, waiting, oldest and last run', async () => {
  world = await startWorld()
  const good = decided(world, 1)
  const bad = asked(world, 2, { row: { progres_interventionnumber: 'DTP-1' } })
  decide(world, bad, 'accepted')
  const began = new Date(world.now()).toISOString()
  const report = await world.run('1.2')
  expect(counts(report)).toEqual({ found: 2, confirmed: 1, attention: 1 })
  expect(reasons(report)).toEqual({ 'return-address-missing': [bad.rows[0]] })
  expect(report.requests.ping).toBe(world.ping.traffic.total())
  expect(report.requests.primero).toBe(world.primero.traffic.total())
  world.advance(5 * hour)
  await world.run('1.1')
  const [, out] = await world.store.operators.status('sandbox')
  expect(out).toMatchObject({
    flow: '1.2',
    pause: null,
    lastRun: report.finishedAt,
    stoppedBy: null,
    counts: { confirmed: 1, waiting: 0, attention: 1, withdrawn: 0, handled: 0 },
  })
  expect((out?.oldest ?? '') >= began).toBe(true)
  expect((out?.oldest ?? '') <= report.finishedAt).toBe(true)
  expect(statuses(world, [good])).toEqual([125080003])
})

test('X-12 one referral is traced end to end by any of its numbers', async () => {
  world = await startWorld()
  const { interventions, children } = seedReferrals(world, { seed: 4, count: 3, canaries: true })
  await world.run('1.1')
  world.advance(hour)
  caseworkersDecide(world.primero, { seed: 4, rejectShare: 0 })
  await world.run('1.2')
  const [intervention, child] = [interventions[1], children[1]]
  const [record] = [...world.primero.store.cases()].filter(
    ({ data }) => data['unhcr_individual_no'] === child?.number,
  )
  const find = (number: string) =>
    world.store.operators.find({ number, deployment: 'sandbox', pseudonyms: [] })
  const found = await find(intervention?.number ?? '')
  expect(found.map(({ item }) => [item.flow, item.state, item.numbers.primeroId])).toEqual([
    ['1.1', 'confirmed', record?.id],
    ['1.2', 'confirmed', record?.id],
  ])
  for (const { item } of found) {
    const transaction = world.ping.store.transactions.get(item.numbers.transactionId ?? '')
    const told = transaction?.items.map((one) => one.item.fields['progres_lpinterventionid'])
    expect(told).toContain(intervention?.guid)
    const logged = world.log.filter(
      (one) => one.event === 'request' && one.transactionId === item.numbers.transactionId,
    )
    expect(logged.length).toBeGreaterThan(0)
    for (const number of [
      record?.id,
      item.numbers.caseId,
      item.numbers.caseIdDisplay,
      item.numbers.transactionId,
    ]) {
      const flows = (await find(number ?? '')).map(
        (one) => `${one.item.flow} ${one.item.numbers.interventionNumber}`,
      )
      expect(flows).toContain(`${item.flow} ${intervention?.number}`)
    }
  }
  const history = await world.store.operators.history('sandbox', '1.2', intervention?.guid ?? '')
  expect(history.map(({ what }) => what)).toEqual(['found', 'decision-sent', 'state-changed'])
})

test('X-13 names in Ethiopic and Arabic script are unchanged on both sides', async () => {
  world = await startWorld()
  const people = inventPeople({ seed: 9, count: 3 })
  expect(people.map(({ givenName }) => scriptOf(givenName))).toEqual(['Latin', 'Ethiopic', 'Arabic'])
  seedReferrals(world, { seed: 9, count: 3 })
  const sent = seedOutgoing(world.primero, { seed: 9, count: 3, from: 3 })
  await world.run('1.1')
  await world.run('2.1')
  const names = (child: (typeof people)[number]) => [child.givenName, child.middleName, child.familyName]
  const byNumber = new Map(
    [...world.primero.store.cases()].map(({ data }) => [data['unhcr_individual_no'], data]),
  )
  for (const child of people) {
    const data = byNumber.get(child.number)
    expect([data?.['name_first'], data?.['name_middle'], data?.['name_last']]).toEqual(names(child))
  }
  for (const { child, rowId } of sent) {
    const [received] = world.ping.store.referralsOfService(rowId)
    const fields = received?.fields ?? {}
    const { progres_pocfirstname: first, progres_pocmiddlename: middle, progres_poclastname: last } = fields
    expect([first, middle, last]).toEqual(names(child))
  }
})

test('X-13 a reason in any script reaches proGres unchanged', async () => {
  world = await startWorld()
  const one = asked(world, 1)
  const reason = 'ቦታ የለም — لا يوجد مكان 😀 "quoted" {"Name":"x"},'
  decide(world, one, 'rejected', reason)
  await world.run('1.2')
  const guid = one.interventions[0]?.guid ?? ''
  expect(world.ping.store.interventions.get(guid)?.comments).toEqual([
    `Referral rejected by PRIMERO: ${reason}`,
  ])
})

test('found equals the sum of all states in every run, whatever happens between', async () => {
  world = await startWorld()
  seedDecisions(world, { seed: 6, count: 30, rejectShare: 0.5 })
  const bad = asked(world, 99, { row: { progres_interventionnumber: '' } })
  decide(world, bad, 'accepted')
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 500 }, chance: 0.5 })
  for (let round = 0; round < 5; round += 1) {
    const { found, ...rest } = await world.run('1.2')
    expect(found).toBe(rest.confirmed + rest.waiting + rest.attention + rest.withdrawn + rest.handled)
    world.advance(2 * hour)
  }
  expect(world.log.map(({ event }) => event)).not.toContain('conservation-broken')
  world.ping.faults.clear()
  await world.run('1.2')
  const left = await world.host.ledger.unsettled('1.2', null, 10)
  expect(left.map(({ key }) => key)).toEqual([bad.rows[0]])
})

function scriptOf(text: string): string {
  return (
    ['Latin', 'Ethiopic', 'Arabic'].find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(text)) ??
    ''
  )
}
