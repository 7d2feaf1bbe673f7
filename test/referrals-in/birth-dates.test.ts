import { afterEach, describe, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { caseAt, casesOf, childAt, countsIn, reasonsIn, refer, shown, writesTo } from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}
const inZone = (timezone: string): WorldOptions => ({ deployment: (one) => ({ ...one, timezone }) })

describe('1.1-06 a birth date arrives as the day that it is', () => {
  test.each([
    ['midnight-with-offset', 'Africa/Nairobi', 180],
    ['midnight-in-utc', 'Africa/Nairobi', 180],
    ['midnight-with-offset', 'Asia/Kathmandu', 345],
    ['midnight-in-utc', 'Asia/Kathmandu', 345],
    ['midnight-in-utc', 'America/Bogota', -300],
    // A server elsewhere says its own offset: the day is the written one all the same.
    ['midnight-with-offset', 'Africa/Nairobi', -300],
  ] as const)('%s, in %s', async (birthDatesAs, timezone, zoneMinutes) => {
    await start({ ...inZone(timezone), ping: { settings: { birthDatesAs, zoneMinutes } } })
    for (const place of [0, 1, 2]) refer(world, place)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
    for (const place of [0, 1, 2]) {
      const { birthDate } = childAt(place)
      expect([birthDate, caseAt(world, place)['age']]).toEqual([
        caseAt(world, place)['date_of_birth'],
        ageOf(birthDate),
      ])
    }
  })
})

function ageOf(birthDate: string): number {
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number)
  return 2026 - year - (month > 11 || (month === 11 && day > 20) ? 1 : 0)
}

test.each([
  ['the date for none of one database', '1900-01-01'],
  ['that of another', '1753-01-01T00:00:00Z'],
  ['that of a third', '0001-01-01T00:00:00'],
  ['one of somebody who is no child', '1999-06-01'],
  ['one of tomorrow', '2026-11-21'],
  ['one of a hundred years ahead', '2126-01-01T00:00:00+03:00'],
])('holds a birth date that is no child’s without a word to proGres: %s', async (_, birthDate) => {
  await start()
  const held = refer(world, 0, { individual: { birthDate } })
  refer(world, 1)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'field-unreadable': [held.number] },
  ])
  expect([casesOf(world, 0), shown(world, held)]).toEqual([[], { transferStatus: null, comments: [] }])
  world.ping.act.correct(held.guid, { individual: { birthDate: childAt(0).birthDate } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
})

test.each([
  ['a young person of 25', '2000-11-21'],
  ['a child born today', '2026-11-20'],
  ['the first of January, as people put who know the year alone', '2014-01-01'],
])('delivers %s', async (_, birthDate) => {
  await start()
  refer(world, 0, { individual: { birthDate } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)['date_of_birth']).toBe(birthDate)
})

test('the day of an appointment stays cut in UTC', async () => {
  await start()
  refer(world, 0, { startDate: '2026-11-02T00:00:00+03:00' })
  await world.run('1.1')
  expect(caseAt(world, 0)['services_section']).toMatchObject([{ service_appointment_date: '2026-11-01' }])
})

test('1.1-08 a name of nothing visible is an empty one, and the field is named', async () => {
  await start()
  const refused = refer(world, 0, { individual: { givenName: '\u3164', familyName: ' \u2800\u200f' } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-missing': [refused.number] })
  const fields = ['givenname', 'familyname'].map((name) => `progres_individual.individuals.progres_${name}`)
  expect(shown(world, refused).comments).toEqual([
    `Referral ${refused.number} was not delivered to Primero: these fields are empty: ${fields.join(', ')}.`,
  ])
  expect(writesTo(world).primero).toBe(0)
})

test('1.1-06 names arrive code point for code point', async () => {
  await start()
  const names = {
    givenName: 'Ame\u0301lie\u200d',
    middleName: '\u202b\u0639\u0640\u0644\u064a',
    familyName: 'N\u02bcDia\u00a0ye',
  }
  refer(world, 0, { individual: names })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)).toMatchObject({
    name_first: names.givenName,
    name_middle: names.middleName,
    name_last: names.familyName,
  })
  expect(writesTo(world).primero).toBe(1)
})
