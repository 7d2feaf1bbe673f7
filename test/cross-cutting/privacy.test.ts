import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  canariesOf,
  caseworkersDecide,
  officersDecide,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
  type Child,
  type Fault,
} from '@ping-primero/sandbox'
import { exitOf, type Flow, type RunReport } from '@ping-primero/core'
import {
  asked,
  caseWrites,
  counts,
  decide,
  decided,
  forgetTraffic,
  hour,
  ingestions,
  shown,
} from '../decisions-out/scene.ts'
import { runAndKill } from '../support/mortal.ts'
import { accounts } from '../support/accounts.ts'
import { ledgerKey, startWorld, type World } from '../support/world.ts'
import { bytesOf, foundIn } from './scan.ts'

const flows: readonly Flow[] = ['1.1', '1.2', '2.1', '2.2']

let world: World
let children: readonly Child[]
beforeEach(async () => {
  world = await startWorld({ requestTimeoutMs: 1_000 })
  const seed = { seed: 3, count: 3, canaries: true } as const
  children = [
    ...seedReferrals(world, { ...seed, knownShare: 0.5 }).children,
    ...seedDecisions(world, { ...seed, from: 10, rejectShare: 1 }).map(({ child }) => child),
    ...seedOutgoing(world.primero, { ...seed, from: 20 }).map(({ child }) => child),
    ...seedReviewed(world.ping, world.primero, { ...seed, from: 30, rejectShare: 1 }).map(
      ({ child }) => child,
    ),
  ]
})
afterEach(() => world.stop())

/** Nobody's user name and nothing that signs us in may be told either. */
const never = [
  ledgerKey,
  accounts.PING_PASSWORD,
  accounts.PING_SUBSCRIPTION_KEY,
  accounts.PRIMERO_USERNAME,
  accounts.PRIMERO_PASSWORD,
  'caseworker1',
  'caseworker2',
  'progresv4_primero_intake',
]

function tokens(): readonly string[] {
  const given = world.ping.traffic.entries().filter(({ kind }) => kind === 'token')
  return given.flatMap(({ answer }) => /"access_token":"([^"]+)"/.exec(answer)?.[1] ?? [])
}

function expectNothing(reports: readonly RunReport[]): void {
  const markers = [...canariesOf(children), ...never]
  expect(markers.length).toBeGreaterThan(200)
  const logged = foundIn(JSON.stringify(world.log), [...markers, ...tokens()])
  expect(logged).toEqual([])
  expect(foundIn(JSON.stringify(reports), [...markers, ...tokens()])).toEqual([])
  expect(foundIn(bytesOf(world.directory), [...markers, ...tokens()])).toEqual([])
}

test('the scan finds what it looks for, in any disguise', () => {
  const [child] = children
  const name = child?.givenName ?? ''
  const base64 = Buffer.from(`xx${name}yy`).toString('base64')
  for (const output of [
    name,
    name.toUpperCase(),
    JSON.stringify({ name }),
    encodeURIComponent(name),
    base64,
  ]) {
    expect(foundIn(`before ${output} after`, [name]), output).toEqual([name])
  }
  expect(foundIn('nobody', canariesOf(children))).toEqual([])
  expect(foundIn(bytesOf(world.directory), ['lp_intervention', 'delivered_version'])).toEqual([
    'delivered_version',
  ])
})

const quoting: Fault = {
  kind: 'rewrite',
  with: (answer, request) => ({
    ...answer,
    status: 500,
    body: JSON.stringify({ message: `Cannot handle ${request.body}`, token: request.headers.authorization }),
  }),
}
const refusing: Fault = {
  kind: 'rewrite',
  with: (answer, request) => ({
    ...answer,
    status: 422,
    body: JSON.stringify({
      errors: [{ status: 422, detail: [`/${request.body}`, 'sex'], message: request.body }],
    }),
  }),
}
const complaining: Fault = {
  kind: 'rewrite',
  with: (answer, request) => ({
    ...answer,
    body: JSON.stringify({ SPHTransactionId: null, ErrorMessage: `${request.body} is not valid` }),
  }),
}
const reflecting: Fault = {
  kind: 'rewrite',
  with: (answer, request) => ({ ...answer, body: `<html>${request.body}${answer.body}</html>` }),
}

test.each<readonly [string, (on: World) => unknown]>([
  ['none', () => null],
  [
    'servers that quote the request in a 500',
    (on) => on.primero.faults.add({ method: 'PATCH', fault: quoting }),
  ],
  [
    'a PING that quotes the request in a 500',
    (on) => on.ping.faults.add({ path: /ingestion/, fault: quoting }),
  ],
  [
    'refusals that quote the record',
    (on) => on.primero.faults.add({ path: /\/cases/, method: 'POST', fault: refusing }),
  ],
  ['refused rows', (on) => on.primero.faults.add({ method: 'PATCH', fault: refusing })],
  [
    'an ErrorMessage that quotes the record',
    (on) => on.ping.faults.add({ path: /ingestion/, fault: complaining }),
  ],
  ['HTML with 200', (on) => on.primero.faults.add({ method: 'PATCH', fault: reflecting })],
  ['HTML from PING', (on) => on.ping.faults.add({ path: /(data|asyncdata|withpaging)$/, fault: reflecting })],
  ['cut answers', (on) => on.primero.faults.add({ fault: { kind: 'truncate' }, chance: 0.5 })],
])(
  'X-01 X-02 (hazard 30) log, report and ledger hold nothing personal and no secret; failures: %s',
  async (_name, strike) => {
    strike(world)
    const reports: RunReport[] = []
    for (const flow of flows) reports.push(await world.run(flow))
    caseworkersDecide(world.primero, { seed: 3, rejectShare: 1 })
    officersDecide(world.ping, { seed: 3, rejectShare: 1 })
    world.advance(2 * hour)
    for (const flow of flows) reports.push(await world.run(flow))
    expect(reports.reduce((sum, { found }) => sum + found, 0)).toBeGreaterThan(10)
    expect(world.log.filter(({ event }) => event === 'defect')).toEqual([])
    expectNothing(reports)
  },
)

test('X-01 a defect is told by its place alone', async () => {
  const { ledger } = world.host
  const [child] = children
  expect(child).toBeDefined()
  const own = world.deployment
  const valueMaps = {
    ...own.valueMaps,
    get decisionCodes(): never {
      throw new Error(`no codes for ${child?.givenName}`)
    },
  }
  await expect(world.run('1.2', { deployment: { ...own, valueMaps } })).rejects.toThrow()
  const defects = world.log.filter(({ event }) => event === 'defect')
  expect(defects).toHaveLength(1)
  expect(JSON.stringify(defects)).toMatch(/Error at privacy\.test\.ts:\d+/)
  expect(await ledger.unsettled('1.2', null, 10)).toEqual([])
  expectNothing([])
})

test.each(flows)(
  'X-11 killed in the middle of %s, nothing is left on disk, and the next run completes',
  async (flow) => {
    const at = flow === '2.2' || flow === '1.1' ? /\/cases/ : /ingestion/
    await runAndKill(world, flow, { at, when: 'after' })
    expectNothing([])
    world.advance(2 * hour)
    const report = await world.run(flow)
    expect(report.found).toBeGreaterThan(0)
    expect(report.waiting).toBe(0)
    expectNothing([report])
  },
)

describe('a dry run', () => {
  test.each(flows)(
    'of %s writes to neither system nor ledger and shows personal values as [redacted]',
    async (flow) => {
      forgetTraffic(world)
      const tables = async () => [
        await world.host.ledger.unsettled(flow, null, 100),
        await world.host.ledger.cursor(flow),
      ]
      expect(await tables()).toEqual([[], null])
      const report = await world.run(flow, { dryRun: true })
      expect(report.dryRun).toBe(true)
      expect(counts(report)).toMatchObject({ found: flow === '2.1' ? 6 : 3 })
      expect(report.wouldWrite?.length).toBeGreaterThan(0)
      expect(exitOf(report)).toBe(0)
      expect(await tables()).toEqual([[], null])
      expect(await world.store.operators.status('sandbox')).toMatchObject(
        flows.map(() => ({ lastRun: null })),
      )
      expect(ingestions(world)).toEqual([])
      expect(caseWrites(world)).toBe(0)
      expectNothing([report])
      const real = await world.run(flow)
      expect(real.found).toBe(report.found)
    },
  )

  test('of 1.2 shows rule and codes field by field', async () => {
    const one = asked(world, 90)
    decide(world, one, 'rejected', 'Moved away')
    const report = await world.run('1.2', { dryRun: true, only: one.interventions[0]?.number ?? '' })
    expect(report.wouldWrite).toEqual([
      {
        number: one.interventions[0]?.number,
        record: '1.2-decision',
        fields: [
          field(
            'progres_lpinterventionid',
            'progres.progres_lpinterventionid',
            one.interventions[0]?.guid ?? '',
          ),
          field(
            'progres_businessunit',
            'progres.progres_businessunit',
            '577ccdf6-86de-e811-80d8-001dd8b71fe3',
          ),
          field('progres_primerotransferstatus', 'decision.status', '125080004'),
          { ...field('progres_primerotransferstatusdate', '', '2026-11-20'), transform: 'today' },
          field('progres_primeroid', 'case.case_id', one.caseId),
          field('progres_primerocaseworker', 'case.owned_by', '[redacted]'),
          field('Attachments.Comment', 'decision.comment', '[redacted]'),
        ],
      },
    ])
    expect(counts(report)).toEqual({ found: 1, waiting: 1 })
    expect(report.reasons.map(({ code }) => code)).toEqual(['dry-run'])
    expect(shown(world, one)).toMatchObject({ status: 125080002 })
  })

  test('of 1.2 over an item that waits changes nothing of it', async () => {
    const one = decided(world, 91)
    world.ping.knobs.power = 'down'
    await world.run('1.2', { only: one.interventions[0]?.number ?? '' })
    world.ping.knobs.power = 'up'
    const before = await world.host.ledger.unsettled('1.2', null, 100)
    expect(before).toHaveLength(4)
    world.advance(hour)
    await world.run('1.2', { dryRun: true })
    expect(await world.host.ledger.unsettled('1.2', null, 100)).toEqual(before)
  })
})

function field(target: string, source: string, shows: string): object {
  return { target, source, transform: 'text', shows }
}
