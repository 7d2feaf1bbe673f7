import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  addressOf,
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

describe('what is not clear', () => {
  test('a code outside the mapping is never sent; listed in the mapping, it is', async () => {
    const one = decided(world, 1)
    const codes = new Map(world.deployment.valueMaps.decisionCodes)
    codes.set('unhcr-referral-status', new Map([['rejected', 'rejected']]))
    const own = world.deployment
    const lacking = { ...own, valueMaps: { ...own.valueMaps, decisionCodes: codes } }
    const report = await world.run('1.2', { deployment: lacking })
    expect(reasons(report)).toEqual({ 'decision-code-unknown': [one.interventions[0]?.number] })
    expect((await itemOf(world, one))?.about).toEqual(['accepted'])
    expect(ingestions(world)).toEqual([])
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('two rows of one case that contradict each other hold it until they agree', async () => {
    const one = asked(world, 1, { services: 2 })
    const [first] = one.interventions
    if (first === undefined) throw new Error('no intervention')
    world.primero.act.updateCase('caseworker1', one.caseId, {
      services_section: [
        { unique_id: one.rows[0], unhcr_referral_status: 'accepted' },
        {
          unique_id: one.rows[1],
          unhcr_referral_status: 'rejected',
          progres_interventionnumber: addressOf(first),
        },
      ],
    })
    for (const day of ['first', 'second']) {
      expect(reasons(await world.run('1.2')), day).toEqual({ 'decision-contradictory': [first.number] })
      world.advance(hour)
    }
    expect(ingestions(world)).toEqual([])
    decide(world, one, 'accepted', undefined, 1)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('a second case with the same return address never overwrites the decision of the first', async () => {
    const one = decided(world, 1)
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('no intervention')
    await world.run('1.2')
    world.advance(hour)
    const other = asked(world, 2, { row: { progres_interventionnumber: addressOf(intervention) } })
    decide(world, other, 'rejected', 'Twice in the register')
    const edits = [one, other, one]
    for (const edited of edits) {
      const report = await world.run('1.2')
      expect(reasons(report)).toEqual({ 'decision-contradictory': [intervention.number] })
      world.advance(hour)
      world.primero.act.updateCase('caseworker1', edited.caseId, { address_current: `Row ${world.now()}` })
    }
    world.primero.faults.add({ path: new RegExp(other.caseId), fault: { kind: 'status', status: 503 } })
    world.primero.faults.add({
      when: ({ query }) => query.startsWith('id='),
      fault: { kind: 'status', status: 503 },
      times: 1,
    })
    expect(reasons(await world.run('1.2'))).toMatchObject({
      'decision-contradictory': [intervention.number],
      'primero-unavailable': [],
    })
    world.primero.faults.clear()
    expect(shown(world, one)).toEqual(acknowledged(one))
    world.advance(hour)
    decide(world, other, 'pending')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toEqual(acknowledged(one))
    expect(timesTold(world, one)).toBe(1)
  })

  test('the decision of the other case counts once the first one states none', async () => {
    const one = decided(world, 1)
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('no intervention')
    await world.run('1.2')
    world.advance(hour)
    const other = asked(world, 2, { row: { progres_interventionnumber: addressOf(intervention) } })
    decide(world, other, 'rejected')
    world.primero.act.removeService('caseworker1', one.caseId, one.rows[0] ?? '')
    await world.run('1.2')
    world.advance(hour)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toMatchObject({ status: 125080004, primeroId: other.caseId })
    expect((await itemOf(world, one))?.numbers).toMatchObject({ primeroId: other.caseId })
  })

  test('a required field of the country that is empty holds the item and names the field', async () => {
    const own = world.deployment
    const map = own.fieldMaps.get('1.2-decision')
    if (map === undefined) throw new Error('no field map')
    const rules = map.rules.map((rule) =>
      rule.target === 'progres_primerocaseworker'
        ? { ...rule, required: true, sources: [{ object: 'case' as const, column: 'name_other' }] }
        : rule,
    )
    const fieldMaps = new Map([...own.fieldMaps, ['1.2-decision' as const, { ...map, rules }]])
    const one = decided(world, 1)
    const deployment = { ...own, fieldMaps }
    expect(reasons(await world.run('1.2', { deployment }))).toEqual({
      'field-missing': [one.interventions[0]?.number],
    })
    expect((await itemOf(world, one))?.about).toEqual(['name_other'])
    world.advance(hour)
    world.primero.act.updateCase('caseworker1', one.caseId, { name_other: 'Zuma' })
    expect(counts(await world.run('1.2', { deployment }))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toMatchObject({ caseworker: 'Zuma' })
  })
})

/** The mapping knows acceptances and nothing else. */
function onlyAccepted(): World['deployment'] {
  const decisionCodes = new Map(world.deployment.valueMaps.decisionCodes)
  decisionCodes.set('unhcr-referral-status', new Map([['accepted', 'accepted']]))
  return { ...world.deployment, valueMaps: { ...world.deployment.valueMaps, decisionCodes } }
}

describe('a decision on one intervention in two cases', () => {
  test('(P3) contradicts also where the second one comes while the first waits for PING', async () => {
    const one = decided(world, 1)
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('There is one.')
    world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 502 }, times: 1 })
    await world.run('1.2')
    const other = asked(world, 2, { row: { progres_interventionnumber: addressOf(intervention) } })
    decide(world, other, 'rejected', 'Twice in the register')
    world.advance(20_000)
    await world.run('1.2')
    world.advance(hour)
    expect(reasons(await world.run('1.2'))).toEqual({ 'decision-contradictory': [intervention.number] })
    expect(shown(world, one)).toMatchObject({ status: 125080002 })
  })

  test('(P1) that moved to the second one stays in attention there, and is told once its code is in the mapping', async () => {
    const one = decided(world, 1)
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('There is one.')
    world.ping.knobs.power = 'down'
    await world.run('1.2')
    world.ping.knobs.power = 'up'
    world.advance(hour)
    world.primero.act.removeService('caseworker1', one.caseId, one.rows[0] ?? '')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, withdrawn: 1 })
    world.advance(hour)
    const other = asked(world, 2, { row: { progres_interventionnumber: addressOf(intervention) } })
    decide(world, other, 'rejected', 'No place')
    for (const day of ['first', 'second']) {
      const report = await world.run('1.2', { deployment: onlyAccepted() })
      expect.soft([day, reasons(report)]).toEqual([day, { 'decision-code-unknown': [intervention.number] }])
      world.advance(hour)
    }
    await world.run('1.2')
    expect(shown(world, one)).toMatchObject({ status: 125080004 })
  })
})

test('(P12) a text that an older Primero keeps in the place of a decision is nowhere in the ledger', async () => {
  await world.stop()
  world = await startWorld({ primero: { version: '2.14' } })
  const one = asked(world, 1)
  decide(world, one, 'Selam CANARY has fled')
  expect(reasons(await world.run('1.2'))).toEqual({ 'decision-code-unknown': [one.interventions[0]?.number] })
  const files = readdirSync(world.directory).map((name) =>
    readFileSync(join(world.directory, name), 'latin1'),
  )
  expect([JSON.stringify(await itemOf(world, one)), ...files].join('')).not.toContain('CANARY')
})
