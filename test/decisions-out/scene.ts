import {
  caseOf,
  individualOf,
  inventPeople,
  transferStatus,
  type Child,
  type Intervention,
  type TrafficEntry,
} from '@ping-primero/sandbox'
import type { LedgerItem, ReasonCode, RunReport } from '@ping-primero/core'
import type { World } from '../support/world.ts'

/** Fields of a record as a simulator takes it. */
type Fields = Readonly<Record<string, unknown>>

/** A case with services that UNHCR asked for; nobody has decided yet. */
export interface Asked {
  readonly child: Child
  readonly caseId: string
  readonly interventions: readonly Intervention[]
  readonly rows: readonly string[]
}

/** The day on which every test begins. */
export const today = '2026-11-20'

function uuid(kind: string, place: number, row: number): string {
  const end = String(place).padStart(8, '0') + String(row).padStart(4, '0')
  return `${kind.repeat(8)}-0000-4000-a000-${end}`
}

/** One case with pending services, and the interventions behind them; `row` and `more` are laid over row and case. */
export function asked(
  world: World,
  place: number,
  more: {
    readonly services?: number
    readonly row?: Fields
    readonly record?: Fields
    readonly canaries?: boolean
  } = {},
): Asked {
  const [child] = inventPeople({ seed: 11, count: 1, from: place, canaries: more.canaries ?? false })
  if (child === undefined) throw new Error('no child was invented')
  const caseId = uuid('c', place, 0)
  const places = Array.from({ length: more.services ?? 1 }, (_, index) => index)
  const interventions = places.map((index) =>
    world.ping.act.refer({
      individual: individualOf(child),
      guid: uuid('e', place, index),
      transferStatus: transferStatus.pending,
      primeroId: caseId,
      officer: child.officer,
    }),
  )
  const rows = places.map((index) => uuid('a', place, index))
  const services = interventions.map((intervention, index) => ({
    unique_id: rows[index],
    service_type: 'alternative_care',
    service_response_day_time: '2026-11-01T09:00:00.000Z',
    service_referral_notes: child.note,
    service_implementing_agency: 'UNICEF',
    service_request_agency: 'UNHCR',
    service_referral: 'external_referral',
    unhcr_referral_status: 'pending',
    progres_interventionnumber: addressOf(intervention),
    ...more.row,
  }))
  const record = { id: caseId, case_id: caseId, services_section: services, ...more.record }
  world.primero.act.createCase('caseworker1', caseOf(child, record))
  return { child, caseId, interventions, rows }
}

/** The return address as flow 1.1 writes it into the row. */
export function addressOf({ number, guid, businessUnit }: Intervention): string {
  return `${number},${guid},${businessUnit}`
}

/** The caseworker decides on one of the services. */
export function decide(world: World, one: Asked, status: string, reason?: string, service = 0): void {
  world.primero.act.setServiceStatus('caseworker1', one.caseId, one.rows[service] ?? '', status, reason)
}

/** A case whose services are all decided alike. */
export function decided(world: World, place: number, status: 'accepted' | 'rejected' = 'accepted'): Asked {
  const one = asked(world, place)
  decide(world, one, status)
  return one
}

/** The intervention as proGres shows it. */
export function shown(world: World, one: Asked, service = 0): Fields {
  const found = world.ping.store.interventions.get(one.interventions[service]?.guid ?? '')
  if (found === undefined) throw new Error('the intervention has left proGres')
  const { transferStatus: status, transferStatusDate: date, primeroId, caseworker, comments } = found
  return { status, date, primeroId, caseworker, comments }
}

/** What proGres shows of a decision that has come through whole. */
export function acknowledged(one: Asked): Fields {
  const comments = ['Referral acknowledged by PRIMERO']
  return { status: 125080003, date: today, primeroId: one.caseId, caseworker: 'caseworker1', comments }
}

/** proGres's transfer status of each. */
export function statuses(world: World, all: readonly Asked[]): readonly unknown[] {
  return all.map((one) => shown(world, one)['status'])
}

/** How often the gateway has written on an intervention. */
export function timesTold(world: World, one: Asked, service = 0): number {
  const guid = one.interventions[service]?.guid ?? ''
  return world.ping.store.changesOf(guid).filter(({ by }) => by === 'gateway').length
}

/** Ingestion calls that PING received. */
export function ingestions(world: World): readonly TrafficEntry[] {
  return world.ping.traffic.entries().filter(({ path }) => path.startsWith('/api/ingestion/'))
}

/** Requests that could change a case. */
export function caseWrites(world: World): number {
  const entries = world.primero.traffic.entries()
  return entries.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2/cases')).length
}

export function forgetTraffic(world: World): void {
  world.ping.traffic.reset()
  world.primero.traffic.reset()
}

/** The report's counts, those that are nought left out. */
export function counts(report: RunReport): Fields {
  const { found, confirmed, waiting, attention, withdrawn, handled } = report
  const all = Object.entries({ found, confirmed, waiting, attention, withdrawn, handled })
  return Object.fromEntries(all.filter(([, count]) => count > 0))
}

/** The report's reasons with the numbers under each. */
export function reasons(report: RunReport): Partial<Record<ReasonCode, readonly string[]>> {
  return Object.fromEntries(report.reasons.map(({ code, items }) => [code, items]))
}

/** The ledger's item of an intervention. */
export async function itemOf(world: World, one: Asked, service = 0): Promise<LedgerItem | undefined> {
  const [item] = await world.host.ledger.get('1.2', [one.interventions[service]?.guid ?? ''])
  return item
}

export const minute = 60_000
export const hour = 60 * minute
