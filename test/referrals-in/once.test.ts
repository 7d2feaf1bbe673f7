import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFlow, type Ledger, type RunHost, type RunRequest } from '@ping-primero/core'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  casesOf,
  childAt,
  countsIn,
  forgetTraffic,
  putCase,
  refer,
  writesTo,
} from './scene.ts'

const hour = 3_600_000
let world: World
let elsewhere: LedgerStore

beforeEach(async () => {
  world = await startWorld({
    deployment: (one) => ({ ...one, primero: { ...one.primero, signIn: 'basic' } }),
  })
  elsewhere = await openLedger(`sqlite:${join(world.directory, 'elsewhere.db')}`)
})
afterEach(async () => {
  await elsewhere.close()
  await world.stop()
})

/**
 * Flow 1.1 twice at once, with two ledgers that know nothing of each other: neither run writes to a case before the
 * other has looked for it, and both find nothing of the other's.
 */
async function runAbreast(): Promise<void> {
  const bothLooked = Promise.withResolvers<void>()
  let atTheDoor = 0
  const host = (ledger: Ledger): RunHost => {
    let waited = false
    return {
      ...world.host,
      ledger,
      fetch: async (input, init) => {
        const url = input instanceof Request ? input.url : input.toString()
        if (!waited && url.includes('/api/v2/cases') && (init?.method ?? 'GET') !== 'GET') {
          waited = true
          atTheDoor += 1
          if (atTheDoor === 2) bothLooked.resolve()
          await bothLooked.promise
        }
        return world.host.fetch(input, init)
      },
    }
  }
  const ledgers = [world.host.ledger, elsewhere.forDeployment(world.deployment.name)]
  await Promise.all(ledgers.map(async (ledger) => runFlow(request(), host(ledger))))
}

function request(): RunRequest {
  return { deployment: world.deployment, flow: '1.1', dryRun: false, since: null, only: null }
}

test('P2 (hazard 6) two runs that both find no case of a child make one', async () => {
  const interventions = [0, 1, 2].map((place) => refer(world, place))
  await runAbreast()
  expect([0, 1, 2].map((place) => casesOf(world, place).length)).toEqual([1, 1, 1])
  const addresses = [0, 1, 2].map((place) => addressesAt(world, place))
  expect(addresses).toEqual(interventions.map((one) => [addressOf(one)]))
})

test('P2 (hazard 6) two runs that both find no service of an intervention in the case write one', async () => {
  const made = [0, 1, 2].map((place) => putCase(world, place, { name_first: childAt(place).givenName }))
  const interventions = [0, 1, 2].map((place) => refer(world, place))
  await runAbreast()
  expect([0, 1, 2].flatMap((place) => casesOf(world, place).map(({ id }) => id))).toEqual(made)
  const addresses = [0, 1, 2].map((place) => addressesAt(world, place))
  expect(addresses).toEqual(interventions.map((one) => [addressOf(one)]))
})

test('P2 a run whose ledger knows nothing of what another has written finds it, and writes nothing', async () => {
  const interventions = [0, 1, 2].map((place) => refer(world, place))
  await world.run('1.1')
  forgetTraffic(world)
  const ledger = elsewhere.forDeployment(world.deployment.name)
  await runFlow(request(), { ...world.host, ledger })
  expect(writesTo(world).primero).toBe(0)
  const addresses = [0, 1, 2].map((place) => addressesAt(world, place))
  expect(addresses).toEqual(interventions.map((one) => [addressOf(one)]))
})

/** Primero answers searches by individual number with nothing, as it does when one fails inside (primero-contract §3.2, 6). */
function findsNothing(query: RegExp, times?: number): void {
  const body = JSON.stringify({ data: [], metadata: { total: 0, per: 1000, page: 1 } })
  world.primero.faults.add({
    method: 'GET',
    path: /\/cases$/,
    when: ({ query: asked }) => query.test(decodeURIComponent(asked)),
    fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
    ...(times === undefined ? {} : { times }),
  })
}

test.each([1, 5])(
  'P2 (F68) no search finds anything, and %i known children get no second case',
  async (count) => {
    for (let place = 0; place < count; place += 1) {
      putCase(world, place)
      refer(world, place)
    }
    findsNothing(/unhcr_individual_no\]?=/)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: count, waiting: count })
    world.primero.faults.clear()
    world.advance(hour)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: count, confirmed: count })
    expect([...world.primero.store.cases()]).toHaveLength(count)
  },
)

test('P2 a search that fails once and is answered with nothing makes no second case', async () => {
  putCase(world, 0)
  refer(world, 0)
  findsNothing(/unhcr_individual_no\]?=/, 1)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([...world.primero.store.cases()]).toHaveLength(1)
})

test('where only lists find nothing, single answers are believed, and a new child gets its case', async () => {
  putCase(world, 1)
  refer(world, 0)
  findsNothing(/^or\[/)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([...world.primero.store.cases()]).toHaveLength(2)
})
