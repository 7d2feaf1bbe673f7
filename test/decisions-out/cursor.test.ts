import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seedDecisions } from '@ping-primero/sandbox'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  asked,
  counts,
  decide,
  decided,
  forgetTraffic,
  hour,
  ingestions,
  minute,
  reasons,
  shown,
  statuses,
  timesTold,
} from './scene.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const lists = () =>
  world.primero.traffic.entries().filter(({ query }) => query.startsWith('last_updated_at='))

test('1.2-09 (hazard 13) finds all decisions of 1,500 changed cases', async () => {
  const all = seedDecisions(world, { seed: 5, count: 1500, rejectShare: 0.3 })
  const report = await world.run('1.2')
  expect(counts(report)).toEqual({ found: 1500, confirmed: 1500 })
  const codes = { accepted: 125080003, rejected: 125080004 }
  const wrong = all.filter(
    ({ intervention, status }) =>
      world.ping.store.interventions.get(intervention.guid)?.transferStatus !== codes[status],
  )
  expect(wrong).toEqual([])
  expect(lists().length).toBeGreaterThanOrEqual(2)
})

test('1.2-04 (hazard 12) a second run over unchanged cases sends nothing and asks for one short list', async () => {
  const all = [decided(world, 1), decided(world, 2, 'rejected')]
  await world.run('1.2')
  for (const later of [0, hour, 24 * hour]) {
    world.advance(later)
    forgetTraffic(world)
    expect(counts(await world.run('1.2'))).toEqual({})
    expect(world.ping.traffic.total()).toBe(0)
    expect(lists()).toHaveLength(1)
  }
  expect(all.map((one) => timesTold(world, one))).toEqual([1, 1])
})

test('an unchanged case within the overlap is not looked at twice, a changed one is', async () => {
  const one = asked(world, 1)
  await world.run('1.2')
  forgetTraffic(world)
  decide(world, one, 'accepted')
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  expect(lists()[0]?.answer).toContain(one.caseId)
})

test('the cursor stays five minutes behind what was read, floored to the second, and never moves back', async () => {
  const one = decided(world, 1)
  await world.run('1.2')
  const at = world.primero.store.case(one.caseId)?.updatedAt ?? 0
  const expected = `${new Date(at - 5 * minute).toISOString().slice(0, 19)}Z`
  expect(await world.host.ledger.cursor('1.2')).toBe(expected)
  await world.run('1.2', { since: '2026-01-01T00:00:00.000Z' })
  expect(await world.host.ledger.cursor('1.2')).toBe(expected)
  await world.run('1.2')
  expect(lists().at(-1)?.query).toContain(`last_updated_at=${expected}..`)
})

test('the cursor does not pass the time that Primero itself says it is', async () => {
  const one = decided(world, 1)
  const ahead = new Date(world.now() + 24 * hour).toISOString()
  world.primero.faults.add({
    when: ({ query }) => query.startsWith('last_updated_at='),
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replaceAll(/"last_updated_at":"[^"]+"/g, `"last_updated_at":"${ahead}"`),
      }),
    },
  })
  await world.run('1.2')
  expect(Date.parse((await world.host.ledger.cursor('1.2')) ?? '')).toBeLessThan(world.now())
  expect(shown(world, one)).toEqual(acknowledged(one))
})

test('--since later than the cursor reads once and leaves what lies between to the next run', async () => {
  const early = decided(world, 1)
  world.advance(hour)
  const since = new Date(world.now()).toISOString()
  world.advance(minute)
  const late = decided(world, 2)
  expect(counts(await world.run('1.2', { since }))).toEqual({ found: 1, confirmed: 1 })
  expect(statuses(world, [early, late])).toEqual([125080002, 125080003])
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  expect(statuses(world, [early, late])).toEqual([125080003, 125080003])
  expect(timesTold(world, late)).toBe(1)
})

test('--since earlier than the cursor looks again and sends nothing twice', async () => {
  const one = decided(world, 1)
  await world.run('1.2')
  world.advance(48 * hour)
  decided(world, 2)
  await world.run('1.2')
  forgetTraffic(world)
  expect(counts(await world.run('1.2', { since: '2026-11-01T00:00:00.000Z' }))).toEqual({})
  expect(ingestions(world)).toEqual([])
  expect(timesTold(world, one)).toBe(1)
})

test.each(['interventionNumber', 'caseId', 'individualNumber'] as const)(
  '--only settles and counts what carries the %s, and keeps the cursor',
  async (kind) => {
    const [one, other] = [decided(world, 1), decided(world, 2)]
    const numbers = {
      interventionNumber: one.interventions[0]?.number ?? '',
      caseId: one.caseId,
      individualNumber: one.child.number,
    }
    expect(counts(await world.run('1.2', { only: numbers[kind] }))).toEqual({ found: 1, confirmed: 1 })
    expect(statuses(world, [one, other])).toEqual([125080003, 125080002])
    expect(await world.host.ledger.cursor('1.2')).toBeNull()
    await world.run('1.2')
    expect(statuses(world, [one, other])).toEqual([125080003, 125080003])
    expect(timesTold(world, one)).toBe(1)
  },
)

test('a case that changes while the list is read is neither lost nor does it hide another', async () => {
  const all = seedDecisions(world, { seed: 5, count: 1100, rejectShare: 0 })
  const [first] = all
  if (first === undefined) throw new Error('no case')
  let moved = false
  world.primero.faults.add({
    when: ({ query }) => query.startsWith('last_updated_at=') && !moved,
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        moved = true
        world.primero.act.updateCase('caseworker1', first.caseId, { address_current: 'By the river' })
        return answer
      },
    },
    times: 1,
  })
  const report = await world.run('1.2')
  expect(moved).toBe(true)
  expect(counts(report)).toEqual({ found: 1100, confirmed: 1100 })
})

test('a decision made between the reading of a list and the end of the run is taken by the next', async () => {
  const [one, late] = [decided(world, 1), asked(world, 2)]
  world.ping.faults.add({
    path: /\/data$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        decide(world, late, 'accepted')
        return answer
      },
    },
    times: 1,
  })
  await world.run('1.2')
  expect(statuses(world, [one, late])).toEqual([125080003, 125080002])
  await world.run('1.2')
  expect(statuses(world, [one, late])).toEqual([125080003, 125080003])
})

describe('a list that cannot be read to its end', () => {
  test('leaves the cursor, is named in the report, and the next run finds all', async () => {
    const all = seedDecisions(world, { seed: 5, count: 1200, rejectShare: 0 })
    world.primero.faults.add({
      when: ({ query }) => query.startsWith('last_updated_at='),
      fault: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
      skip: 1,
      times: 1,
    })
    const report = await world.run('1.2')
    expect(report.reasons).toEqual([{ code: 'primero-unavailable', state: 'waiting', count: 0, items: [] }])
    expect(report.confirmed).toBe(1000)
    expect(exitOf(report)).toBe(4)
    expect(await world.host.ledger.cursor('1.2')).toBeNull()
    expect(counts(await world.run('1.2'))).toEqual({ found: 200, confirmed: 200 })
    const told = [...world.ping.store.history].filter(({ by }) => by === 'gateway')
    expect(told).toHaveLength(all.length)
  })

  test('says more than it gives: an alarm, never silence', async () => {
    decided(world, 1)
    world.primero.faults.add({
      when: ({ query }) => query.startsWith('last_updated_at='),
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: JSON.stringify({ data: [], metadata: { total: 3, per: 1000, page: 1 } }),
        }),
      },
    })
    const report = await world.run('1.2')
    expect(reasons(report)).toEqual({ 'list-incomplete': [] })
    expect(exitOf(report)).toBe(4)
    expect(world.log.map(({ event }) => event)).toContain('list-incomplete')
    expect(await world.host.ledger.cursor('1.2')).toBeNull()
  })
})
