import { afterEach, describe, expect, test } from 'vitest'
import type { RunReport } from '@ping-primero/core'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { both, counts, decided, forgetTraffic, none, reasonsOf, writes, type Referred } from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

describe('consent withdrawn after sending', () => {
  async function withdrawn(world: World): Promise<readonly [Referred, Referred, RunReport]> {
    const [one, other] = [decided(world, 1), decided(world, 2)]
    world.primero.act.setConsent('caseworker1', one.primeroId, { services: true, others: false })
    return [one, other, await world.run('2.2')]
  }

  test('hazard 36: consent withdrawn after sending holds that decision as consent-withdrawn, unsynced, and does the others', async () => {
    const world = await start()
    const [one, other, report] = await withdrawn(world)
    expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 1, attention: 1 })
    expect(reasonsOf(report)).toEqual({ 'consent-withdrawn': [one.number] })
    expect(both(world, [one, other])).toEqual([
      ['in_progress', 125080001],
      ['accepted', 125080003],
    ])
  })

  test('hazard 36: consent withdrawn after sending is looked at by reading only, also after a day', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    for (const hours of [1, 30]) {
      world.advance(hours * 60 * 60_000)
      forgetTraffic(world)
      expect(reasonsOf(await world.run('2.2'))).toEqual({ 'consent-withdrawn': [one.number] })
      expect(writes(world)).toEqual([0, 0])
    }
  })

  test('hazard 36: consent withdrawn after sending goes through once consent is given again', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    world.primero.act.setConsent('caseworker1', one.primeroId, { services: true, others: true })
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })

  test('hazard 36: consent withdrawn after sending keeps its reason over trouble in between', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    world.ping.faults.add({
      fault: { kind: 'status', status: 503 },
      body: new RegExp(`record_ids.*${one.guid}`),
      times: 1,
    })
    expect(reasonsOf(await world.run('2.2'))).toEqual({ 'ping-unavailable': [one.number] })
    world.advance(10 * 60_000)
    forgetTraffic(world)
    expect(reasonsOf(await world.run('2.2'))).toEqual({ 'consent-withdrawn': [one.number] })
    expect(writes(world)).toEqual([0, 0])
  })
})
