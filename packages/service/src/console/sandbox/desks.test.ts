import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { story } from '../../story/play.ts'
import { storyteller } from '../../story/storyteller.ts'
import { silentTeller } from '../../story/teller.ts'
import type { StoryWorld } from '../../story/world.ts'
import { enterStage, openQuickWorld, untold } from '../sandbox-console.fixture.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { sandboxEnvironment } from '../../story/sandbox-environment.ts'
import { sandboxOf } from './sandbox-of.ts'

let world: StoryWorld

beforeEach(async () => {
  world = await openQuickWorld(false)
})
afterEach(() => world.close())

/** Both desks, as the pages are lent them. */
function desks() {
  const read = readDeployment(world.deployment, sandboxEnvironment)
  if (!read.ok) throw new Error('The deployment of the sandbox cannot be read.')
  return sandboxOf({ world, story: untold(world) }, read.value.deployment)
}

async function run(...flows: readonly Flow[]): Promise<void> {
  for (const flow of flows) {
    const result = await world.run(flow)
    expect(result.ok && result.value.stopped).toBe(undefined)
  }
}

test('a child whom an officer refers becomes a case; its rejection comes back with its reason', async () => {
  const { officer, caseworker } = desks()
  expect(officer.refer('unknown', 'Alternative Care')).toBe('done')
  expect(officer.sent()[0]).toMatchObject({
    type: 'Alternative Care',
    transfer: 'to-be-taken',
    caseNumber: null,
  })
  await run('1.1')
  const [asked] = caseworker.asked()
  expect(asked).toMatchObject({ service: 'alternative care', decision: null })
  expect(officer.sent()[0]).toMatchObject({ transfer: 'arrived', caseNumber: asked?.caseNumber })
  expect(caseworker.decide(asked?.row ?? '', 'rejected', 'moved')).toBe('done')
  expect(caseworker.asked()[0]).toMatchObject({
    decision: 'rejected',
    said: { reason: 'moved', typed: null },
  })
  await run('1.2')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'rejected', said: { reason: 'moved', typed: null } })
  expect(caseworker.decide(asked?.row ?? '', 'accepted', null)).toBe('done')
  await run('1.2')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'accepted', said: null })
})

test('a rejection without a reason says none, and one whose text is not known says that it has one', async () => {
  const { officer, caseworker } = desks()
  officer.refer('unknown', 'Alternative Care')
  officer.refer('unknown', 'Alternative Care')
  await run('1.1')
  const [one, other] = caseworker.asked()
  caseworker.decide(one?.row ?? '', 'rejected', null)
  expect(caseworker.asked().find(({ row }) => row === one?.row)?.said).toBe(null)
  caseworker.decide(other?.row ?? '', 'rejected', 'moved')
  const found = [...world.primero.store.cases()].find(({ data }) => data['short_id'] === other?.caseNumber)
  world.primero.act.setServiceStatus(
    'caseworker1',
    found?.id ?? '',
    other?.row ?? '',
    'rejected',
    'Zorvo left',
  )
  expect(caseworker.asked().find(({ row }) => row === other?.row)?.said).toEqual({
    reason: null,
    typed: null,
  })
})

test.each([
  ['known', 'arrived', 1],
  ['known-twice', 'to-be-taken', 0],
  ['closed', 'to-be-taken', 0],
  ['no-birth-date', 'undelivered', 0],
  ['no-family-name', 'undelivered', 0],
  ['no-sex', 'arrived', 1],
  ['no-business-unit', 'undelivered', 0],
] as const)('a child of the kind %s is in the end %s', async (kind, transfer, services) => {
  const { officer, caseworker } = desks()
  expect(officer.children().map((child) => child.kind)).toContain(kind)
  officer.refer(kind, 'Alternative Care')
  await run('1.1')
  expect(officer.sent()[0]?.transfer).toBe(transfer)
  expect(caseworker.asked()).toHaveLength(services)
})

test('a type of service that nobody agreed on is not delivered, and proGres says why', async () => {
  const { officer } = desks()
  expect(
    officer
      .types()
      .filter(({ isAgreed }) => !isAgreed)
      .map(({ value }) => value),
  ).toEqual(['Accessibility', 'Recreation'])
  world.addMappingRow('service-types-in', 'Accessibility,other_please_specify')
  expect(officer.types().find(({ value }) => value === 'Accessibility')?.isAgreed).toBe(true)
  officer.refer('unknown', 'Recreation')
  await run('1.1')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'undelivered' })
  expect(officer.sent()[0]?.comment).toMatch(
    /was not delivered to Primero: the service type "Recreation" is not/,
  )
})

test('what is missing is filled in, and the referral goes through', async () => {
  const { officer } = desks()
  officer.refer('no-birth-date', 'Alternative Care')
  await run('1.1')
  const number = officer.sent()[0]?.number ?? ''
  expect(officer.sent()[0]?.lacks).toBe(true)
  expect(officer.fillIn(number)).toBe('done')
  await run('1.1')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'arrived', lacks: false })
  expect(officer.fillIn(number)).toBe('moved')
})

test('the same child is referred once more, and gets a second service on the one case', async () => {
  const { officer, caseworker } = desks()
  expect(officer.children().map(({ kind }) => kind)).not.toContain('before')
  officer.refer('unknown', 'Alternative Care')
  officer.refer('before', 'BIA')
  await run('1.1')
  const asked = caseworker.asked()
  expect(asked.map(({ service }) => service).toSorted()).toEqual([
    'alternative care',
    'focuses non specialized mhpss care',
  ])
  expect(new Set(asked.map(({ caseNumber }) => caseNumber)).size).toBe(1)
})

test('what an officer takes back before it was taken is not delivered; sent out again, it is', async () => {
  const { officer } = desks()
  officer.refer('unknown', 'Alternative Care')
  const number = officer.sent()[0]?.number ?? ''
  expect(officer.withdraw(number)).toBe('done')
  await run('1.1')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'to-be-taken', isWithdrawn: true })
  expect(officer.sendAgain(number)).toBe('done')
  await run('1.1')
  expect(officer.sent()[0]).toMatchObject({ transfer: 'arrived', isWithdrawn: false })
  expect([officer.withdraw('unknown'), officer.sendAgain('unknown')]).toEqual(['moved', 'moved'])
})

test('a caseworker refers two services; UNHCR answers each, and what was typed is shown on the other side', async () => {
  const { officer, caseworker } = desks()
  const consent = { services: true, others: true }
  expect(caseworker.refer({ kind: 'two', service: 'legal_support', consent, isOverridden: false })).toBe(
    'done',
  )
  const made = caseworker.referred()
  expect(made.map(({ status }) => status)).toEqual(['in_progress', 'in_progress'])
  expect(made.map(({ service }) => service).toSorted()).toEqual(['legal support', 'shelter'])
  await run('2.1')
  const [one, other] = officer.asked()
  expect(
    officer.decide({ number: one?.number ?? '', decision: 'accepted', reason: null, comment: null }),
  ).toBe('done')
  const rejection = {
    decision: 'rejected',
    reason: 'not-applicable',
    comment: 'The paper is there already',
  } as const
  expect(officer.decide({ number: other?.number ?? '', ...rejection })).toBe('done')
  expect(officer.decide({ number: other?.number ?? '', ...rejection })).toBe('moved')
  await run('2.2')
  expect(new Set(caseworker.referred().map(({ status, said }) => JSON.stringify([status, said])))).toEqual(
    new Set([
      JSON.stringify(['accepted', null]),
      JSON.stringify(['rejected', { reason: 'not-applicable', typed: 'The paper is there already' }]),
    ]),
  )
  const rejected = caseworker.referred().find(({ status }) => status === 'rejected')
  expect(caseworker.referAgain(rejected?.id ?? '')).toBe('done')
  await run('2.1')
  expect(officer.asked().filter(({ decision }) => decision === null)).toHaveLength(1)
})

test('without consent Primero makes no referral; overridden it is held, and taken back later nothing leaves', async () => {
  const { officer, caseworker } = desks()
  const half = { services: true, others: false }
  const whole = { services: true, others: true }
  expect(caseworker.refer({ kind: 'one', service: 'shelter', consent: half, isOverridden: false })).toBe(
    'refused',
  )
  expect(caseworker.referred()).toEqual([])
  expect(caseworker.refer({ kind: 'one', service: 'shelter', consent: half, isOverridden: true })).toBe(
    'done',
  )
  expect(caseworker.refer({ kind: 'one', service: 'shelter', consent: whole, isOverridden: false })).toBe(
    'done',
  )
  const given = caseworker.referred().find(({ hasConsent }) => hasConsent)
  expect(caseworker.setConsent(given?.id ?? '', { services: false, others: false })).toBe('done')
  await run('2.1')
  expect(officer.asked()).toEqual([])
  expect(caseworker.setConsent(given?.id ?? '', whole)).toBe('done')
  await run('2.1')
  expect(officer.asked()).toHaveLength(1)
})

test('what is revoked before it was sent is never sent, and what is not there any more says so', async () => {
  const { officer, caseworker } = desks()
  const consent = { services: true, others: true }
  caseworker.refer({ kind: 'no-number', service: 'shelter', consent, isOverridden: false })
  caseworker.refer({ kind: 'no-sex', service: 'water_sanitation_service', consent, isOverridden: false })
  const revoked = caseworker.referred().find(({ service }) => service === 'shelter')
  expect(caseworker.revoke(revoked?.id ?? '')).toBe('done')
  await run('2.1')
  expect(officer.asked()).toEqual([])
  expect([
    caseworker.revoke('x'),
    caseworker.referAgain('x'),
    caseworker.decide('x', 'accepted', null),
  ]).toEqual(['moved', 'moved', 'moved'])
})

test('whoever acts at a desk while the story is told has its end first, and it is not spoilt', async () => {
  const telling = {
    teller: silentTeller,
    pace: () => setImmediate(),
    signal: new AbortController().signal,
  }
  const told = storyteller({ world, chapters: story, telling, again: () => {} })
  told.hold()
  const played = told.tell()
  const { ask, press, close } = await enterStage({ world, story: told })
  expect(await (await ask('/desk/progres')).text()).toContain('The story is still being told')
  const to = async (path: string, fields: Readonly<Record<string, string>>): Promise<string | null> =>
    (await press(path, fields)).headers.get('location')
  const child = { kind: 'unknown', type: 'Alternative Care' }
  expect(await to('/desk/progres/refer', child)).toBe('/desk/progres?did=referred#done')
  expect((await played).ok).toBe(true)
  expect(await to('/desk/progres/refer', { ...child, type: 'made up' })).toBe('/desk/progres?did=moved#done')
  const page = await (await ask('/desk/progres?did=referred')).text()
  expect(page).toContain('It is referred')
  expect(page).not.toContain('The story is still being told')
  expect(page).toContain('803-26-PRTITV-1000012')
  await close()
})

test('a comment that seems to name a person is not taken, and comes back with what was typed', async () => {
  const { ask, press, close } = await enterStage({ world, story: untold(world) })
  const child = { kind: 'one', type: 'shelter', services: 'on', others: 'on' }
  expect((await press('/desk/primero/refer', child)).status).toBe(303)
  await run('2.1')
  const number = /REF-IOP-[\w-]+/.exec(await (await ask('/desk/progres')).text())?.[0] ?? ''
  const comment = 'call +254 712 345 678'
  const answer = await press('/desk/progres/decide', { number, decision: 'rejected', comment })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(`<a href="#comment-${number}">`)
  expect(page).toContain(`value="${comment}"`)
  expect(page).toContain('aria-invalid="true"')
  expect(askedIn(await (await ask('/desk/progres')).text())).toContain(number)
  await close()
})

/** What still waits for the officer's answer, as the page shows it. */
function askedIn(page: string): string {
  return page.slice(page.indexOf('id="asked"'), page.indexOf('id="run"'))
}
