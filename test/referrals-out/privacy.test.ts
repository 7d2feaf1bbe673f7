import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canariesOf } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  childAt,
  countsIn,
  finish,
  forgetTraffic,
  itemOf,
  onSend,
  refer,
  release,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const filesOf = (directory: string): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name)).toString('latin1'))
    .join('\n')

test('nothing of a child stands in log, report or ledger file after runs with failures of every kind', async () => {
  const fails = (item: { readonly fields: Readonly<Record<string, string>> }): string | null =>
    item.fields['progres_offlineid']?.endsWith('1') === true
      ? `${item.fields['progres_pocphonenumber']} ${item.fields['progres_pocfirstname']}`
      : null
  const settings = { processing: { afterChecks: 0, fails } } as const
  world = await startWorld({ requestTimeoutMs: 1_000, ping: { settings }, primero: { version: '2.14' } })
  const differences = [
    {},
    {},
    { case: { address_current: undefined } },
    { row: { service_type: 'wash' } },
    { case: { consent_for_services: false }, refer: { consent_overridden: true } },
    { case: { protection_concerns: ['sm_ad__addiction'] } },
    {},
    {},
  ]
  const scenes = differences.map((difference, place) =>
    refer(world, place, { ...difference, canaries: true }),
  )
  const quoting = {
    kind: 'status',
    status: 200,
    body: `{"ErrorMessage":"${childAt(6, true).birthDate} is no date"}`,
  } as const
  world.ping.faults.add(onSend(quoting, { body: new RegExp(scenes[6]?.rowId ?? '') }))
  world.ping.faults.add(onSend({ kind: 'hang-after' }, { body: new RegExp(scenes[7]?.rowId ?? '') }))
  world.primero.faults.add({ path: /\/referrals$/, fault: { kind: 'truncate' }, times: 1 })
  const reports = [await world.run('2.1'), await world.run('2.1', { dryRun: true })]
  await release(world, scenes[4]?.referralId ?? '')
  reports.push(await world.run('2.1'))
  expect(reports.map(({ found }) => found > 0)).toEqual([true, true, true])
  const child = (place: number) => childAt(place, true)
  const canaries = canariesOf(differences.map((_, place) => child(place)))
  const seen = [
    JSON.stringify(world.log),
    JSON.stringify(reports),
    Buffer.from(filesOf(world.directory), 'latin1').toString('utf8'),
    filesOf(world.directory),
  ].join('\n')
  expect(canaries.length).toBeGreaterThan(100)
  expect(canaries.filter((canary) => seen.includes(canary))).toEqual([])
})

test('a dry run writes nothing anywhere and shows no personal value', async () => {
  world = await startWorld()
  const scene = refer(world, 0, { canaries: true })
  const before = filesOf(world.directory)
  const report = await world.run('2.1', { dryRun: true })
  expect([countsIn(report), report.reasons.map(({ code }) => code)]).toEqual([
    { found: 1, waiting: 1 },
    ['dry-run'],
  ])
  expect([writesTo(world), world.ping.traffic.total()]).toEqual([{ primero: 0, ping: 0 }, 0])
  expect(await world.host.ledger.get('2.1', [scene.referralId])).toEqual([])
  expect(await world.host.ledger.cursor('2.1')).toBeNull()
  expect(filesOf(world.directory).length).toBeGreaterThanOrEqual(before.length)
  const shows = Object.fromEntries(
    (report.wouldWrite?.[0]?.fields ?? []).map((field) => [field.target, field.shows]),
  )
  expect([report.wouldWrite?.[0]?.number, report.wouldWrite?.[0]?.record]).toEqual([
    scene.referralId,
    '2.1-referral',
  ])
  expect(shows).toMatchObject({
    progres_pocfirstname: '[redacted]',
    progres_poclastname: '[redacted]',
    progres_pocdateofbirth: '[redacted]',
    progres_pocaddress: '[redacted]',
    progres_pocphonenumber: '[redacted]',
    progres_unhcrid: '[redacted]',
    progres_orgemail: '[redacted]',
    progres_reasonforreferral: '[redacted]',
    progres_orgreferralid: scene.rowId,
    progres_offlineid: scene.caseId,
    progres_requestedservice: '7ad37dd0-0306-e611-80d9-00155d34051a',
  })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
})

test('a dry run leaves what is in doubt, in progress or held as it is', async () => {
  world = await startWorld({ ping: { settings: { processing: { afterChecks: 5 } } } })
  const scenes = [refer(world, 0), refer(world, 1), refer(world, 2, { case: { address_current: undefined } })]
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  const items = await Promise.all(scenes.map(({ referralId }) => itemOf(world, referralId)))
  forgetTraffic(world)
  const report = await world.run('2.1', { dryRun: true })
  expect(countsIn(report)).toEqual({ found: 3, waiting: 1, attention: 2 })
  expect(await Promise.all(scenes.map(({ referralId }) => itemOf(world, referralId)))).toEqual(items)
  expect([writesTo(world), world.ping.traffic.total()]).toEqual([{ primero: 0, ping: 0 }, 0])
})

test('one referral can be traced by its ids through the log, from the list to the word of PING', async () => {
  world = await startWorld()
  const { referralId, caseId } = refer(world, 0)
  await world.run('2.1')
  const { transactionId } = (await itemOf(world, referralId)).numbers
  const requests = world.log.flatMap((event) => (event.event === 'request' ? [event] : []))
  const ofIt = requests.filter(
    ({ numbers }) => numbers?.referralId === referralId || numbers?.primeroId === caseId,
  )
  expect(ofIt.map(({ purpose }) => purpose)).toEqual(['list-referrals', 'send-referral', 'ask-status'])
  expect(ofIt[1]?.transactionId).toBe(transactionId)
  const history = await world.store.operators.history(world.deployment.name, '2.1', referralId)
  expect(history.map(({ what }) => what)).toEqual([
    'found',
    'send-intended',
    'referral-sent',
    'state-changed',
    'state-changed',
  ])
})
