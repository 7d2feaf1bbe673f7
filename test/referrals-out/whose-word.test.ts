import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { gatewayBodies } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { asked, countsIn, inProgres, itemOf, reasonsIn, refer, referAgain, sent } from './scene.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

describe.each(gatewayBodies)("F77 %s with 200 is nobody's word", (_what, body) => {
  const saying = { status: 200, body, contentType: 'application/json' } as const

  test('of a send: nobody knows whether UNHCR has it, and it never goes twice', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'status', ...saying }, times: 1 })
    for (let run = 0; run < 3; run += 1) {
      expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
      world.advance(hour)
    }
    const sends = world.ping.traffic.entries().filter(({ path }) => path.endsWith('asyncdata'))
    expect(sends).toHaveLength(1)
  })

  test('of a send that arrived: it is found in proGres', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'status-after', ...saying }, times: 1 })
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect([asked(world, 'create-referral'), inProgres(world, scene).length]).toEqual([1, 1])
  })

  test('of the referrals of a case: nothing is sent, and nothing is withdrawn', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    const armed = world.primero.faults.add({
      method: 'GET',
      path: /referrals$/,
      fault: { kind: 'status', ...saying },
    })
    const report = await world.run('2.1')
    expect([sent(world), exitOf(report)]).toEqual([[], 4])
    armed.remove()
    world.advance(hour)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(sent(world)).toEqual([scene.rowId])
  })
})

/** Puts something before the referrals of every case. */
function before(what: string): void {
  world.primero.faults.add({
    method: 'GET',
    path: /referrals$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"data":[', `"data":[${what},`) }),
    },
  })
}

test.each(['null', '"no referral"', '[]', '{"status":"in_progress"}', '{"id":"r","record_id":7}'])(
  'F80 a row %s among the referrals of a case is told in every run, and the others go',
  async (row) => {
    world = await startWorld()
    const scene = refer(world, 0)
    before(row)
    const report = await world.run('2.1')
    expect([sent(world), exitOf(report)]).toEqual([[scene.rowId], 3])
    expect(report.reasons).toEqual([{ code: 'record-unreadable', state: 'attention', count: 1, items: [] }])
    expect((await world.run('2.1')).reasons).toMatchObject([{ code: 'record-unreadable', count: 1 }])
    world.primero.faults.clear()
    expect(countsIn(await world.run('2.1'))).toEqual({})
  },
)

test('F80 a second referral of a service is held while the first, which UNHCR has, cannot be read', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  const second = referAgain(world, scene)
  world.primero.faults.add({
    method: 'GET',
    path: /referrals$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        const json = JSON.parse(answer.body ?? '') as { readonly data: readonly { readonly id: string }[] }
        const data = json.data.map((row) => (row.id === scene.referralId ? { ...row, record_id: null } : row))
        return { ...answer, body: JSON.stringify({ data }) }
      },
    },
  })
  await world.run('2.1')
  expect([sent(world), await itemOf(world, second)]).toMatchObject([
    [scene.rowId],
    { state: 'attention', reason: 'record-unreadable' },
  ])
  world.primero.faults.clear()
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'referral-repeated': [second] })
})

test('F80 a referral whose service cannot be read is held as that, and goes once it can be', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  world.primero.faults.add({
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
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'record-unreadable': [scene.referralId] })
  world.primero.faults.clear()
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
})
