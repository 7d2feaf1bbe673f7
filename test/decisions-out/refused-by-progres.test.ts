import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  asked,
  counts,
  decide,
  decided,
  forgetTraffic,
  hour,
  ingestions,
  itemOf,
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

describe('what proGres refuses', () => {
  test('1.2-10 confirms the others of a batch and repeats the bad item alone', async () => {
    const good = [decided(world, 1), decided(world, 2), decided(world, 3)]
    const bad = asked(world, 4)
    const [intervention] = bad.interventions
    world.primero.act.updateCase('caseworker1', bad.caseId, {
      services_section: [
        {
          unique_id: bad.rows[0],
          unhcr_referral_status: 'accepted',
          progres_interventionnumber: `${intervention?.number},${intervention?.guid},no unit of proGres`,
        },
      ],
    })
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({ found: 4, confirmed: 3, attention: 1 })
    expect(reasons(report)).toEqual({ 'ping-rejected': [intervention?.number] })
    expect(good.map((one) => shown(world, one))).toEqual(good.map(acknowledged))
    const sizes = ingestions(world).map(({ body }) => JSON.parse(body).Data.length)
    expect(sizes).toEqual([4, 1, 1, 1, 1])
  })

  test('1.2-10 where the answer names the failed item, only that one goes again', async () => {
    world.ping.settings.badItem = 'item'
    const good = [decided(world, 1), decided(world, 2)]
    const bad = asked(world, 3, { row: { progres_interventionnumber: '' } })
    world.primero.act.updateCase('caseworker1', bad.caseId, {
      services_section: [
        {
          unique_id: bad.rows[0],
          unhcr_referral_status: 'accepted',
          progres_interventionnumber: `803-1,${bad.interventions[0]?.guid},no unit`,
        },
      ],
    })
    const report = await world.run('1.2')
    expect(reasons(report)).toEqual({ 'ping-rejected': ['803-1'] })
    expect(statuses(world, good)).toEqual([125080003, 125080003])
    expect(good.map((one) => timesTold(world, one))).toEqual([1, 1])
    expect(ingestions(world).map(({ body }) => JSON.parse(body).Data.length)).toEqual([3, 1])
  })

  test('it is looked at by reading only, and sent again after 24 hours, after retry or when it changed', async () => {
    world.ping.settings.rejectUnknown = true
    const one = asked(world, 1, {
      row: {
        progres_interventionnumber:
          '803-1,e9999999-0000-4000-a000-000000000009,577ccdf6-86de-e811-80d8-001dd8b71fe3',
      },
    })
    decide(world, one, 'rejected', 'Moved away')
    const sends = async (): Promise<number> => {
      forgetTraffic(world)
      expect(reasons(await world.run('1.2'))).toEqual({ 'ping-rejected': ['803-1'] })
      return ingestions(world).length
    }
    expect(await sends()).toBe(1)
    world.advance(hour)
    expect(await sends()).toBe(0)
    const act = { by: 'tester', at: new Date(world.now()).toISOString() }
    await world.store.operators.retry('sandbox', { flow: '1.2', reason: 'ping-rejected' }, act)
    expect(await sends()).toBe(1)
    world.advance(24 * hour)
    expect(await sends()).toBe(1)
    world.advance(hour)
    decide(world, one, 'rejected', 'Supported elsewhere')
    expect(await sends()).toBe(1)
    expect(await sends()).toBe(0)
  })

  test('an explicit failure in the status answer counts, whatever the call itself said', async () => {
    const one = decided(world, 1)
    const failed = { Data: [{ ExternalId: one.caseId, Status: 'failed', ErrorMessage: 'PNG-1042: not now' }] }
    world.ping.faults.add({
      path: /checkstatus/,
      fault: { kind: 'rewrite', with: (answer) => ({ ...answer, body: JSON.stringify(failed) }) },
    })
    const report = await world.run('1.2')
    expect(reasons(report)).toEqual({ 'ping-rejected': [one.interventions[0]?.number] })
    expect((await itemOf(world, one))?.about).toEqual(['PNG-1042'])
  })

  test('words of a record that PING quotes are never taken for trouble with our configuration', async () => {
    const [bad, good] = [decided(world, 1), decided(world, 2)]
    const words = `progres_comments 'the partner and the shipping process are late' cannot be taken`
    world.ping.faults.add({
      path: /\/data$/,
      body: new RegExp(bad.interventions[0]?.guid ?? ''),
      fault: {
        kind: 'status',
        status: 400,
        body: JSON.stringify({ ErrorMessage: words }),
        contentType: 'application/json',
      },
    })
    const report = await world.run('1.2')
    expect(report.stopped).toBeUndefined()
    expect(reasons(report)).toEqual({ 'ping-rejected': [bad.interventions[0]?.number] })
    expect(shown(world, good)).toEqual(acknowledged(good))
  })

  test.each(['null', 'empty', 'absent'] as const)(
    'a status answer whose Data is %s leaves the accepted answer standing',
    async (shape) => {
      world.ping.settings.statusShape = shape
      const one = decided(world, 1)
      expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
      expect(shown(world, one)).toEqual(acknowledged(one))
    },
  )
})
