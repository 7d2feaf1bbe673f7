import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  caseAt,
  casesOf,
  countsIn,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (pattern?: string): Promise<void> => {
  world = await startWorld(
    pattern === undefined
      ? {}
      : {
          deployment: (one) => ({ ...one, progres: { ...one.progres, individualNumberPattern: pattern } }),
        },
  )
}

/** What Primero was asked about cases: by which filters, and which writes. */
function asked(): readonly string[] {
  return world.primero.traffic
    .entries()
    .filter(({ path }) => path.startsWith('/api/v2/cases'))
    .map(({ method, query }) => `${method} ${query}`)
}

test('1.1-08 (F73) three children whose number is Unknown are held, and none gets into the case of another', async () => {
  await start()
  putCase(world, 0, { unhcr_individual_no: 'Unknown' })
  const held = [5, 6, 7].map((place) => {
    const one = refer(world, place)
    world.ping.act.correct(one.guid, { individual: { number: 'Unknown' } })
    return one
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 3, attention: 3 },
    { 'individual-number-doubtful': held.map(({ number }) => number) },
  ])
  expect([
    asked(),
    writesTo(world),
    world.primero.store.cases().next().value?.data['services_section'],
  ]).toEqual([[], { primero: 0, ping: 0 }, undefined])
  // Only what is missing or not agreed is told to proGres.
  expect(shown(world, held[0] ?? ({} as never))).toEqual({ transferStatus: null, comments: [] })
})

test.each([
  'N/A',
  '-',
  'TBD',
  '#N/A',
  'nan',
  '0000000',
  '1111111',
  '803-00000000',
  '803-123',
  '8.03E+10',
  '\u200b?',
  '...',
  '\ue000',
  '803-12345???',
  '803\ufffd13000000',
  '803&#8209;130000000',
  'same as 803-130000000',
])('(F73) %j opens no case, and one that was corrected goes through', async (number) => {
  await start()
  const one = refer(world, 0, { individual: { number } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'individual-number-doubtful': [one.number] })
  expect([...world.primero.store.cases()]).toEqual([])
  world.ping.act.correct(one.guid, { individual: { number: '803-130000000' } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)['unhcr_individual_no']).toBe('803-130000000')
})

test('(F73) a number that JSON has cut to a power of ten stands for nobody', async () => {
  await start()
  const one = refer(world, 0)
  world.ping.faults.add({
    body: /SHP-2358/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: String(answer.body).replace(
          /("progres_individual.individuals.progres_id":)("[^"]*")/,
          '$180313000000012345678901',
        ),
      }),
    },
  })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'individual-number-doubtful': [one.number] })
})

test('(F73) a deployment may say what its numbers look like: a telephone number is none of them', async () => {
  await start('803-\\d{9}')
  const phone = refer(world, 0, { individual: { number: '+251 911 234567' } })
  refer(world, 1)
  refer(world, 2, { individual: { number: '803\u2013130000002' } })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 3, confirmed: 2, attention: 1 },
    { 'individual-number-doubtful': [phone.number] },
  ])
})

test('(F73) what is missing is told to proGres before the number is doubted', async () => {
  await start()
  refer(world, 0, { individual: { number: 'TBD', familyName: null } })
  expect(Object.keys(reasonsIn(await world.run('1.1')))).toEqual(['field-missing'])
})

test('(F73) a referral that stands in Primero is told to proGres, though its number was spoilt since', async () => {
  await start()
  const one = refer(world, 0)
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-after' } })
  await world.run('1.1')
  world.ping.act.correct(one.guid, { individual: { number: 'N/A' } })
  world.advance(3_600_000)
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([casesOf(world, 0).length, writesTo(world).primero]).toEqual([1, 0])
})

test('a short run of noughts before the number, letters in it and digits only are ordinary', async () => {
  await start()
  const ordinary = ['803-00000001', '80313000000', '0012345', 'ETH-19C01234', '803-99999999', 'DAD 00005708']
  for (const [place, number] of ordinary.entries()) refer(world, place, { individual: { number } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 6, confirmed: 6 })
})
