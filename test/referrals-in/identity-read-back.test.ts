import { afterEach, describe, expect, test } from 'vitest'
import { caseIdFor } from '@ping-primero/core/domain/ids.ts'
import { startWorld, type World } from '../support/world.ts'
import { caseAs, otherDay, release, stranger } from './another-child.ts'
import {
  caseAt,
  childAt,
  countsIn,
  forgetTraffic,
  reasonsIn,
  refer,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

describe('a case read back', () => {
  test('(F74) after our row was appended is not confirmed once it is another child’s', async () => {
    world = await startWorld()
    const id = caseAs(world, 0)
    const held = refer(world, 0)
    world.primero.faults.add({
      method: 'PATCH',
      fault: { kind: 'delay', ms: 0 },
      times: 1,
      when: () => {
        world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
        return true
      },
    })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(shown(world, held).transferStatus).toBeNull()
    forgetTraffic(world)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
    await release(world, held.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(servicesAt(world, 0)).toHaveLength(1)
  })

  test('(F74) after a write that was cut off is not told to proGres either, nor where a refusal came in between', async () => {
    world = await startWorld()
    const id = caseAs(world, 0)
    const held = refer(world, 0)
    world.primero.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset-after' } })
    await world.run('1.1')
    world.advance(3_600_000)
    world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    world.ping.act.correct(held.guid, { type: 'Accessibility' })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(shown(world, held).transferStatus).toBeNull()
  })

  test('(P6, F74) after its decision went to UNHCR is not held, whatever has been corrected since', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    const lost = world.primero.faults.add({
      method: 'GET',
      path: /\/cases/,
      when: ({ path, query }) => path !== '/api/v2/cases' || query.startsWith('id='),
      fault: { kind: 'status', status: 503 },
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, waiting: 1 })
    lost.remove()
    const { id } = caseAt(world, 0)
    const row = String(servicesAt(world, 0)[0]?.['unique_id'])
    world.primero.act.setServiceStatus('progresv4_primero_intake', String(id), row, 'rejected')
    await world.run('1.2')
    world.primero.act.updateCase('progresv4_primero_intake', String(id), { ...otherDay, ...stranger })
    world.advance(3_600_000)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect([shown(world, one).transferStatus, servicesAt(world, 0).length]).toEqual([125080004, 1])
  })

  test('(F74) after 409 takes no row of another child', async () => {
    world = await startWorld()
    const { host, deployment } = world
    const id = caseIdFor(host.keys, deployment.name, childAt(0).number)
    const held = refer(world, 0)
    world.primero.faults.add({
      method: 'POST',
      path: /^\/api\/v2\/cases$/,
      fault: { kind: 'delay', ms: 0 },
      times: 1,
      when: () => {
        caseAs(world, 0, { ...otherDay, ...stranger, id })
        return true
      },
    })
    for (const _ of [1, 2])
      expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect([caseAt(world, 0)['id'], caseAt(world, 0)['services_section'] ?? []]).toEqual([id, []])
    const posts = world.primero.traffic.entries().filter(({ kind }) => kind === 'create-case')
    expect(posts).toHaveLength(1)
  })
})
