import { caseOf, inventPeople, type Child, type FaultRule, type InteropReferral } from '@ping-primero/sandbox'
import { expect } from 'vitest'
import {
  runFlow,
  type Deployment,
  type LedgerItem,
  type ReasonCode,
  type RunReport,
} from '@ping-primero/core'
import type { World } from '../support/world.ts'

/** Fields of a record. */
export type Fields = Readonly<Record<string, unknown>>

/** A case with one service, and the referral of that service to UNHCR. */
export interface Scene {
  readonly child: Child
  readonly caseId: string
  readonly rowId: string
  readonly referralId: string
}

/** How a case differs from a good one. */
export interface Difference {
  readonly case?: Fields
  readonly row?: Fields
  readonly refer?: Fields
  readonly owner?: string
  readonly canaries?: boolean
}

/** An invented child; always the same for the same place. */
export function childAt(place: number, canaries = false): Child {
  const [child] = inventPeople({ seed: 5, count: 1, from: place, canaries })
  if (child === undefined) throw new Error('no child was invented')
  return child
}

function idAt(kind: string, place: number): string {
  return `${kind}0000000-0000-4000-8000-${String(place).padStart(12, '0')}`
}

export function serviceRow(place: number, more: Fields = {}): Fields {
  return {
    unique_id: idAt('b', place),
    service_type: 'legal_support',
    service_response_type: 'service_provision',
    service_referral_notes: 'Asked for advice',
    service_implementing_agency: 'UNHCR',
    ...more,
  }
}

/** A caseworker makes a case without referring anything. */
export function open(
  world: Pick<World, 'primero'>,
  place: number,
  difference: Difference = {},
): Omit<Scene, 'referralId'> {
  const { owner = 'caseworker1', canaries = false } = difference
  const child = childAt(place, canaries)
  const [caseId, rowId] = [idAt('a', place), idAt('b', place)]
  const data = {
    id: caseId,
    case_id: caseId,
    services_section: [serviceRow(place, difference.row)],
    ...difference.case,
  }
  // As over HTTP: what is undefined is not sent.
  world.primero.act.createCase(owner, JSON.parse(JSON.stringify(caseOf(child, data))))
  return { child, caseId, rowId }
}

/** A caseworker makes a case and refers its service to UNHCR. */
export function refer(world: Pick<World, 'primero'>, place: number, difference: Difference = {}): Scene {
  const made = open(world, place, difference)
  return { ...made, referralId: referAgain(world, made, difference) }
}

/** The caseworker refers the service (again); answers the referral's id. */
export function referAgain(
  world: Pick<World, 'primero'>,
  { caseId, rowId }: Pick<Scene, 'caseId' | 'rowId'>,
  { refer: more = {}, owner = 'caseworker1' }: Difference = {},
): string {
  const input = { service_record_id: rowId, transitioned_to: 'unhcr_cw', service: 'legal_support', ...more }
  return world.primero.act.refer(owner, caseId, input).id
}

/** What proGres holds of a service. */
export function inProgres(world: World, scene: Pick<Scene, 'rowId'>): readonly InteropReferral[] {
  return world.ping.store.referralsOfService(scene.rowId)
}

/** Services in proGres, each as often as it has a referral there. */
export function sent(world: World): readonly string[] {
  return [...world.ping.store.referrals.values()].map((one) => one.orgReferralId ?? 'none').sort()
}

/** The fields of the one referral that proGres has of a service. */
export function fieldsSent(world: World, scene: Scene): Readonly<Record<string, string>> {
  const [one, ...more] = inProgres(world, scene)
  if (one === undefined || more.length > 0)
    throw new Error('proGres has not exactly one referral of the service')
  return one.fields
}

/** The report's reasons with the numbers under each. */
export function reasonsIn(report: RunReport): Partial<Record<ReasonCode, readonly string[]>> {
  return Object.fromEntries(report.reasons.map(({ code, items }) => [code, items]))
}

/** The report's counts without those that are nought. */
export function countsIn(report: RunReport): Partial<RunReport> {
  const { found, confirmed, waiting, attention, withdrawn, handled } = report
  const counts = Object.entries({ found, confirmed, waiting, attention, withdrawn, handled })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** How the ledger has a referral. */
export async function itemOf(world: World, referralId: string): Promise<LedgerItem> {
  const [item] = await world.host.ledger.get('2.1', [referralId])
  if (item === undefined) throw new Error('the ledger does not have the referral')
  return item
}

/** Requests that could change a case, and ingestion calls; sign-ins left out. */
export function writesTo(world: World): { readonly primero: number; readonly ping: number } {
  return {
    primero: world.primero.traffic
      .entries()
      .filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2/cases')).length,
    ping: world.ping.traffic.entries().filter(({ path }) => path.startsWith('/api/ingestion/')).length,
  }
}

export function forgetTraffic(world: World): void {
  world.ping.traffic.reset()
  world.primero.traffic.reset()
}

/** Requests of a kind that PING answered. */
export function asked(world: World, kind: string): number {
  return world.ping.traffic.counts()[kind] ?? 0
}

/** The referral was decided in Primero: by flow 2.2, or by hand. */
export function decided(world: World, referralId: string, status: 'accepted' | 'rejected'): void {
  const referral = world.primero.store.referral(referralId)
  if (referral === undefined) throw new Error('Primero does not have the referral')
  world.advance(1000)
  world.primero.store.putReferral({ ...referral, status })
  world.primero.act.updateCase('caseworker1', referral.caseId, { name_nickname: `Bilo ${world.now()}` })
}

/** A person lets a referral go. */
export async function release(world: World, referralId: string): Promise<number> {
  world.advance(1000)
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  const items = [{ flow: '2.1', key: referralId } as const]
  const released = await world.store.operators.release(world.deployment.name, items, act)
  return released.length
}

/** A person settles a referral as done outside. */
export async function handle(world: World, referralId: string): Promise<void> {
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  await world.store.operators.handle(
    world.deployment.name,
    [{ flow: '2.1', key: referralId }],
    'told UNHCR',
    act,
  )
}

/** Makes all that waits due now. */
export async function retryAll(world: World): Promise<void> {
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  await world.store.operators.retry(world.deployment.name, { flow: '2.1', reason: null }, act)
}

export const minute = 60_000
export const hour = 60 * minute

/** A fault that strikes sends (SHP-2731). */
export function onSend(fault: FaultRule['fault'], more: Partial<FaultRule> = {}): FaultRule {
  return { path: /\/asyncdata$/, fault, ...more }
}

/** Another batch size for sends. */
export function batchesOf(referrals: number): (deployment: Deployment) => Deployment {
  return (deployment) => ({
    ...deployment,
    ping: { ...deployment.ping, batchSize: { ...deployment.ping.batchSize, referrals } },
  })
}

/** Where a run is cut off: before the request leaves, or when it was answered and nobody heard it. */
export type CutOff = 'before the request' | 'after the request'

/**
 * Begins a run of 2.1 and lets it hang for ever at its `nth` request that matches: as if it had been killed there.
 */
export async function killedRun(world: World, at: RegExp, cut: CutOff, nth = 1): Promise<void> {
  const never = new Promise<never>(() => {})
  let seen = 0
  await new Promise<void>((resolve, reject) => {
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      const body = typeof init?.body === 'string' ? init.body : ''
      if (seen >= nth) return never
      if (at.test(`${url} ${body}`)) seen += 1
      if (seen < nth) return globalThis.fetch(input, init)
      if (cut === 'after the request') await (await globalThis.fetch(input, init)).text()
      resolve()
      return never
    }
    const request = {
      deployment: world.deployment,
      flow: '2.1',
      dryRun: false,
      since: null,
      only: null,
    } as const
    runFlow(request, { ...world.host, fetch }).then(
      () => reject(new Error('the run came to its end')),
      reject,
    )
  })
}

/** The end of every test: no run met a defect, and none lost count. */
export async function finish(world: World): Promise<void> {
  await world.stop()
  const alarms = world.log.filter(({ event }) => event === 'defect' || event === 'conservation-broken')
  expect(alarms).toEqual([])
}
