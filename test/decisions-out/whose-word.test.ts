import type { FaultRule } from '@ping-primero/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { gatewayBodies, saying } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { counts, decided, hour, itemOf, reasons, shown, statuses } from './scene.ts'

let world: World
afterEach(() => world.stop())

type Row = Record<string, unknown>

/** Alters the rows of the list of changed cases. */
function altered(change: (rows: readonly Row[]) => readonly unknown[]): FaultRule {
  return {
    method: 'GET',
    path: /cases$/,
    when: ({ query }) => query.startsWith('last_updated_at='),
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        const json = JSON.parse(answer.body ?? '') as { readonly data: readonly Row[] }
        return { ...answer, body: JSON.stringify({ ...json, data: change(json.data) }) }
      },
    },
  }
}

describe.each(gatewayBodies)("F77 %s with 200 is nobody's word", (_what, body) => {
  const fault = saying(body)

  test('of a decision that proGres was told: it is told again', async () => {
    world = await startWorld()
    const one = decided(world, 1)
    const armed = world.ping.faults.add({ path: /\/data$/, fault })
    const report = await world.run('1.2')
    expect([counts(report), exitOf(report)]).toEqual([{ found: 1, waiting: 1 }, 4])
    armed.remove()
    world.advance(hour)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(statuses(world, [one])).toEqual([125080003])
  })

  test('of the list of changed cases: the cursor stays, and the decision goes when Primero is well', async () => {
    world = await startWorld()
    decided(world, 1)
    const armed = world.primero.faults.add({ method: 'GET', path: /cases$/, fault })
    const report = await world.run('1.2')
    expect([reasons(report), exitOf(report)]).toEqual([{ 'primero-unavailable': [] }, 4])
    armed.remove()
    world.advance(hour)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  })
})

const odd: readonly (readonly [string, (row: Row) => unknown])[] = [
  ['null', () => null],
  ['a text', () => 'no case'],
  ['a list', (row) => [row]],
  ['a case without an id', (row) => without(row, 'id')],
  ['a case without a time', (row) => ({ ...row, last_updated_at: null })],
  ['a case whose services are a text', (row) => ({ ...row, services_section: 'none' })],
  ['a case that is perhaps enabled', (row) => ({ ...row, enabled: 'perhaps' })],
  ['a case with a service that is a text', (row) => ({ ...row, services_section: ['no row'] })],
]

test.each(odd)(
  'F80 a row that cannot be read (%s) is told in every run until it can be, and holds nobody else up',
  async (_, spoil) => {
    world = await startWorld()
    const [first, bad, last] = [decided(world, 1), decided(world, 2), decided(world, 3)]
    const fault = world.primero.faults.add(
      altered(([a, b, ...more]) => [a, ...(b ? [spoil(b)] : []), ...more]),
    )
    const report = await world.run('1.2')
    expect([counts(report), exitOf(report)]).toEqual([{ found: 2, confirmed: 2 }, 3])
    const told = { code: 'record-unreadable', state: 'attention', count: 1, items: [] }
    expect(report.reasons).toEqual([told])
    expect(statuses(world, [first, bad, last])).toEqual([125080003, 125080002, 125080003])
    expect((await world.run('1.2')).reasons).toEqual([told])
    fault.remove()
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(statuses(world, [bad])).toEqual([125080003])
    expect(counts(await world.run('1.2'))).toEqual({})
  },
)

test('F80 the cursor stays before a case that cannot be read, however long after it others changed', async () => {
  world = await startWorld()
  const bad = decided(world, 1)
  world.advance(hour)
  decided(world, 2)
  const fault = world.primero.faults.add(altered(([first, ...more]) => [{ ...first, id: null }, ...more]))
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  fault.remove()
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  expect(statuses(world, [bad])).toEqual([125080003])
})

test.each<readonly [string, (row: Row) => Row]>([
  ['times with an offset', (row) => ({ ...row, last_updated_at: offset(row['last_updated_at']) })],
  ['ticks as texts', (row) => ({ ...row, enabled: 'true' })],
  ['a subform that is null', (row) => ({ ...row, reopened_logs: null, assigned_user_names: null })],
  ['a null among its services', (row) => ({ ...row, services_section: [null, ...services(row)] })],
  [
    'services without an id of their own',
    (row) => ({ ...row, services_section: services(row).map((one) => without(one, 'unique_id')) }),
  ],
])('F80 cases with %s are read as what they plainly are', async (_, spoil) => {
  world = await startWorld()
  const all = [decided(world, 1), decided(world, 2, 'rejected')]
  world.primero.faults.add(altered((rows) => rows.map(spoil)))
  expect(counts(await world.run('1.2'))).toEqual({ found: 2, confirmed: 2 })
  expect(statuses(world, all)).toEqual([125080003, 125080004])
})

test('F80 a decision whose row can no longer be read is held, and not taken for withdrawn', async () => {
  world = await startWorld()
  const one = decided(world, 1)
  const down = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 503 } })
  await world.run('1.2')
  down.remove()
  world.advance(hour)
  const spoiled = world.primero.faults.add({
    method: 'GET',
    path: /cases$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replace(/"services_section":\[\{.*?\}\]/, '"services_section":["?"]'),
      }),
    },
  })
  await world.run('1.2')
  expect(await itemOf(world, one)).toMatchObject({ state: 'attention', reason: 'record-unreadable' })
  spoiled.remove()
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  expect(shown(world, one)).toMatchObject({ status: 125080003 })
})

function without(row: Row, name: string): Row {
  return Object.fromEntries(Object.entries(row).filter(([one]) => one !== name))
}

function services(row: Row): readonly Row[] {
  return row['services_section'] as readonly Row[]
}

/** The same moment, told three hours ahead. */
function offset(time: unknown): string {
  return new Date(Date.parse(String(time)) + 3 * hour).toISOString().replace('Z', '+03:00')
}
