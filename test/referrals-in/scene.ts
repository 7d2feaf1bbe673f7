import type { Intervention } from '@ping-primero/sandbox'
import { individualOf, inventPeople, type Child, type ReferralDraft } from '@ping-primero/sandbox'
import { runFlow, type ReasonCode, type RunReport } from '@ping-primero/core'
import type { World } from '../support/world.ts'

/** Fields of a record as a simulator holds it. */
export type Fields = Readonly<Record<string, unknown>>

/** An invented child; always the same for the same place. */
export function childAt(place: number, canaries = false): Child {
  const [child] = inventPeople({ seed: 3, count: 1, from: place, canaries })
  if (child === undefined) throw new Error('no child was invented')
  return child
}

type Draft = Omit<ReferralDraft, 'individual'> & {
  readonly individual?: Partial<ReferralDraft['individual']>
}

/** An officer refers the child at a place; `draft` differs from a good referral. */
export function refer(world: World, place: number, draft: Draft = {}): Intervention {
  const { individual, ...rest } = draft
  return world.ping.act.refer({
    individual: { ...individualOf(childAt(place)), ...individual },
    guid: `00000000-0000-4000-a000-${String(world.ping.store.interventions.size + 1).padStart(12, '0')}`,
    startDate: '2026-11-02',
    ...rest,
  })
}

/** All cases with a child's number, as Primero holds them. */
export function casesOf(world: World, place: number): readonly Fields[] {
  const { number } = childAt(place)
  return [...world.primero.store.cases()]
    .filter(({ data }) => data['unhcr_individual_no'] === number)
    .map(({ id, data }) => ({ id, ...data }))
}

/** The one case of a child. */
export function caseAt(world: World, place: number): Fields {
  const [found, ...more] = casesOf(world, place)
  if (found === undefined || more.length > 0) throw new Error('the child has not exactly one case')
  return found
}

/** The service rows of a child's one case. */
export function servicesAt(world: World, place: number): readonly Fields[] {
  const rows = caseAt(world, place)['services_section'] ?? []
  if (!Array.isArray(rows)) throw new Error('services_section is no list')
  return rows
}

/** The packed return addresses of the rows of a child's one case. */
export function addressesAt(world: World, place: number): readonly unknown[] {
  return servicesAt(world, place).map((row) => row['progres_interventionnumber'])
}

export function addressOf(intervention: Intervention): string {
  return `${intervention.number},${intervention.guid},${intervention.businessUnit}`
}

/** A case that stands in Primero already. */
export function putCase(world: World, place: number, more: Fields = {}): string {
  const made = world.primero.act.createCase('caseworker1', {
    module_id: 'primeromodule-cp',
    name_first: 'Selamon',
    unhcr_individual_no: childAt(place).number,
    ...more,
  })
  return made.id
}

/** How an intervention stands in proGres now. */
export function shown(
  world: World,
  intervention: Intervention,
): Pick<Intervention, 'transferStatus' | 'comments'> {
  const now = world.ping.store.interventions.get(intervention.guid)
  if (now === undefined) throw new Error('the intervention has left proGres')
  return { transferStatus: now.transferStatus, comments: now.comments }
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

/** A run over an empty ledger, as after its loss; under another name, so that the derived case ids are others. */
export async function runWithoutMemory(world: World): Promise<RunReport> {
  const deployment = { ...world.deployment, name: 'without-memory' }
  const host = { ...world.host, ledger: world.store.forDeployment(deployment.name) }
  return runFlow({ deployment, flow: '1.1', dryRun: false, since: null, only: null }, host)
}

/** The two systems as they are when all is done: what a disturbed run must come to as well. */
export function endOf(world: World): unknown {
  // Primero gives out `case_id` by itself, so it stands for the case it names.
  const ids = new Map([...world.primero.store.cases()].map(({ id, data }) => [data['case_id'], id]))
  const interventions = [...world.ping.store.interventions.values()].map((one) => ({
    number: one.number,
    status: one.transferStatus,
    date: one.transferStatusDate,
    goesTo: ids.get(one.primeroId),
    comments: one.comments,
  }))
  const cases = [...world.primero.store.cases()].map(({ id, data }) => {
    const rows = Array.isArray(data['services_section']) ? data['services_section'] : []
    return {
      id,
      number: data['unhcr_individual_no'],
      owner: data['owned_by'],
      status: data['status'],
      names: [data['name_first'], data['name_last']],
      rows: rows.map((row: Fields) => JSON.stringify(row, Object.keys(row).sort())).sort(),
    }
  })
  return { interventions, cases: cases.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}
