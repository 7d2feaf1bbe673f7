import { individualOf, type SeededRandom } from '@ping-primero/sandbox'
import type { World } from '../world.ts'
import { until, watch, whereItIsRead, windowOf } from './arm.ts'
import { casesOf, child, newCase, ownerOf, refersToPrimero, tried, type Deed } from './people.ts'

const nobodys = [
  'N/A',
  '-',
  'TBD',
  'Unknown',
  'nan',
  '#N/A',
  '0000000',
  '1111111',
  '803-00000000',
  '803-123',
  '\u2014',
  '\u1208\u12a0\u12cb\u1245\u121d',
  '\uff10\uff10\uff10\uff10\uff10',
] as const

/** Another child each time, whatever its number says; some officers write the right one later. */
const nobodysNumber: Deed = (world, random) => {
  const person = child(world, random)
  const number = random.pick(nobodys)
  const own = `803-7${String(10_000_000 + random.below(89_999_999))}`
  if (world.ping.store.individualByNumber(own) !== undefined) return null
  const one = world.ping.act.refer({
    individual: { ...individualOf(person), number: own },
    guid: random.guid(),
    type: 'BID',
    officer: person.officer,
  })
  world.ping.act.correct(one.guid, { individual: { number } })
  // Somebody else stands in Primero under the same words.
  if (random.chance(0.4)) newCase(world, random, child(world, random), { unhcr_individual_no: number })
  const ms = windowOf(random)
  whereItIsRead(world, ms, 'F73', one.guid)
  if (random.chance(0.5)) {
    until(world, ms, () => {
      world.ping.act.correct(one.guid, { individual: { number: own } })
    })
  }
  return `F73: UNHCR refers ${one.number} of an individual whose number is ${number}`
}

type Spelling = (plain: string) => string

const spellings: readonly [Spelling, ...Spelling[]] = [
  (plain) => plain.replace('-', '\u2013'),
  (plain) => plain.replace('-', '\u2011'),
  (plain) => plain.replace('-', ' - '),
  (plain) => plain.replace('-', '\u00a0-'),
  (plain) => `\ufeff${plain}`,
  (plain) => `\u200e${plain}\u200f`,
  (plain) => `${plain.slice(0, -2)}\u00ad${plain.slice(-2)}`,
  (plain) => `${plain.slice(0, 7)}\u200b${plain.slice(7)}`,
  (plain) => `${plain} `,
  (plain) => inDigits(plain, 0xff10).replace('-', '\uff0d'),
  (plain) => inDigits(plain, 0x660),
  (plain) => inDigits(plain, 0x6f0),
]

function inDigits(plain: string, nought: number): string {
  return plain.replace(/\d/g, (digit) => String.fromCodePoint(nought + Number(digit)))
}

const otherSpelling: Deed = (world, random) => {
  const person = child(world, random)
  const number = random.pick(spellings)(person.number)
  const one = world.ping.act.refer({
    individual: { ...individualOf(person), number },
    guid: random.guid(),
    type: 'BIA',
    officer: person.officer,
  })
  whereItIsRead(world, windowOf(random), 'F75', one.guid)
  return `F75: UNHCR refers ${one.number} of a child whose number it writes otherwise`
}

/** Counts a strike where Primero shows us a case by a number that is written so. */
function whereItIsFound(world: World, random: SeededRandom, number: string): void {
  watch(
    world,
    windowOf(random),
    'F75',
    ({ system, line }) => system === 'primero' && line.startsWith('/api/v2/cases?query='),
    ({ status, body }) => status === 200 && (body ?? '').includes(number),
  )
}

const caseInOtherSpelling: Deed = (world, random) => {
  const person = child(world, random)
  const number = random.pick(spellings)(person.number)
  const theirs = casesOf(world).filter(({ data }) => data['unhcr_individual_no'] === person.number)
  if (theirs.length === 0) newCase(world, random, person, { unhcr_individual_no: number })
  const edit = { unhcr_individual_no: number }
  for (const record of theirs) tried(() => world.primero.act.updateCase(ownerOf(record), record.id, edit))
  whereItIsFound(world, random, number)
  return `F75: the case of a child has its number in another spelling; ${refersToPrimero(world, random, person)}`
}

/** The numbers by which children are known, as people write them. */
export const numberFaults: Readonly<Record<string, Deed>> = {
  F73: nobodysNumber,
  F75: otherSpelling,
  'F75 case': caseInOtherSpelling,
}
