import type { FaultRule } from '@ping-primero/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { saying } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { altered, pending } from './pending-list.ts'
import { countsIn, forgetTraffic, reasonsIn, refer, shown } from './scene.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

const nothingThere = {
  Data: 'No Data Available',
  ErrorMessage: null,
  RecordCount: null,
  SPHTransactionId: 'da6893b2-c2b4-f011-bbd2-6045bd8c71b1',
  PagingSummary: null,
}

describe('F78 a list that holds less than it should', () => {
  test('and counts more than it gives is incomplete: what it gives goes on, nothing is withdrawn', async () => {
    world = await startWorld()
    pending(world, 2)
    await world.run('1.1')
    const good = refer(world, 5)
    world.ping.faults.add(altered(({ Data }) => ({ Data: Data.slice(-1) })))
    const report = await world.run('1.1')
    expect([countsIn(report), exitOf(report)]).toEqual([{ found: 3, confirmed: 1, attention: 2 }, 4])
    expect(reasonsIn(report)).toMatchObject({ 'list-incomplete': [] })
    expect(shown(world, good).transferStatus).toBe(125080002)
  })

  test('on one page of several that count their own rows is incomplete', async () => {
    world = await startWorld({ ping: { settings: { pageSize: 3 } } })
    pending(world, 6)
    await world.run('1.1')
    world.ping.faults.add({ ...altered(({ Data }) => ({ Data: Data.slice(1) })), times: 1 })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 6, attention: 6 })
  })

  test('is whole where every page counts all of them, and where the count is nothing to go by', async () => {
    world = await startWorld({ ping: { settings: { pageSize: 2 } } })
    for (const place of [0, 1, 2, 3, 4]) refer(world, place)
    let calls = 0
    world.ping.faults.add({
      body: /SHP-2747/,
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          calls += 1
          return { ...answer, body: (answer.body ?? '').replace(/"RecordCount":\d+/, '"RecordCount":5') }
        },
      },
    })
    expect([countsIn(await world.run('1.1')), calls]).toEqual([{ found: 5, confirmed: 5 }, 3])
    world.ping.faults.clear()
    refer(world, 6)
    world.ping.faults.add({
      body: /SHP-2747/,
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '').replace(/"RecordCount":\d+/, '"RecordCount":-1'),
        }),
      },
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })

  const forgetful = (keep: number): FaultRule =>
    altered(({ Data }) => ({ Data: Data.slice(0, keep), RecordCount: keep }))

  test('of most of what was pending withdraws nothing and asks nothing of it, until the next run reads the same', async () => {
    world = await startWorld()
    pending(world, 12)
    await world.run('1.1')
    world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    forgetTraffic(world)
    const first = await world.run('1.1')
    expect([countsIn(first), exitOf(first)]).toEqual([{ found: 12, attention: 12 }, 4])
    expect(reasonsIn(first)).toMatchObject({ 'list-shrunk': [] })
    expect(world.log).toContainEqual({ event: 'list-shrunk', flow: '1.1', pending: 12, missing: 12 })
    expect(world.ping.traffic.entries().filter(({ body }) => body.includes('SHP-2358'))).toEqual([])
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, withdrawn: 12 })
  })

  test('and shows all again in the next run has lost nothing, and a second loss is doubted anew', async () => {
    world = await startWorld()
    pending(world, 12)
    await world.run('1.1')
    const lost = world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    await world.run('1.1')
    lost.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
    world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
  })

  test('withdraws what two readings lacked, and nothing of what came back between them', async () => {
    world = await startWorld()
    pending(world, 20)
    await world.run('1.1')
    const most = world.ping.faults.add(forgetful(2))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 20 })
    most.remove()
    const some = world.ping.faults.add(forgetful(15))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 15, withdrawn: 5 })
    some.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 20 })
  })

  test('a reading that came to no end between two proves nothing', async () => {
    world = await startWorld()
    pending(world, 12)
    await world.run('1.1')
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: saying(JSON.stringify(nothingThere)) })
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: { kind: 'status', status: 500 } })
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: saying(JSON.stringify(nothingThere)) })
    for (let run = 0; run < 3; run += 1) {
      expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
      world.advance(2 * hour)
    }
  })

  test('what UNHCR takes back as every day is withdrawn at once: nine of nine, or ten of twenty', async () => {
    world = await startWorld()
    pending(world, 9)
    await world.run('1.1')
    const nine = world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 9, withdrawn: 9 })
    nine.remove()
    for (let place = 20; place < 31; place += 1) refer(world, place, { type: 'Accessibility' })
    await world.run('1.1')
    world.ping.faults.add(forgetful(10))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 10, withdrawn: 10 })
  })
})
