import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runFlow } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  addressOf,
  asked,
  counts,
  decide,
  decided,
  hour,
  ingestions,
  itemOf,
  minute,
  reasons,
  shown,
  timesTold,
} from './scene.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

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

  test('a second case that is read in another set of the same run is listed again, not passed over', async () => {
    const one = decided(world, 1)
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('no intervention')
    world.advance(minute)
    const other = asked(world, 2, { row: { progres_interventionnumber: addressOf(intervention) } })
    decide(world, other, 'rejected', 'Twice in the register')
    const request = {
      deployment: world.deployment,
      flow: '1.2',
      dryRun: false,
      since: null,
      only: null,
    } as const
    expect(counts(await runFlow(request, { ...world.host, setSize: 1 }))).toEqual({ found: 1, confirmed: 1 })
    world.advance(hour)
    const report = await runFlow(request, { ...world.host, setSize: 1 })
    expect(reasons(report)).toEqual({ 'decision-contradictory': [intervention.number] })
    expect(shown(world, one)).toEqual(acknowledged(one))
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
