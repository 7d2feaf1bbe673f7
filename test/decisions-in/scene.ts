import {
  caseOf,
  inventPeople,
  requestedServices,
  sexCode,
  type Child,
  type DecisionDraft,
  type InteropReferral,
  type TrafficEntry,
} from '@ping-primero/sandbox'
import { expect } from 'vitest'
import type { LedgerItem, RunReport } from '@ping-primero/core'
import { newItem } from '@ping-primero/core/ledger/item.ts'
import type { World } from '../support/world.ts'

type Fields = Readonly<Record<string, unknown>>

/** A child whose caseworker referred a service to UNHCR, as both systems hold it. */
export interface Referred {
  readonly child: Child
  /** Primero's record id; never the same as `caseId`. */
  readonly primeroId: string
  readonly caseId: string
  readonly rowId: string
  readonly referralId: string
  /** The interoperability referral in proGres. */
  readonly guid: string
  readonly number: string
}

/** How a referral differs from the usual one. */
interface Difference {
  readonly record?: Fields
  readonly referral?: Fields
  /** Columns of proGres, laid over what flow 2.1 would have sent. */
  readonly progres?: Readonly<Record<string, string>>
  readonly canaries?: boolean
}

export function uuid(kind: string, place: number): string {
  return `${kind.repeat(8)}-0000-4000-a000-${String(place).padStart(12, '0')}`
}

/** One referral to UNHCR, in progress in Primero and new in proGres; no ledger knows of it. */
export function referred(world: World, place: number, more: Difference = {}): Referred {
  const [child] = inventPeople({ seed: 11, count: 1, from: place, canaries: more.canaries ?? false })
  if (child === undefined) throw new Error('no child was invented')
  const [primeroId, caseId, rowId] = [uuid('b', place), uuid('c', place), uuid('a', place)]
  const row = {
    unique_id: rowId,
    service_type: 'legal_support',
    service_referral_notes: child.reason,
    service_response_day_time: '2026-11-10T09:00:00.000Z',
    service_implementing_agency: 'UNHCR',
  }
  const record = { id: primeroId, case_id: caseId, services_section: [row], ...more.record }
  world.primero.act.createCase('caseworker1', caseOf(child, record))
  const referralId = refer(world, { primeroId, rowId }, more.referral)
  const { guid, number } = received(world, child, { caseId, rowId }, more.progres)
  return { child, primeroId, caseId, rowId, referralId, guid, number }
}

/** A caseworker refers a row of a case to UNHCR; gives the referral's id. */
export function refer(
  world: World,
  { primeroId, rowId }: Pick<Referred, 'primeroId' | 'rowId'>,
  more: Fields = {},
): string {
  const input = { service_record_id: rowId, transitioned_to: 'unhcr_cw', ...more }
  return world.primero.act.refer('caseworker1', primeroId, input).id
}

/** The referral as proGres takes it from flow 2.1. */
export function received(
  world: World,
  child: Child,
  { caseId, rowId }: Pick<Referred, 'caseId' | 'rowId'>,
  more: Readonly<Record<string, string>> = {},
): InteropReferral {
  return world.ping.act.receive({
    progres_offlineid: caseId,
    progres_orgreferralid: rowId,
    progres_orgreferredby: 'Primero CP',
    progres_orgemail: 'role@example.org',
    progres_requestedservice: requestedServices['Legal / Protection Counselling'],
    progres_reasonforreferral: child.reason,
    progres_pocfirstname: child.givenName,
    progres_poclastname: child.familyName,
    progres_pocdateofbirth: child.birthDate,
    progres_pocsex: String(sexCode[child.sex]),
    progres_pocaddress: child.levels.join(' '),
    ...more,
  })
}

/** A referral that UNHCR has decided. */
export function decided(
  world: World,
  place: number,
  draft: DecisionDraft = { decision: 'accepted' },
  more: Difference = {},
): Referred {
  const one = referred(world, place, more)
  world.ping.act.decide(one.guid, draft)
  return one
}

/** Several accepted referrals of different children. */
export function accepted(world: World, count: number): readonly Referred[] {
  return Array.from({ length: count }, (_, index) => decided(world, index + 1))
}

/** The referral as Primero shows it: its status, and the reason where there is one. */
export function inPrimero(world: World, one: Pick<Referred, 'referralId'>): readonly unknown[] {
  const found = world.primero.store.referral(one.referralId)
  const reason = found?.columns['rejected_reason']
  return reason === undefined ? [found?.status] : [found?.status, reason]
}

/** proGres's status code of the referral. */
export function inProgres(world: World, one: Pick<Referred, 'guid'>): number | null | undefined {
  return world.ping.store.referrals.get(one.guid)?.status
}

/** Where a decision stands in both systems: Primero's status and proGres's code. */
export function both(world: World, all: readonly Referred[]): readonly (readonly unknown[])[] {
  return all.map((one) => [world.primero.store.referral(one.referralId)?.status, inProgres(world, one)])
}

/** What proGres was told of the referral, by the gateway, after it had received it. */
export function told(world: World, one: Referred): readonly unknown[] {
  const [, ...later] = world.ping.store.changesOf(one.guid).filter(({ by }) => by === 'gateway')
  return later.map(({ status, comments }) => [status, comments])
}

/** Ingestion calls that PING received since the last `forgetTraffic`. */
export function ingestions(world: World): readonly TrafficEntry[] {
  return world.ping.traffic.entries().filter(({ path }) => path.startsWith('/api/ingestion/'))
}

/** Requests of a method on Primero's cases since the last `forgetTraffic`; sign-in is none. */
export function onCases(world: World, method: string): readonly TrafficEntry[] {
  return world.primero.traffic
    .entries()
    .filter((entry) => entry.method === method && entry.path.startsWith('/api/v2/cases'))
}

export function forgetTraffic(world: World): void {
  world.primero.traffic.reset()
  world.ping.traffic.reset()
}

/** Writes since the last `forgetTraffic`, to Primero and to proGres. */
export function writes(world: World): readonly [number, number] {
  const toCases = world.primero.traffic
    .entries()
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2/cases'))
  return [toCases.length, ingestions(world).length]
}

/** The counts of a report. */
export function counts(report: RunReport): Fields {
  const { found, confirmed, waiting, attention, withdrawn, handled } = report
  return { found, confirmed, waiting, attention, withdrawn, handled }
}

export const none = { found: 0, confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }

/** Reasons of a report with their items' numbers, sorted. */
export function reasonsOf(report: RunReport): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(report.reasons.map(({ code, items }) => [code, items.toSorted()]))
}

/** The ledger's row of a decision. */
export async function itemOf(world: World, one: Pick<Referred, 'guid'>): Promise<LedgerItem> {
  const [item] = await world.host.ledger.get('2.2', [one.guid])
  if (item === undefined) throw new Error('the ledger does not know the decision')
  return item
}

/** Runs once more and expects that nothing is left to do and nothing is written. */
export async function expectQuiet(world: World): Promise<void> {
  forgetTraffic(world)
  const report = await world.run('2.2')
  expect([counts(report), writes(world)]).toEqual([none, [0, 0]])
}

/** UNHCR's focal point does in Primero what the exchange usually does. */
export async function respond(
  world: World,
  one: Referred,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await fetch(
    `${world.primero.url}/api/v2/cases/${one.primeroId}/referrals/${one.referralId}`,
    {
      method: 'PATCH',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa('ping_integration:Lantern-Orchard-42')}`,
      },
      body: JSON.stringify({ data }),
    },
  )
  expect(answer.status).toBe(200)
}

/** What flow 2.1 leaves in the ledger of a referral it sent. */
export async function sentByUs(world: World, one: Referred, more: Partial<LedgerItem> = {}): Promise<void> {
  const { caseId, primeroId, referralId, rowId } = one
  const at = new Date(world.now()).toISOString()
  const numbers = { caseId, primeroId, referralId, serviceUniqueId: rowId }
  const item = newItem(
    { flow: '2.1', key: referralId, version: null, individual: null, numbers },
    'earlier',
    at,
    'Etc/UTC',
  )
  const confirmed = {
    state: 'confirmed',
    reason: null,
    step: 'confirmed',
    sentAt: at,
    settledRun: 'earlier',
  } as const
  await world.host.ledger.save([{ ...item, ...confirmed, ...more }], [])
}

export async function sentItem(world: World, one: Referred): Promise<LedgerItem | undefined> {
  return (await world.host.ledger.get('2.1', [one.referralId]))[0]
}
