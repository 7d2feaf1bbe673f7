import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import { acknowledged, addressOf, asked, counts, decide, decided, hour, shown, timesTold } from './scene.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

describe('a return address that is not whole', () => {
  test.each([
    ['one part', '803-23-PRTITV-1000095'],
    ['two parts', '803-23-PRTITV-1000095,e0000000-0000-4000-a000-000000000001'],
    ['a blank part', '803-23-PRTITV-1000095,e0000000-0000-4000-a000-000000000001, '],
    ['four parts', '803-23-PRTITV-1,0000095,e0000000-0000-4000-a000-000000000001,577ccdf6'],
    ['a second part that is no GUID', '803-23-PRTITV-1000095,1000095,577ccdf6-86de-e811-80d8-001dd8b71fe3'],
    ['nothing at all', ''],
  ])('1.2-07 (hazard 14) with %s is listed in the report, and again in the next one', async (_, packed) => {
    const bad = asked(world, 1, { row: { progres_interventionnumber: packed } })
    decide(world, bad, 'accepted')
    const good = decided(world, 2)
    for (const day of ['first', 'second']) {
      const report = await world.run('1.2')
      expect(report.reasons, day).toEqual([
        { code: 'return-address-missing', state: 'attention', count: 1, items: [bad.rows[0]] },
      ])
      expect(report.attention, day).toBe(1)
      expect(exitOf(report), day).toBe(3)
      world.advance(hour)
    }
    expect(shown(world, good)).toEqual(acknowledged(good))
    expect(timesTold(world, bad)).toBe(0)
  })

  test('1.2-07 once it is written into the row, the decision goes', async () => {
    const one = asked(world, 1, { row: { progres_interventionnumber: 'DTP-1' } })
    decide(world, one, 'rejected', 'Moved away')
    await world.run('1.2')
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('no intervention')
    world.advance(hour)
    world.primero.act.updateCase('caseworker1', one.caseId, {
      services_section: [{ unique_id: one.rows[0], progres_interventionnumber: addressOf(intervention) }],
    })
    expect(counts(await world.run('1.2'))).toEqual({ found: 2, confirmed: 1, withdrawn: 1 })
    expect(shown(world, one)).toMatchObject({ status: 125080004 })
  })
})
