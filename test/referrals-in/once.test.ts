import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFlow, type Ledger, type RunHost, type RunRequest } from '@ping-primero/core'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { startWorld, type World } from '../support/world.ts'
import { addressesAt, addressOf, casesOf, childAt, forgetTraffic, putCase, refer, writesTo } from './scene.ts'

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
