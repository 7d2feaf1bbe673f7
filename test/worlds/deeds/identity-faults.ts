import { caseOf, individualOf, type Child, type SeededRandom } from '@ping-primero/sandbox'
import { minute, type World } from '../world.ts'
import { processOf, until, watch, windowOf } from './arm.ts'
import { casesOf, child, ownerOf, pickOf, refersToPrimero, tried, type Deed } from './people.ts'

const owners = ['caseworker1', 'caseworker2'] as const
const strangers = [
  { givenName: 'Aweng', middleName: 'Majok', familyName: 'Lueth' },
  { givenName: 'ተዋበች', middleName: 'ወልዴ', familyName: 'በርሄ' },
  { givenName: 'سلمى', middleName: 'ياسين', familyName: 'عثمان' },
] as const

/** Another child under a number: of another birth date and sex, and mostly of another name. */
function strangerOf(of: Child, random: SeededRandom): Child {
  const names = random.chance(0.7) ? random.pick(strangers) : {}
  const birthDate = `20${10 + random.below(10)}-0${1 + random.below(9)}-1${random.below(10)}`
  return {
    ...of,
    ...names,
    nickname: '',
    birthDate: birthDate === of.birthDate ? '2015-10-25' : birthDate,
    sex: of.sex === 'female' ? 'male' : 'female',
  }
}

/** A caseworker has typed a number that is another child's. */
const strangersCase: Deed = (world, random) => {
  const of = child(world, random)
  if ((world.primero.store.casesWith('unhcr_individual_no', of.number) ?? []).length > 0) return null
  const id = random.guid()
  const data = caseOf(strangerOf(of, random), { id, case_id: id })
  world.primero.act.createCase(random.pick(owners), data)
  const said = refersToPrimero(world, random, of)
  whereItIsLookedUp(world, random, id)
  return `F74: case ${id} of another child bears a number; ${said}`
}

/** Counts a strike where a look-up of ours shows the case. */
function whereItIsLookedUp(world: World, random: SeededRandom, caseId: string): void {
  watch(
    world,
    windowOf(random) + 60 * minute,
    'F74',
    ({ system, request, line }) =>
      system === 'primero' && request.method === 'GET' && line.includes('/cases'),
    ({ status, body }) => status === 200 && (body ?? '').includes(caseId),
  )
}

/** An officer has registered two children under one number, and refers both. */
const oneNumberTwice: Deed = (world, random) => {
  const of = child(world, random)
  const first = random.chance(0.5) ? `${refersToPrimero(world, random, of)}; ` : ''
  const other = strangerOf(of, random)
  const { number, guid } = world.ping.act.refer({
    individual: individualOf(other),
    another: true,
    guid: random.guid(),
    type: 'BID',
    officer: of.officer,
  })
  watch(
    world,
    windowOf(random) + 60 * minute,
    'F74',
    (passing) => processOf(passing) === 'SHP-2358',
    ({ status, body }) => status === 200 && (body ?? '').includes(guid),
  )
  return `F74: ${first}UNHCR refers another child under the same number, ${number}`
}

/** The focal point finds out which child a case is of, and corrects what was typed wrongly. */
const caseCorrected: Deed = (world, random) => {
  const found = pickOf(
    casesOf(world).flatMap((record) => {
      const of = world.children.find(({ number }) => number === record.data['unhcr_individual_no'])
      return of === undefined || record.data['date_of_birth'] === of.birthDate ? [] : [{ record, of }]
    }),
    random,
  )
  if (found === null) return null
  const { name_first, name_middle, name_last, date_of_birth, sex } = caseOf(found.of, {})
  const edit = { name_first, name_middle, name_last, date_of_birth, sex }
  if (!tried(() => world.primero.act.updateCase(ownerOf(found.record), found.record.id, edit))) return null
  return `case ${found.record.id} is corrected: it is the child's after all`
}

const birthDatesElsewhere: Deed = (world, random) => {
  const { settings } = world.ping
  settings.birthDatesAs = random.pick(['midnight-with-offset', 'midnight-in-utc'])
  const ms = windowOf(random) * 2
  until(world, ms, () => {
    settings.birthDatesAs = world.soundPing.birthDatesAs
  })
  watch(
    world,
    ms,
    'F76',
    (passing) => processOf(passing) === 'SHP-2358',
    ({ status, body }) =>
      status === 200 && /_dateofbirth":\s*"[^"]*T(?:21:00:00Z|00:00:00\+03:00)/.test(body ?? ''),
  )
  return `F76: proGres tells birth dates as ${settings.birthDatesAs}; ${refersToPrimero(world, random, child(world, random))}`
}

const nobodysDates = [
  '1900-01-01',
  '1753-01-01',
  '0001-01-01',
  '1900-01-01T00:00:00Z',
  '1899-12-31T21:32:44Z',
  '1998-04-05',
  '2026-12-24',
  '2079-06-06',
] as const

const nobodysDate: Deed = (world, random) => {
  const found = pickOf([...world.ping.store.interventions.values()], random)
  if (found === null) return null
  world.ping.act.correct(found.guid, { individual: { birthDate: random.pick(nobodysDates) } })
  watch(
    world,
    windowOf(random),
    'F76',
    (passing) => processOf(passing) === 'SHP-2358',
    ({ status, body }) => status === 200 && (body ?? '').includes(found.guid),
  )
  return `F76: the birth date behind ${found.number} is one that stands for none`
}

/** Numbers that are taken for a child's, and days that are taken for its birth. */
export const identityFaults: Readonly<Record<string, Deed>> = {
  F74: strangersCase,
  'F74 one number': oneNumberTwice,
  'F74 corrected': caseCorrected,
  F76: birthDatesElsewhere,
  'F76 nobody': nobodysDate,
}
