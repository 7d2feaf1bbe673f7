import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  caseworkersDecide,
  officersDecide,
  seedDecisions,
  seededRandom,
  seedOutgoing,
  seedReferrals,
  startSystems,
  type Child,
  type Fault,
  type FaultRule,
  type SeededRandom,
} from '@ping-primero/sandbox'
import { flows, type Flow } from '@ping-primero/core'
import { readCredential } from '@ping-primero/openfn/credential.ts'
import { runOnce } from '@ping-primero/service/commands/run/run-once.ts'
import { openLedger, type LedgerStore } from '@ping-primero/service/ledger/store.ts'
import { credentialFor, planOf, type Ended, type Worker } from './openfn.ts'

type Systems = Awaited<ReturnType<typeof startSystems>>

/** One of two equal worlds, in which the flows run by the service or on OpenFn. */
export interface Twin {
  readonly systems: Systems
  readonly store: LedgerStore
  readonly directory: string
  readonly run: (flow: Flow) => Promise<void>
  /** Everybody who was ever in it. */
  readonly children: Child[]
  /** All that OpenFn keeps of its runs: what steps handed on, what was printed. */
  readonly kept: Ended[]
  readonly stop: () => Promise<void>
}

/** How the flows of a world are run. */
export type Way =
  | { readonly kind: 'service' }
  | { readonly kind: 'openfn'; readonly worker: Worker; readonly project: string }

/** Starts a world of a seed: both systems, an empty ledger, nobody in it yet. */
export async function startTwin(seed: number, way: Way): Promise<Twin> {
  const systems = await startSystems({ seed })
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
  const ledgerUrl = `sqlite:${join(directory, 'ledger.db')}`
  const configuration = credentialFor({ ping: systems.ping.url, primero: systems.primero.url, ledgerUrl })
  const store = await openLedger(ledgerUrl)
  const credential = readCredential(configuration)
  if (!credential.ok) throw new Error(credential.refusal.message)
  const { read, env } = credential.value
  const kept: Ended[] = []
  const context = {
    env,
    clock: { now: Date.now, sleep: async (ms: number) => new Promise<void>((go) => setTimeout(go, ms)) },
    json: true,
    user: 'tester',
  }
  return {
    systems,
    store,
    directory,
    children: [],
    kept,
    run: async (flow) => {
      if (way.kind === 'openfn') {
        const ended = await way.worker.execute(await planOf(way.project, flow, configuration))
        kept.push(ended)
        if (ended.error !== null) throw new Error(ended.error)
        return
      }
      const order = { flow, dryRun: false, since: null, only: null, waitMs: 0 } as const
      await runOnce(read, order, store, () => {}, context)
    },
    stop: async () => {
      await store.close()
      await systems.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * What people do before a round; the same in both worlds. Once faults have struck, what is delivered when may differ: then
 * nothing is done whose end hangs on that.
 */
export function act({ systems, children }: Twin, seed: number, round: number, struck: boolean): void {
  const { ping, primero } = systems
  const random = seededRandom(seed, round)
  const people = (from: number) => ({
    seed,
    count: 1 + random.below(4),
    from: from + round * 10,
    canaries: true,
  })
  const referred = seedReferrals(systems, { ...people(0), knownShare: 0.5 }).children
  const others = [
    ...seedOutgoing(primero, people(1000)),
    ...(random.chance(0.6) ? seedDecisions(systems, { ...people(2000), rejectShare: 0.5 }) : []),
  ]
  children.push(...referred, ...others.map(({ child }) => child))
  if (random.chance(0.6)) decideAll(systems, seed)
  const interventions = [...ping.store.interventions.values()].toSorted((a, b) => (a.guid < b.guid ? -1 : 1))
  const one = interventions[random.below(interventions.length)]
  if (one !== undefined && !struck && random.chance(0.3)) ping.act.withdraw(one.guid)
  if (one !== undefined && !struck && random.chance(0.3))
    ping.act.correct(one.guid, { type: 'Fosterage (retired)' })
}

/** Everybody decides on what lies before them, and always in the same way. */
export function decideAll({ ping, primero }: Systems, seed: number): void {
  caseworkersDecide(primero, { seed, rejectShare: 0.4 })
  officersDecide(ping, { seed, rejectShare: 0.4 })
}

const faults = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 200, body: '<html>Please wait</html>', contentType: 'text/html' },
  { kind: 'status-after', status: 502 },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'truncate' },
] as const satisfies readonly Fault[]

const targets = [
  /asyncdata/,
  /\/data$/,
  /checkstatus/,
  /retrievedata/,
  /oauth2/,
  /^\/api\/v2\/cases$/,
  /\/cases\/[^/]+$/,
  /referrals/,
  /users/,
] as const

/** A refusal that repeats what it was sent, as systems do. */
function echo(name: string): Fault {
  const errors = [
    { status: 422, resource: '/api/v2/cases', detail: 'name_first', message: [`${name} is invalid`] },
  ]
  const body = JSON.stringify({ ErrorMessage: `Value '${name}' is invalid.`, errors })
  return { kind: 'status', status: 422, body, contentType: 'application/json' }
}

function someFault(random: SeededRandom, name: string): FaultRule {
  return {
    path: random.pick(targets),
    fault: random.chance(0.2) ? echo(name) : random.pick(faults),
    skip: random.below(3),
    times: 1 + random.below(4),
  }
}

/** Arms the same faults in both worlds, of which one system or the other knows the paths. */
function arm({ systems, children }: Twin, seed: number, round: number): void {
  const random = seededRandom(seed, 100 + round)
  const name = children[0]?.givenName ?? ''
  const rules = Array.from({ length: random.below(4) }, () => someFault(random, name))
  for (const rule of rules) {
    systems.ping.faults.add(rule)
    systems.primero.faults.add(rule)
  }
}

/** Makes everything due, as an operator does; nobody waits for times to pass. */
async function retryAll({ store }: Twin): Promise<void> {
  const by = { by: 'tester', at: new Date().toISOString() }
  await store.operators.retry('sandbox', { flow: null, reason: null }, by)
}

/** A person lets go what was sent without an answer and is not in proGres. */
export async function releaseAbsent({ store, systems }: Twin): Promise<void> {
  const by = { by: 'tester', at: new Date().toISOString() }
  const held = await store.forDeployment('sandbox').unsettled('2.1', null, 1000)
  const absent = held.filter(
    ({ reason, numbers }) =>
      (reason === 'outcome-unknown' || reason === 'transaction-missing') &&
      systems.ping.store.referralsOfService(numbers.serviceUniqueId ?? '').length === 0,
  )
  await store.operators.release(
    'sandbox',
    absent.map(({ flow, key }) => ({ flow, key })),
    by,
  )
}

export async function runAll(twin: Twin): Promise<void> {
  await retryAll(twin)
  for (const flow of flows) await twin.run(flow)
}

/** Plays a world: rounds in which people act and, if wished, things break; then rounds in which all settles. */
export async function play(twin: Twin, seed: number, withFaults: boolean): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    act(twin, seed, round, withFaults && round > 0)
    if (withFaults) arm(twin, seed, round)
    await runAll(twin)
  }
  twin.systems.ping.faults.clear()
  twin.systems.primero.faults.clear()
  await runAll(twin)
  await runAll(twin)
  await releaseAbsent(twin)
  await runAll(twin)
  decideAll(twin.systems, seed)
  await runAll(twin)
  await runAll(twin)
}

type Fields = Readonly<Record<string, unknown>>

/** Instants differ from world to world, days do not. */
function timeless(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/T\d{2}:\d{2}:\d{2}[.\d]*(Z|[+-]\d{2}:\d{2})?/g, 'T…')
  if (Array.isArray(value)) return value.map(timeless)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, timeless(one)] as const))
}

/** Everything that people see in both systems in the end, and how the ledger accounts for it. */
export async function endOf({ systems, store }: Twin): Promise<unknown> {
  const { ping, primero } = systems
  // Primero gives out these by the order of creation.
  const given = new Set([
    'case_id_display',
    'short_id',
    'case_id',
    'unique_identifier',
    'created_at',
    'last_updated_at',
  ])
  const ids = new Map([...primero.store.cases()].map(({ id, data }) => [data['case_id'], id]))
  const cases = [...primero.store.cases()].map(({ id, data }) => {
    const { services_section: rows, ...own } = data
    const kept = Object.fromEntries(Object.entries(own).filter(([name]) => !given.has(name)))
    const services = (Array.isArray(rows) ? (rows as readonly Fields[]) : []).toSorted((a, b) =>
      String(a['unique_id']) < String(b['unique_id']) ? -1 : 1,
    )
    const referrals = primero.store
      .referralsOf(id)
      .map(({ status, serviceRecordId, columns }) => ({
        status,
        serviceRecordId,
        rejectedReason: columns.rejected_reason,
      }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    return { id, kept, services, referrals }
  })
  const interventions = [...ping.store.interventions.values()].map(
    ({ guid, transferStatus, primeroId, comments, caseworker }) => ({
      guid,
      transferStatus,
      goesTo: ids.get(primeroId ?? ''),
      comments: [...new Set(comments)],
      caseworker,
    }),
  )
  const referrals = [...ping.store.referrals.values()].map(
    ({ status, reviewDecision, orgReferralId, fields, comments }) => ({
      status,
      reviewDecision,
      orgReferralId,
      fields: Object.fromEntries(
        Object.entries(fields).filter(([name]) => !/externalid|offlineid/i.test(name)),
      ),
      comments,
    }),
  )
  const ledger = store.forDeployment('sandbox')
  const open = await Promise.all(flows.map(async (flow) => ledger.unsettled(flow, null, 1000)))
  const unsettled = open.flat().map(({ flow, state, reason, about, numbers }) => ({
    flow,
    state,
    reason,
    about,
    of: numbers.interventionGuid ?? numbers.serviceUniqueId,
  }))
  const sorted = (all: readonly unknown[]): readonly unknown[] =>
    all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return timeless({
    cases: sorted(cases),
    interventions: sorted(interventions),
    // An answer that is lost has its telling repeated: whose it was hangs on the order of requests side by side.
    comments: [...ping.store.interventions.values()].flatMap(({ comments }) => comments).toSorted(),
    referrals: sorted(referrals),
    unsettled: sorted(unsettled),
  })
}
