import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import { altered } from './pending-list.ts'
import { countsIn, reasonsIn, refer, shown } from './scene.ts'

let world: World
afterEach(() => world.stop())

describe('F80 a row that cannot be read', () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['a text', 'no row'],
    ['a number', 7],
    ['a list', [{ progres_intervention: 'x' }]],
    ['an object without a key', { progres_interventionname: '803-26-PRTITV-1' }],
    ['an object whose key is none', { progres_intervention: 'no guid' }],
  ]

  test.each(odd)(
    'of the list (%s) is told by itself: the others go, and nothing is withdrawn',
    async (_, row) => {
      world = await startWorld()
      const gone = refer(world, 9, { type: 'Accessibility' })
      await world.run('1.1')
      world.ping.act.withdraw(gone.guid)
      refer(world, 0)
      refer(world, 1)
      const fault = world.ping.faults.add(
        altered(({ Data }) => ({ Data: [Data[0], row, Data[1]], RecordCount: 3 })),
      )
      const report = await world.run('1.1')
      expect([countsIn(report), exitOf(report)]).toEqual([{ found: 3, confirmed: 2, attention: 1 }, 3])
      expect(report.reasons).toContainEqual({
        code: 'record-unreadable',
        state: 'attention',
        count: 1,
        items: [],
      })
      expect(world.log).toContainEqual({ event: 'record-unreadable', flow: '1.1', system: 'ping', count: 1 })
      fault.remove()
      expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, withdrawn: 1 })
    },
  )

  test('of the details holds that one alone, and UNHCR is told nothing', async () => {
    world = await startWorld()
    const bad = refer(world, 0)
    refer(world, 1)
    const fault = world.ping.faults.add({
      body: new RegExp(`SHP-2358.*${bad.guid}`),
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"Data":[', '"Data":["?",') }),
      },
    })
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 2, confirmed: 1, attention: 1 },
      { 'record-unreadable': [bad.number] },
    ])
    expect(shown(world, bad).transferStatus).toBeNull()
    fault.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })
})
