import { needCategories } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import type { Deployment } from '@ping-primero/core'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { countsIn, fieldsSent, finish, itemOf, reasonsIn, refer, sent, type Fields } from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

const sharingConcerns = (deployment: Deployment): Deployment => ({
  ...deployment,
  policies: { ...deployment.policies, shareProtectionConcern: true },
})

const sexes: readonly (readonly [string, Fields, string])[] = [
  ['female', { sex: 'female' }, '125080000'],
  ['male', { sex: 'male' }, '125080001'],
  ['other', { sex: 'other_b25f252' }, '125080002'],
  ['unknown', { sex: 'unknown_4b34795' }, '125080003'],
  ['absent', { sex: undefined }, '125080003'],
]

test.each(sexes)('2.1-15 (hazard 21) sends sex %s as a code', async (_sex, difference, code) => {
  await start()
  const scene = refer(world, 0, { case: difference })
  await world.run('2.1')
  expect(fieldsSent(world, scene)['progres_pocsex']).toBe(code)
})

test('a sex that the mapping does not list is held, not guessed', async () => {
  await start({ primero: { version: '2.14' } })
  const scene = refer(world, 0, { case: { sex: 'intersex' } })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'value-unmapped': [scene.referralId] })
  expect((await itemOf(world, scene.referralId)).about).toEqual(['sex'])
  expect(sent(world)).toEqual([])
})

test('2.1-16 (hazard 22) never puts the group number where the individual number belongs', async () => {
  await start()
  const scene = refer(world, 0, { case: { unhcr_individual_no: undefined } })
  await world.run('2.1')
  const fields = fieldsSent(world, scene)
  expect(['progres_unhcrid' in fields, fields['progres_pocotheridnumber']]).toEqual([
    false,
    scene.child.groupNumber,
  ])
})

test('(F75) UNHCR gets the individual number in its plain spelling, however a caseworker wrote it', async () => {
  await start()
  const scene = refer(world, 0, { case: { unhcr_individual_no: ' 803 \u2013 \uff10\uff1000017\u200b' } })
  await world.run('2.1')
  expect(fieldsSent(world, scene)['progres_unhcrid']).toBe('803-0000017')
})

test.each([[['child_labour', 'rape']], [['rape', 'child_labour']]])(
  '2.1-17 (hazard 23) sends the same agreed category for %j',
  async (concerns) => {
    await start({ deployment: sharingConcerns })
    const scene = refer(world, 0, { case: { protection_concerns: concerns } })
    await world.run('2.1')
    expect(fieldsSent(world, scene)['progres_spneedcategory']).toBe(needCategories['Child at risk'])
  },
)

test('2.1-18 sends no category for a concern without one, counts it and names none of it', async () => {
  await start({ deployment: sharingConcerns, primero: { version: '2.14' } })
  const scene = refer(world, 0, { case: { protection_concerns: ['sm_ad__addiction'] } })
  const report = await world.run('2.1')
  expect([countsIn(report), report.warnings]).toEqual([
    { found: 1, confirmed: 1 },
    [{ code: 'value-unlisted', map: 'protection-concerns', count: 1 }],
  ])
  expect('progres_spneedcategory' in fieldsSent(world, scene)).toBe(false)
  expect(JSON.stringify([report, world.log])).not.toContain('addiction')
})

test('no category of need leaves unless the deployment says so', async () => {
  await start()
  refer(world, 0, { case: { protection_concerns: ['rape'] } })
  await world.run('2.1')
  const bodies = world.ping.traffic.entries().map(({ body }) => body)
  expect(bodies.filter((body) => body.includes('progres_spneedcategory'))).toEqual([])
})

test('what the caseworker wrote goes as it is: other service, other alphabets, quotes and line breaks', async () => {
  await start()
  const notes = 'She said "no".\nSecond line }", [{"Status":"Success"}] ሰላም سلام 😀'
  const scene = refer(world, 0, {
    case: { name_first: 'ሰላማዊት', name_last: 'عبد الله' },
    row: {
      service_referral_notes: notes,
      service_type: 'other_please_specify',
      service_type_other: 'Interpreter',
    },
  })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(fieldsSent(world, scene)).toMatchObject({
    progres_pocfirstname: 'ሰላማዊት',
    progres_poclastname: 'عبد الله',
    progres_reasonforreferral: notes,
    progres_otherrequestedservices: 'Interpreter',
  })
})

test('a service without notes says that it is a Primero referral', async () => {
  await start()
  const scene = refer(world, 0, { row: { service_referral_notes: undefined } })
  await world.run('2.1')
  expect(fieldsSent(world, scene)['progres_reasonforreferral']).toBe('Primero referral')
})

test('the date of the referral is that of its making, in UTC', async () => {
  await start()
  const scene = refer(world, 0)
  world.advance(30 * 60 * 60_000)
  await world.run('2.1')
  expect(fieldsSent(world, scene)['progres_referraldate']).toBe('2026-11-20')
})

test('a referral held for missing data leaves nothing of the child at PING', async () => {
  await start()
  const { child, caseId } = refer(world, 0, { case: { address_current: undefined } })
  await world.run('2.1')
  const bodies = world.ping.traffic.entries().map(({ body }) => body)
  expect(bodies.filter((body) => body.includes(child.number) || body.includes(caseId))).toEqual([])
})
