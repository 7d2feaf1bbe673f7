import { afterEach, describe, expect, test } from 'vitest'
import { flows } from '@ping-primero/core'
import type { World } from '../support/world.ts'
import { outcome, record, startLimited } from './one-record.ts'

let world: World
afterEach(() => world.stop())

/** The first half of an emoji, where some program cut a text by length. */
const half = 'He was seen \ud83d'

describe('(F83) half a character in a text', () => {
  test.each(flows)('goes out in %s as the sign for one, and the record comes through', async (flow) => {
    world = await startLimited()
    record(world, flow, 1, half)
    record(world, flow, 2, 'He was seen \ud83d\ude00 today')
    expect(outcome(await world.run(flow))).toEqual({
      confirmed: 2,
      attention: 0,
      waiting: 0,
      stopped: undefined,
      reasons: {},
    })
    const all = JSON.stringify([world.ping.state(), world.primero.state()])
    expect(all).toContain('He was seen \ufffd')
    expect(all).toContain('He was seen \ud83d\ude00 today')
  })
})
