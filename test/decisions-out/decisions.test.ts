import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  addressOf,
  asked,
  caseWrites,
  counts,
  decide,
  decided,
  forgetTraffic,
  hour,
  ingestions,
  itemOf,
  reasons,
  shown,
  timesTold,
  today,
} from './scene.ts'

describe.each(['ping_integration', 'ping_least'])('with the account %s', (account) => {
  let world: World
  beforeEach(async () => {
    world = await startWorld({ account })
  })
  afterEach(() => world.stop())

  test('1.2-01 sends an accepted service once as 125080003, with case id and worker name', async () => {
    const one = asked(world, 1)
    decide(world, one, 'accepted')
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({ found: 1, confirmed: 1 })
    expect(report.reasons).toEqual([])
    expect(shown(world, one)).toEqual(acknowledged(one))
    expect(timesTold(world, one)).toBe(1)
    expect(ingestions(world)).toHaveLength(1)
    expect(JSON.parse(ingestions(world)[0]?.body ?? '')).toEqual({
      ShippingProcessId: 'SHP-2748',
      InteropId: 'INT-1436',
      Data: [
        {
          ExternalId: one.caseId,
          Attachments: [{ Comment: 'Referral acknowledged by PRIMERO' }],
          Fields: [
            { Name: 'progres_lpinterventionid', Value: one.interventions[0]?.guid },
            { Name: 'progres_businessunit', Value: one.interventions[0]?.businessUnit },
            { Name: 'progres_primerotransferstatus', Value: '125080003' },
            { Name: 'progres_primerotransferstatusdate', Value: today },
            { Name: 'progres_primeroid', Value: one.caseId },
            { Name: 'progres_primerocaseworker', Value: 'caseworker1' },
          ],
        },
      ],
    })
    expect(caseWrites(world)).toBe(0)
  })

  test('1.2-02 sends a rejection as 125080004 with its reason as an attachment comment', async () => {
    const one = asked(world, 1)
    decide(world, one, 'rejected', '  No place is free at present ')
    await world.run('1.2')
    expect(shown(world, one)).toEqual({
      ...acknowledged(one),
      status: 125080004,
      comments: ['Referral rejected by PRIMERO: No place is free at present'],
    })
  })
})

describe('decisions out', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld()
  })
  afterEach(() => world.stop())

  test('1.2-03 sends a rejection without reason with a comment without suffix', async () => {
    const one = decided(world, 1, 'rejected')
    await world.run('1.2')
    expect(shown(world, one)).toMatchObject({
      status: 125080004,
      comments: ['Referral rejected by PRIMERO'],
    })
  })

  test('1.2-03 leaves a reason out of an acceptance that was once a rejection', async () => {
    const one = asked(world, 1)
    decide(world, one, 'rejected', 'No place is free at present')
    decide(world, one, 'accepted')
    await world.run('1.2')
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('1.2-04 sends nothing for an unrelated edit of a case whose decision was sent', async () => {
    const one = decided(world, 1)
    await world.run('1.2')
    forgetTraffic(world)
    world.advance(hour)
    world.primero.act.updateCase('caseworker1', one.caseId, { address_current: 'Behind the well' })
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({})
    expect(ingestions(world)).toEqual([])
    expect(timesTold(world, one)).toBe(1)
  })

  test('1.2-05 sends a second update when accepted became rejected, and the last wins', async () => {
    const one = decided(world, 1)
    await world.run('1.2')
    world.advance(hour)
    decide(world, one, 'rejected', 'Moved away')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    world.advance(hour)
    expect(counts(await world.run('1.2'))).toEqual({})
    expect(shown(world, one)).toMatchObject({
      status: 125080004,
      comments: ['Referral acknowledged by PRIMERO', 'Referral rejected by PRIMERO: Moved away'],
    })
    expect(timesTold(world, one)).toBe(2)
  })

  test('1.2-05 sends a changed reason as a new version, and a version that came back not again', async () => {
    const one = asked(world, 1)
    decide(world, one, 'rejected', 'Moved away')
    await world.run('1.2')
    world.advance(hour)
    decide(world, one, 'rejected', 'Supported elsewhere')
    await world.run('1.2')
    expect(timesTold(world, one)).toBe(2)
    world.advance(hour)
    decide(world, one, 'pending')
    await world.run('1.2')
    world.advance(hour)
    decide(world, one, 'rejected', 'Supported elsewhere')
    await world.run('1.2')
    expect(timesTold(world, one)).toBe(2)
    expect(shown(world, one)).toMatchObject({ status: 125080004 })
  })

  test('1.2-06 sends nothing for a pending service and makes no item of it', async () => {
    const one = asked(world, 1)
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({})
    expect(ingestions(world)).toEqual([])
    expect(await itemOf(world, one)).toBeUndefined()
    expect(shown(world, one)).toMatchObject({ status: 125080002, comments: [] })
  })

  test('1.2-08 sends the UNHCR service alone when the case also has an accepted one of UNICEF', async () => {
    const one = asked(world, 1, {
      services: 2,
      row: { unhcr_referral_status: 'accepted' },
    })
    world.primero.act.updateCase('caseworker1', one.caseId, {
      services_section: [{ unique_id: one.rows[1], service_request_agency: 'UNICEF' }],
    })
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one, 0)).toMatchObject({ status: 125080003 })
    expect(timesTold(world, one, 1)).toBe(0)
  })

  test('1.2-08 tests each row: of UNHCR, but no external referral, is not sent', async () => {
    const one = asked(world, 1, { row: { unhcr_referral_status: 'accepted', service_referral: null } })
    expect(counts(await world.run('1.2'))).toEqual({})
    expect(timesTold(world, one)).toBe(0)
  })

  test('compares agencies trimmed and in any letter case', async () => {
    const deployment = { primero: { unhcr: { agency: ' unhcr', user: 'unhcr_cw' } } }
    await world.stop()
    world = await startWorld({
      deployment: (own) => ({ ...own, primero: { ...own.primero, ...deployment.primero } }),
    })
    const one = decided(world, 1)
    await world.run('1.2')
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('1.2-11 sends three correct updates for three services of one case with different decisions', async () => {
    const one = asked(world, 1, { services: 3 })
    decide(world, one, 'accepted', undefined, 0)
    decide(world, one, 'rejected', 'Moved away', 1)
    decide(world, one, 'rejected', 'Supported elsewhere', 2)
    const report = await world.run('1.2')
    expect(counts(report)).toEqual({ found: 3, confirmed: 3 })
    expect(
      [0, 1, 2].map((at) => shown(world, one, at)).map(({ status, comments }) => [status, comments]),
    ).toEqual([
      [125080003, ['Referral acknowledged by PRIMERO']],
      [125080004, ['Referral rejected by PRIMERO: Moved away']],
      [125080004, ['Referral rejected by PRIMERO: Supported elsewhere']],
    ])
    expect([0, 1, 2].map((at) => timesTold(world, one, at))).toEqual([1, 1, 1])
  })

  test('reads a return address with blanks, capitals and braces around the GUID', async () => {
    const one = asked(world, 1, { row: { unhcr_referral_status: 'accepted' } })
    const [intervention] = one.interventions
    if (intervention === undefined) throw new Error('no intervention')
    const [number, guid, unit] = addressOf(intervention).split(',')
    world.primero.act.updateCase('caseworker1', one.caseId, {
      services_section: [
        {
          unique_id: one.rows[0],
          progres_interventionnumber: `${number} , {${guid?.toUpperCase()}}, ${unit}`,
        },
      ],
    })
    await world.run('1.2')
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('a decision taken back before it was sent is withdrawn, and made anew it is sent', async () => {
    const one = decided(world, 1)
    world.ping.knobs.power = 'down'
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, waiting: 1 })
    world.ping.knobs.power = 'up'
    world.advance(hour)
    decide(world, one, 'pending')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, withdrawn: 1 })
    expect(timesTold(world, one)).toBe(0)
    world.advance(hour)
    decide(world, one, 'accepted')
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one)).toEqual(acknowledged(one))
  })

  test('a decision whose sending is in doubt and which is changed back is sent again', async () => {
    const one = decided(world, 1)
    await world.run('1.2')
    world.advance(hour)
    decide(world, one, 'rejected')
    world.ping.faults.add({ path: /\/data$/, fault: { kind: 'reset-after' }, times: 1 })
    expect(reasons(await world.run('1.2'))).toEqual({
      'ping-unavailable': [one.interventions[0]?.number],
    })
    world.advance(hour)
    decide(world, one, 'accepted')
    await world.run('1.2')
    expect(shown(world, one)).toMatchObject({ status: 125080003 })
  })
})
