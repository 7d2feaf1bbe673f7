import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  casesOf,
  childAt,
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

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

const full = (text: string): string =>
  text.replace(/[\d-]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))
const inDigits = (nought: number, text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(nought + Number(digit)))

/** How a person, a spreadsheet or another program writes a number. */
const spellings: Readonly<Record<string, (plain: string) => string>> = {
  'an en dash': (plain) => plain.replace('-', '\u2013'),
  'a hyphen that does not break': (plain) => plain.replace('-', '\u2011'),
  'a minus': (plain) => plain.replace('-', '\u2212'),
  'blanks round the dash': (plain) => plain.replace('-', ' - '),
  'a blank that does not break': (plain) => plain.replace('-', '-\u00a0'),
  'a blank at the end': (plain) => `${plain} `,
  'a byte-order mark': (plain) => `\ufeff${plain}`,
  'direction marks': (plain) => `\u200e${plain}\u200f`,
  'a soft hyphen inside': (plain) => `${plain.slice(0, 8)}\u00ad${plain.slice(8)}`,
  'a mark of no width near the end': (plain) => `${plain.slice(0, -1)}\u200b${plain.slice(-1)}`,
  'full-width signs': full,
  'Arabic digits': (plain) => inDigits(0x660, plain),
  'Persian digits': (plain) => inDigits(0x6f0, plain),
  'the dash of an Arabic keyboard': (plain) => plain.replace('-', '\u0640'),
  'brackets round it': (plain) => `(${plain})`,
  'the formula of a spreadsheet': (plain) => `="${plain}"`,
  'a bullet before it': (plain) => `\u2022 ${plain}`,
}

test.each(Object.entries(spellings))(
  '1.1-02 (F75) a case whose number has %s is the case of the child',
  async (_, odd) => {
    await start()
    const { number } = childAt(0)
    const id = putCase(world, 0, { unhcr_individual_no: odd(number) })
    // Another case, so that there is a control value.
    putCase(world, 9)
    const one = refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(world.primero.store.case(id)?.data).toMatchObject({
      unhcr_individual_no: odd(number),
      services_section: [{ unhcr_referral_status: 'pending' }],
    })
    expect([[...world.primero.store.cases()].length, shown(world, one).transferStatus]).toEqual([
      2, 125080002,
    ])
  },
)

test.each(Object.entries(spellings))(
  '1.1-02 (F75) a referral whose number has %s goes to the case of the child',
  async (_, odd) => {
    await start()
    const id = putCase(world, 0)
    refer(world, 0, { individual: { number: odd(childAt(0).number) } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(world.primero.store.case(id)?.data['services_section']).toHaveLength(1)
  },
)

test('1.1-01 (F75) a new case gets the plain number, and every later spelling finds it', async () => {
  await start()
  const { number } = childAt(0)
  refer(world, 0, { individual: { number: ` ${number.replace('-', '\u2014')}\u200b` } })
  await world.run('1.1')
  refer(world, 0, { individual: { number: full(number) } })
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect(casesOf(world, 0).map((one) => (one['services_section'] as readonly unknown[]).length)).toEqual([3])
})

test('(F75) three spellings of one new child in one list make one case', async () => {
  await start()
  const { number } = childAt(0)
  for (const written of [number, full(number), number.replace('-', '\u2013')])
    refer(world, 0, { individual: { number: written } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
  expect([...world.primero.store.cases()]).toHaveLength(1)
})

test.each([
  ['small letters', 'eth-19c01234', 'ETH-19C01234'],
  ['capitals', 'ETH-19C01234', 'eth-19c01234'],
  ['mixed letters', 'Eth-19c01234', 'ETH-19c01234'],
  ['letters of a Russian keyboard', 'ETH-19\u042101234', 'ETH-19C01234'],
])('(F75) a case in %s is found whatever the letters of the referral', async (_, inCase, inReferral) => {
  await start()
  const id = putCase(world, 0, { unhcr_individual_no: inCase })
  refer(world, 0, { individual: { number: inReferral } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.primero.store.case(id)?.data['services_section']).toHaveLength(1)
})

test('(F75) two cases of which one is spelled otherwise are no matter while the plain one is found', async () => {
  await start()
  const [plain, odd] = [
    putCase(world, 0),
    putCase(world, 0, { unhcr_individual_no: full(childAt(0).number) }),
  ]
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  const rows = [plain, odd].map((id) => world.primero.store.case(id)?.data['services_section'])
  expect(rows).toEqual([[expect.anything()], undefined])
})

/** Two cases of the child: a plain one, closed or disabled, and one that is spelled otherwise. */
const besidePlain = (act: 'closeCase' | 'disableCase'): string => {
  world.primero.act[act]('caseworker1', putCase(world, 0))
  return putCase(world, 0, { unhcr_individual_no: childAt(0).number.replace('-', '\u2013') })
}

test('1.1-17 (F75) beside a disabled case the enabled one takes the row, however its number is spelled', async () => {
  await start()
  const odd = besidePlain('disableCase')
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.primero.store.case(odd)?.data['services_section']).toHaveLength(1)
})

test('1.1-17 (F75) beside a disabled case the focal point is told that the other one is closed', async () => {
  await start()
  world.primero.act.closeCase('caseworker1', besidePlain('disableCase'))
  const held = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-closed': [held.number] })
})

test('1.1-17 (F75) beside a closed case another one is a second one, however its number is spelled', async () => {
  await start()
  const odd = besidePlain('closeCase')
  const held = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'several-cases': [held.number] })
  world.primero.act.disableCase('caseworker1', odd)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-closed': [held.number] })
})

test('1.1-17 (F75) two cases whose numbers are both spelled otherwise are held for the focal point', async () => {
  await start()
  const { number } = childAt(0)
  for (const odd of [full(number), number.replace('-', '\u2013')])
    putCase(world, 0, { unhcr_individual_no: odd })
  const held = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'several-cases': [held.number] })
})

test('(F75) a number that only holds another one is another child', async () => {
  await start()
  const { number } = childAt(0)
  for (const other of [`${number}5`, `1${number}`, `${number}-01`, number.replace('-', '')])
    putCase(world, 0, { unhcr_individual_no: other })
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(casesOf(world, 0)).toHaveLength(1)
})

test('(F75, hazard 38) many new children share a search: their cases in other spellings are found all the same', async () => {
  await start()
  const odd = Object.values(spellings)
  for (let place = 0; place < 40; place += 1) {
    const spelling = odd[place]
    if (spelling !== undefined)
      putCase(world, place, { unhcr_individual_no: spelling(childAt(place).number) })
    refer(world, place)
  }
  putCase(world, 90)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 40, confirmed: 40 })
  expect([...world.primero.store.cases()]).toHaveLength(41)
  expect(world.primero.traffic.counts()['search-text']).toBeLessThanOrEqual(13)
})

test('(F75) a search that finds more than an answer holds is narrowed', async () => {
  await start()
  const { number } = childAt(0)
  for (let at = 0; at < 1200; at += 1)
    putCase(world, 0, { unhcr_individual_no: `${number.slice(0, 10)}7${1000 + at}` })
  const id = putCase(world, 0, { unhcr_individual_no: number.replace('-', '\u2013') })
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.primero.store.case(id)?.data['services_section']).toHaveLength(1)
})

const onSearches = {
  method: 'GET',
  when: ({ query }: { query: string }) => query.startsWith('query='),
} as const
const nothing = {
  kind: 'status',
  status: 200,
  body: '{"data":[],"metadata":{"total":0}}',
  contentType: 'application/json',
} as const

test.each([
  ['finds nothing', nothing],
  ['fails', { kind: 'status', status: 500 }],
  ['counts more than it shows', { ...nothing, body: '{"data":[],"metadata":{"total":3}}' }],
] as const)('(P2, F75) while the search %s no child counts as new', async (_, fault) => {
  await start()
  putCase(world, 9)
  const id = putCase(world, 0, { unhcr_individual_no: childAt(0).number.replace('-', '\u2013') })
  refer(world, 0)
  world.primero.faults.add({ ...onSearches, fault })
  expect([countsIn(await world.run('1.1')), writesTo(world)]).toEqual([
    { found: 1, waiting: 1 },
    { primero: 0, ping: 0 },
  ])
  world.primero.faults.clear()
  world.advance(3_600_000)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.primero.store.case(id)?.data['services_section']).toHaveLength(1)
})

test.each([
  [30, { found: 1, confirmed: 1 }, undefined],
  [10_100, { found: 1, waiting: 1 }, { reason: 'primero-filter-ignored', about: ['query'] }],
])(
  '(P2, F75) where `query` is ignored, %i cases are compared one by one, or no case is made',
  async (count, counts, stopped) => {
    await start({ primero: { ignoresQuery: true } })
    const id = putCase(world, 0, { unhcr_individual_no: childAt(0).number.replace('-', '\u2013') })
    for (let at = 0; at < count; at += 1) putCase(world, 0, { unhcr_individual_no: `804-${10_000_000 + at}` })
    refer(world, 0)
    const report = await world.run('1.1')
    expect([countsIn(report), report.stopped]).toEqual([counts, stopped])
    const rows = world.primero.store.case(id)?.data['services_section'] ?? []
    expect(rows).toHaveLength(stopped === undefined ? 1 : 0)
  },
)

test('(F75) a known child costs no search', async () => {
  await start()
  putCase(world, 0)
  refer(world, 0)
  await world.run('1.1')
  expect(world.primero.traffic.counts()['search-text']).toBe(undefined)
  forgetTraffic(world)
})

test('(F75) an operator finds the child by the number as it was pasted', async () => {
  await start()
  const [one] = [refer(world, 0), refer(world, 1)]
  const pasted = `\u200e${childAt(0).number.replace('-', ' \u2013 ')}`
  expect(countsIn(await world.run('1.1', { only: pasted }))).toEqual({ found: 1, confirmed: 1 })
  expect(shown(world, one).transferStatus).toBe(125080002)
})
