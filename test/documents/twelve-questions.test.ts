import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  canariesOf,
  caseworkersDecide,
  individualOf,
  inventPeople,
  officersDecide,
  seedOutgoing,
  seedReferrals,
  startSystems,
  transferStatus,
  type Child,
  type Systems,
} from '@ping-primero/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { notAgreedType } from '../../packages/service/src/story/cast.ts'
import { foundIn } from '../cross-cutting/scan.ts'
import { openPlayground, type Playground, type Typed, type Typing } from '../support/playground.ts'

/** What a person opens the program for, each answered in words by two commands at most. */
const kebele = '--deployment deployments/kebele'
const seed = 11
const day = 24 * 60 * 60_000
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const [yesterday, tomorrow] = [isoDay(Date.now() - day), isoDay(Date.now() + day)]
const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d \+03:00`

let systems: Systems
let elsewhere: Systems
let playground: Playground
/** Everything that any command has said. */
let said = ''
let asked = 0
const children: Child[] = []
/** Numbers of UNHCR's referrals that arrive at once, of one that comes after the decisions, and of one that does not arrive. */
let arriving: readonly string[] = []
let late = ''
let notAgreed = ''
/** The referral of a caseworker that lacks consent, and its case. */
let withoutConsent = { caseId: '', owner: '', caseNumber: '', referralId: '' }

/** Something that happens in the story. */
async function type(line: string, typing?: Typing): Promise<Typed> {
  const ended = await playground.type(`npx ping-primero ${line}`, typing)
  said += ended.stdout + ended.stderr
  return ended
}

/** A command that a person types for an answer, and its words. */
async function ask(line: string): Promise<{ readonly code: number | null; readonly words: string }> {
  asked += 1
  const { code, stdout } = await type(line)
  return { code, words: stdout.replaceAll(/\s+/g, ' ') }
}

function invent(place: number): Child {
  const [child] = inventPeople({ seed, count: 1, from: place, canaries: true })
  if (child === undefined) throw new Error('No child was invented.')
  children.push(child)
  return child
}

/** UNHCR refers a child; answers the number of the intervention. */
function refer(place: number, service?: string): string {
  const child = invent(place)
  const told = { description: child.note, reason: child.reason, officer: child.officer }
  const type = service === undefined ? {} : { type: service }
  return systems.ping.act.refer({ individual: individualOf(child), ...type, ...told }).number
}

/** A caseworker refers a child to UNHCR, and the family does not agree. */
function referWithoutConsent(): typeof withoutConsent {
  const { primero } = systems
  const [made] = seedOutgoing(primero, { count: 1, seed, from: 30, canaries: true })
  const caseId = made?.caseId ?? ''
  const record = [...primero.store.cases()].find(({ id }) => id === caseId)
  const [referral] = primero.store.referralsOf(caseId)
  if (made === undefined || record === undefined || referral === undefined) throw new Error('No referral.')
  children.push(made.child)
  const owner = String(record.data['owned_by'])
  primero.act.setConsent(owner, caseId, { services: false, others: false })
  const caseNumber = String(record.data['case_id_display'])
  return { caseId, owner, caseNumber, referralId: referral.id }
}

beforeAll(async () => {
  systems = await startSystems({ seed })
  elsewhere = await startSystems({ seed: seed + 1 })
  playground = openPlayground()
  const { ping, primero } = systems
  playground.deploy('kebele', { ping: ping.url, primero: primero.url })
  const seeded = seedReferrals(systems, { count: 3, seed, canaries: true, knownShare: 0.5 })
  children.push(...seeded.children)
  arriving = seeded.interventions.map(({ number }) => number)
  notAgreed = refer(10, notAgreedType.progres)
  const sent = seedOutgoing(primero, { count: 3, seed, from: 20, canaries: true })
  children.push(...sent.map(({ child }) => child))
  withoutConsent = referWithoutConsent()
  await type(`run all ${kebele}`)
  caseworkersDecide(primero, { seed, rejectShare: 0.5 })
  officersDecide(ping, { seed, rejectShare: 0.5 })
  late = refer(11)
  await type(`run all ${kebele}`)
})
beforeEach(() => {
  asked = 0
})
afterEach(() => {
  expect(asked, 'commands that it took').toBeLessThanOrEqual(2)
})
afterAll(async () => {
  await systems.stop()
  await elsewhere.stop()
  await playground[Symbol.asyncDispose]()
})

test("1 did yesterday's referrals arrive? Each by its number, in which case, and when", async () => {
  const { code, words } = await ask(`list --settled --flow 1.1 --since ${yesterday}`)
  expect(code).toBe(0)
  expect(words).toContain('1.1 referrals from proGres to Primero, kebele 4 confirmed ')
  for (const number of [...arriving, late])
    expect(words).toMatch(new RegExp(`${number} \\(case \\w{7}\\) since ${time}`))
  expect(words).not.toContain(notAgreed)
})

test('2 which did not, why, whose move is it, and what is to be done?', async () => {
  const { code, words } = await ask('list')
  expect(code).toBe(3)
  expect(words).toMatch(
    new RegExp(
      `1 needs attention: The type of service is not in the mapping\\. .*Whose move: the owner of the mapping\\. Next: Add the service type to the mapping.* ${notAgreed} \\[${notAgreedType.progres}\\] since ${time}`,
    ),
  )
  const { caseNumber, referralId } = withoutConsent
  expect(words).toMatch(
    new RegExp(
      `1 needs attention: The case does not show consent .*Whose move: the caseworker\\. Next: Record the consent in the case.* ${referralId} \\(case ${caseNumber}\\) since ${time}`,
    ),
  )
})

test('3 those two are mended where they arose, and taken at once', async () => {
  const { progres, primero } = notAgreedType
  const table = join(playground.directory, 'deployments/kebele/mappings/service-types-in.csv')
  appendFileSync(table, `${progres},${primero}\n`)
  const { owner, caseId, referralId } = withoutConsent
  systems.primero.act.setConsent(owner, caseId, { services: true, others: true })
  const { code, words } = await ask(`retry --all --now ${kebele}`)
  expect(code).toBe(0)
  expect(words).toContain(`2 due now; the next run takes them: ${notAgreed}, ${referralId}`)
  expect(words.match(/1 found, 1 confirmed, 0 waiting, 0 need attention/g)).toHaveLength(2)
  expect((await ask('list')).words).toMatch(/^Nothing waits or needs attention\./)
})

test("4 where is this child's referral? By the number of the child, what happened, and whose move it is", async () => {
  const [first] = children
  const { code, words } = await ask(`explain ${first?.number}`)
  expect(code).toBe(0)
  expect(words).toContain(`Intervention ${arriving[0]} (kebele): UNHCR asks the caseworkers for a service.`)
  expect(words).toMatch(
    new RegExp(`What happened: ${time} proGres showed UNHCR's referral for the first time\\.`),
  )
  expect(words).toMatch(new RegExp(`${time} proGres was told the decision\\.`))
  expect(words).toMatch(/Where it stands: .*The caseworker (accepted|rejected) it.*Whose move: nobody's\./)
})

test('5 did the decisions come back, what do they say, and which are still awaited, from whom?', async () => {
  const came = await ask(`list --settled --since ${yesterday}`)
  for (const number of arriving) {
    const shown = [...systems.ping.store.interventions.values()].find((one) => one.number === number)
    const decision = shown?.transferStatus === transferStatus.acknowledged ? 'accepted' : 'rejected'
    expect(came.words).toMatch(new RegExp(`${number} \\(case \\w{7}\\) ${decision}, since ${time}`))
  }
  expect(came.words).toMatch(
    /2\.2 decisions from proGres to Primero, kebele 3 confirmed( REF-IOP-\S+ (accepted|rejected), since \S+ \S+ \S+){3}/,
  )
  const awaited = await ask('list --undecided')
  expect(awaited.words).toMatch(
    new RegExp(
      `2 without an answer Whose move: the caseworker\\. Next: .* ${late} \\(case .* ${notAgreed} \\(case`,
    ),
  )
  expect(awaited.words).toMatch(
    new RegExp(`1 without an answer Whose move: UNHCR\\. Next: .* \\(case ${withoutConsent.caseNumber}\\)`),
  )
})

test('6 totals of a period, as a file that agrees with what is shown', async () => {
  const { code } = await ask(`list --settled --since ${yesterday} --until ${tomorrow} --csv > totals.csv`)
  expect(code).toBe(0)
  const rows = readFileSync(join(playground.directory, 'totals.csv'), 'utf8').trim().split('\r\n').slice(1)
  said += rows.join('\n')
  const { words } = await ask('status')
  for (const flow of ['1.1', '1.2', '2.1', '2.2']) {
    const total = rows.filter((row) => row.startsWith(`"kebele","${flow}","confirmed"`)).length
    expect(words).toMatch(new RegExp(`${flow} \\w+ from \\w+ to \\w+: ${total} confirmed, 0 waiting`))
  }
  expect(rows.filter((row) => /"(accepted|rejected)"$/.test(row))).toHaveLength(6)
})

test('7 how do countries compare? As far as one ledger holds them, one below the other', async () => {
  const { ping, primero } = elsewhere
  const folder = playground.deploy('woreda', { ping: ping.url, primero: primero.url })
  children.push(...seedReferrals(elsewhere, { count: 2, seed: seed + 1, canaries: true }).children)
  await type(`run 1.1 --deployment ${folder}`)
  const { words } = await ask('status')
  expect(words).toMatch(
    /kebele 1\.1 referrals from proGres to Primero: 5 confirmed, .* woreda 1\.1 referrals from proGres to Primero: 2 confirmed,/,
  )
})

test('8 are the promises of data protection kept? The history is whole, and names nobody', async () => {
  const { code, words } = await ask('audit verify')
  expect(code).toBe(0)
  expect(words).toMatch(
    /kebele: whole and unaltered, \d+ entries\. Head, to be kept elsewhere: \d+:[0-9a-f]{64}/,
  )
  const history = await ask(`audit export ${kebele}`)
  expect(history.code).toBe(0)
  expect(foundIn(said, canariesOf(children))).toEqual([])
})

test('9 an alarm: its cause, how far it reaches, and that it is safe to go on', async () => {
  systems.primero.knobs.power = 'down'
  const waiting = refer(12)
  expect((await type(`run 1.1 ${kebele}`)).code).toBe(4)
  const alarm = await ask(`status ${kebele}`)
  expect(alarm.code).toBe(4)
  expect(alarm.words).toMatch(
    new RegExp(`Primero has not answered since ${time}; it is asked again at ${time}`),
  )
  expect(alarm.words).toMatch(
    /1 waiting: Primero did not answer.* Whose move: nobody, it goes on by itself\. Next: It is tried again by itself\./,
  )
  systems.primero.knobs.power = 'up'
  const replay = await ask(`retry --reason primero-unavailable --now ${kebele}`)
  expect(replay.code).toBe(0)
  expect(replay.words).toContain(`1 due now; the next run takes it: ${waiting} `)
  expect(replay.words).toContain('1 found, 1 confirmed')
  const cases = [...systems.primero.store.cases()].map(({ data }) => data['unhcr_individual_no'])
  expect(cases.filter((number) => number === children.at(-1)?.number)).toHaveLength(1)
})

test('10 is it us or a system, and did anything get lost?', async () => {
  const wrong = { env: { PRIMERO_PASSWORD: 'a password of last year' } }
  expect((await type(`run 1.1 ${kebele}`, wrong)).code).toBe(2)
  const ours = await ask(`status ${kebele}`)
  expect(ours.code).toBe(2)
  expect(ours.words).toMatch(
    /The last run was stopped: Primero refused .* Whose move: the administrator\. Next: /,
  )
  expect((await type(`run 1.1 ${kebele}`)).code).toBe(0)
  const { code, words } = await ask(`reconcile ${kebele}`)
  expect(code).toBe(0)
  expect(words).toMatch(/^kebele, .*: no difference\. 1\.1 referrals from proGres to Primero: 6 compared\./)
})

test('11 who did what, and when?', async () => {
  await type('pause 2.1 --why "Tables are being corrected" --by "Beza T." --deployment deployments/kebele')
  await type('resume 2.1 --by "Abel K." --deployment deployments/kebele')
  const { code, words } = await ask(`audit export --people --format text ${kebele}`)
  expect(code).toBe(0)
  expect(words).toMatch(
    new RegExp(`${time} 1\\.1 ${notAgreed}: \\S+ asked for the referral to be tried again\\.`),
  )
  expect(words).toMatch(
    new RegExp(
      `${time} 2\\.1 Beza T\\. paused the flow: Tables are being corrected\\. ${time} 2\\.1 Abel K\\. resumed the flow\\.`,
    ),
  )
})

test('12 what is shared at all? Field by field, by which rule, and no value of a person', async () => {
  const next = refer(13)
  const { code, words } = await ask(`run 1.1 --dry-run ${kebele}`)
  expect(code).toBe(0)
  expect(words).toContain('dry run, nothing was written: 1 found')
  expect(words).toContain(`Would write 1.1-case of ${next}: `)
  expect(words).toContain(
    'date_of_birth = [redacted] (date of progres.progres_individual.individuals.progres_dateofbirth)',
  )
  expect(words).toMatch(/service_type = alternative_care \(map:service-types-in of progres\.\S+\)/)
})

test('no command has said a name, a birth date, a telephone number or a note of a child', () => {
  expect(said.length).toBeGreaterThan(20_000)
  expect(foundIn(said, canariesOf(children))).toEqual([])
})
