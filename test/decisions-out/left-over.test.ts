import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  counts,
  decide,
  decided,
  hour,
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

describe('what an earlier run left', () => {
  const leave = async () => {
    const one = decided(world, 1)
    world.ping.knobs.power = 'down'
    await world.run('1.2')
    world.ping.knobs.power = 'up'
    world.advance(2 * minute)
    return one
  }

  test('its case may no longer be seen: primero-forbidden, and sent once it may', async () => {
    const one = await leave()
    const path = new RegExp(`/cases/${one.caseId}$`)
    const forbidden = '{"errors":[{"status":403,"message":"Forbidden"}]}'
    world.primero.faults.add({ path, fault: { kind: 'status', status: 403, body: forbidden } })
    const hidden = { when: ({ query }: { readonly query: string }) => query.startsWith('id=') }
    const none = JSON.stringify({ data: [], metadata: { total: 0, per: 1000, page: 1 } })
    world.primero.faults.add({
      ...hidden,
      fault: { kind: 'rewrite', with: (answer) => ({ ...answer, body: none }) },
    })
    expect(reasons(await world.run('1.2'))).toEqual({
      'primero-forbidden': [one.interventions[0]?.number],
    })
    world.primero.faults.clear()
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('its row was removed: withdrawn', async () => {
    const one = await leave()
    world.primero.act.removeService('caseworker1', one.caseId, one.rows[0] ?? '')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, withdrawn: 1 })
    expect(timesTold(world, one)).toBe(0)
  })

  test('a person settled it outside: handled, until the caseworker decides anew', async () => {
    const one = await leave()
    const act = { by: 'tester', at: new Date(world.now()).toISOString() }
    const key = one.interventions[0]?.guid ?? ''
    await world.store.operators.handle('sandbox', [{ flow: '1.2', key }], 'told by telephone', act)
    expect(counts(await world.run('1.2'))).toEqual({})
    expect(timesTold(world, one)).toBe(0)
    world.advance(hour)
    decide(world, one, 'rejected')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toMatchObject({ status: 125080004 })
  })
})

test('a defect in one item touches no other and is never a green run', async () => {
  const bad = decided(world, 1)
  const good = decided(world, 2)
  const { ledger } = world.host
  const own = world.deployment
  const map = own.fieldMaps.get('1.2-decision')
  if (map === undefined) throw new Error('no field map')
  // A mapping that breaks on one case only: what nobody foresaw.
  const broken = {
    ...map,
    get rules(): never {
      throw new Error(`broken for ${bad.child.givenName}`)
    },
  }
  let looks = 0
  const fieldMaps = new Map(own.fieldMaps)
  const get = fieldMaps.get.bind(fieldMaps)
  fieldMaps.get = (name) => {
    if (name !== '1.2-decision') return get(name)
    looks += 1
    // The first look asks for fields, the second plans the first item.
    return looks === 2 ? broken : get(name)
  }
  const report = await world.run('1.2', { deployment: { ...own, fieldMaps } })
  expect(counts(report)).toEqual({ found: 2, confirmed: 1, attention: 1 })
  expect(exitOf(report)).toBe(1)
  expect(new Set(statuses(world, [bad, good]))).toEqual(new Set([125080002, 125080003]))
  const [item] = await ledger.unsettled('1.2', null, 10)
  expect(item?.reason).toBe('defect')
  expect(JSON.stringify([item, world.log])).not.toContain(bad.child.givenName)
  expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
})
