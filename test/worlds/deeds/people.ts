import {
  caseOf,
  caseworkersDecide,
  individualOf,
  transferStatus,
  type Child,
  type SeededRandom,
} from '@ping-primero/sandbox'
import type { World } from '../world.ts'

/** What somebody does. Says what was done, or null where there was nothing to do it to. */
export type Deed = (world: World, random: SeededRandom) => string | null

const owners = ['caseworker1', 'caseworker2'] as const
const inTypes = ['Alternative Care', 'BID', 'BIA', 'Family Tracing and Reunification'] as const
const outTypes = ['legal_support', 'medical', 'shelter', 'education_formal', 'cash_assistance'] as const
const decisions = ['accepted', 'rejected'] as const
const words = [
  'No place is free at present',
  'He said "no}", then {left}\nsecond line',
  'ምክንያት አልተገለጸም',
  'السبب: "غير معروف"},',
  '","Status":"Success","x":"',
] as const

export function pickOf<T>(values: readonly T[], random: SeededRandom): T | null {
  return values[random.below(Math.max(1, values.length))] ?? null
}

/** Any child of the world. */
export function child(world: World, random: SeededRandom): Child {
  const found = pickOf(world.children, random)
  if (found === null) throw new Error('A world has children.')
  return found
}

type StoredCase = ReturnType<World['primero']['act']['updateCase']>

export function casesOf(world: World): readonly StoredCase[] {
  return [...world.primero.store.cases()]
}

export function rowsOf(record: StoredCase): readonly Readonly<Record<string, unknown>>[] {
  const rows = record.data['services_section']
  return Array.isArray(rows) ? (rows as readonly Readonly<Record<string, unknown>>[]) : []
}

export function ownerOf(record: StoredCase): string {
  const owner = record.data['owned_by']
  return owner === 'caseworker1' || owner === 'caseworker2' ? owner : 'caseworker1'
}

/** Primero refuses what cannot be done to a record as it stands: then nobody did it. */
export function tried(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'ActRefused') return false
    throw error
  }
}

export function newCase(
  world: World,
  random: SeededRandom,
  of: Child,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const id = random.guid()
  world.primero.act.createCase(random.pick(owners), caseOf(of, { id, case_id: id, ...more }))
  return id
}

const unhcrRefers: Deed = (world, random) => refersToPrimero(world, random, child(world, random))

/** An officer refers a child to Primero. */
export function refersToPrimero(world: World, random: SeededRandom, of: Child): string {
  const { number } = world.ping.act.refer({
    individual: individualOf(of),
    guid: random.guid(),
    type: random.pick(inTypes),
    description: `<p>${of.note}</p>`,
    reason: random.chance(0.3)
      ? [{ CreatedBy: of.author, Text: random.pick(words), CreatedOn: '2026-11-12T08:30:00Z' }]
      : of.reason,
    officer: of.officer,
    ...(random.chance(0.5) ? { transferStatus: transferStatus.ready } : {}),
  })
  return `UNHCR refers ${number}`
}

const unhcrRefersWithAGap: Deed = (world, random) => {
  const of = child(world, random)
  const gaps = [{ givenName: null }, { birthDate: null }, { familyName: '' }] as const
  // A person known already keeps what is registered; a gap is in a new one's record.
  const known = world.ping.store.individualByNumber(of.number) !== undefined
  const unmapped = known || random.chance(0.5)
  const { number } = world.ping.act.refer({
    individual: { ...individualOf(of), ...(unmapped ? {} : random.pick(gaps)) },
    guid: random.guid(),
    type: unmapped ? 'Fosterage (retired)' : 'BID',
    officer: of.officer,
  })
  return `UNHCR refers ${number} with something missing or unmapped`
}

const unhcrCorrects: Deed = (world, random) => {
  const found = pickOf([...world.ping.store.interventions.values()], random)
  if (found === null) return null
  const person = [...world.children].find(
    ({ number }) => world.ping.store.individuals.get(found.individualGuid)?.number === number,
  )
  world.ping.act.correct(found.guid, {
    type: random.pick(inTypes),
    ...(person === undefined ? {} : { individual: individualOf(person) }),
  })
  return `UNHCR corrects ${found.number}`
}

const unhcrWithdraws: Deed = (world, random) => {
  const found = pickOf([...world.ping.store.interventions.values()], random)
  if (found === null) return null
  world.ping.act.withdraw(found.guid)
  return `UNHCR withdraws ${found.number}`
}

const unhcrListsAgain: Deed = (world, random) => {
  const withdrawn = [...world.ping.store.deliveries.values()].filter(({ active }) => !active)
  const found = pickOf(withdrawn, random)
  const intervention = found === null ? undefined : world.ping.store.interventions.get(found.interventionGuid)
  if (intervention === undefined) return null
  world.ping.act.listAgain(intervention.guid)
  return `UNHCR lists ${intervention.number} again`
}

const caseIsThere: Deed = (world, random) => {
  const of = child(world, random)
  const there = world.primero.store.casesWith('unhcr_individual_no', of.number) ?? []
  if (there.length > 0) return null
  return `a caseworker opens case ${newCase(world, random, of)}`
}

const caseTwice: Deed = (world, random) => {
  const of = child(world, random)
  const there = world.primero.store.casesWith('unhcr_individual_no', of.number) ?? []
  if (there.length === 0) newCase(world, random, of)
  return `a second case of one child is opened: ${newCase(world, random, of)}`
}

const caseEdited: Deed = (world, random) => {
  const found = pickOf(casesOf(world), random)
  if (found === null) return null
  const edit = { address_current: `moved ${random.below(1000)}` }
  return tried(() => world.primero.act.updateCase(ownerOf(found), found.id, edit))
    ? `case ${found.id} is edited`
    : null
}

const caseClosed: Deed = (world, random) => {
  const found = pickOf(casesOf(world), random)
  if (found === null) return null
  return tried(() => world.primero.act.closeCase(ownerOf(found), found.id))
    ? `case ${found.id} is closed`
    : null
}

const caseReopened: Deed = (world, random) => {
  const found = pickOf(
    casesOf(world).filter(({ data }) => data['status'] === 'closed'),
    random,
  )
  if (found === null) return null
  return tried(() => world.primero.act.reopenCase(ownerOf(found), found.id))
    ? `case ${found.id} is reopened`
    : null
}

const caseDisabled: Deed = (world, random) => {
  const found = pickOf(casesOf(world), random)
  if (found === null) return null
  return tried(() => world.primero.act.disableCase(ownerOf(found), found.id))
    ? `case ${found.id} is disabled`
    : null
}

function decidable(world: World): readonly { readonly record: StoredCase; readonly row: string }[] {
  return casesOf(world).flatMap((record) =>
    rowsOf(record)
      .filter((row) => row['service_request_agency'] === 'UNHCR' && typeof row['unique_id'] === 'string')
      .map((row) => ({ record, row: String(row['unique_id']) })),
  )
}

const caseworkersDecideAll: Deed = (world, random) => {
  const count = caseworkersDecide(world.primero, { seed: random.below(1000), rejectShare: 0.4 })
  return count === 0 ? null : `caseworkers decide on ${count} services`
}

const caseworkerChangesMind: Deed = (world, random) => {
  const found = pickOf(decidable(world), random)
  if (found === null) return null
  const before = rowsOf(found.record).find((row) => row['unique_id'] === found.row)?.['unhcr_referral_status']
  const status =
    before === 'accepted' ? 'rejected' : before === 'rejected' ? 'accepted' : random.pick(decisions)
  const why = status === 'rejected' ? random.pick(words) : undefined
  const done = tried(() =>
    world.primero.act.setServiceStatus(ownerOf(found.record), found.record.id, found.row, status, why),
  )
  return done ? `a caseworker decides on row ${found.row}: ${status}` : null
}

const rowRemoved: Deed = (world, random) => {
  const found = pickOf(decidable(world), random)
  if (found === null) return null
  if (!tried(() => world.primero.act.removeService(ownerOf(found.record), found.record.id, found.row)))
    return null
  world.deeds.removedRows.add(found.row)
  return `a caseworker removes row ${found.row}`
}

const caseworkerRefers: Deed = (world, random) => refersToUnhcr(world, random, child(world, random))

/** A caseworker refers a child to UNHCR, in its first case or a new one. */
export function refersToUnhcr(world: World, random: SeededRandom, of: Child): string | null {
  const row = random.guid()
  const type = random.pick(outTypes)
  const service = {
    unique_id: row,
    service_type: type,
    service_response_type: 'service_provision',
    service_response_day_time: '2026-11-10T09:00:00.000Z',
    service_referral_notes: random.pick(words),
    service_implementing_agency: 'UNHCR',
  }
  const [there] = world.primero.store.casesWith('unhcr_individual_no', of.number) ?? []
  const id = there?.id ?? newCase(world, random, of)
  const as = there === undefined ? ownerOf(world.primero.store.case(id) ?? fail()) : ownerOf(there)
  const done = tried(() => {
    world.primero.act.updateCase(as, id, { services_section: [service] })
    world.primero.act.refer(as, id, { service_record_id: row, transitioned_to: 'unhcr_cw', service: type })
  })
  return done ? `a caseworker refers row ${row} to UNHCR` : null
}

function fail(): never {
  throw new Error('A case that was just made is there.')
}

function referralsOf(world: World) {
  return casesOf(world).flatMap((record) =>
    world.primero.store.referralsOf(record.id).map((referral) => ({ record, referral })),
  )
}

const caseworkerRefersAgain: Deed = (world, random) => {
  const found = pickOf(referralsOf(world), random)
  if (found === null || found.referral.serviceRecordId === undefined) return null
  const input = { service_record_id: found.referral.serviceRecordId, transitioned_to: 'unhcr_cw' }
  return tried(() => world.primero.act.refer(ownerOf(found.record), found.record.id, input))
    ? `row ${found.referral.serviceRecordId} is referred a second time`
    : null
}

const caseworkerRevokes: Deed = (world, random) => {
  const found = pickOf(referralsOf(world), random)
  if (found === null) return null
  return tried(() => world.primero.act.revoke(ownerOf(found.record), found.record.id, found.referral.id))
    ? `referral ${found.referral.id} is revoked`
    : null
}

const consentWithdrawn: Deed = (world, random) => {
  const given = casesOf(world).filter(({ data }) => data['disclosure_other_orgs'] === true)
  const found = pickOf(given, random)
  if (found === null) return null
  const consent = { services: random.chance(0.3), others: false }
  return tried(() => world.primero.act.setConsent(ownerOf(found), found.id, consent))
    ? `consent is withdrawn in case ${found.id}`
    : null
}

const consentGiven: Deed = (world, random) => {
  const found = pickOf(casesOf(world), random)
  if (found === null) return null
  return tried(() => world.primero.act.setConsent(ownerOf(found), found.id, { services: true, others: true }))
    ? `consent is given in case ${found.id}`
    : null
}

const officerDecides: Deed = (world, random) => {
  const found = pickOf([...world.ping.store.referrals.values()], random)
  if (found === null) return null
  const accepted = random.chance(0.6)
  world.ping.act.decide(found.guid, {
    decision: accepted ? 'accepted' : 'rejected',
    ...(accepted ? {} : { reason: 'Individual Not Found', comment: random.pick(words) }),
  })
  return `UNHCR ${accepted ? 'accepts' : 'rejects'} ${found.number}`
}

const officerReverses: Deed = (world, random) => {
  const decided = [...world.ping.store.referrals.values()].filter(
    ({ reviewDecision }) => reviewDecision !== null,
  )
  const found = pickOf(decided, random)
  if (found === null) return null
  world.ping.act.reverse(found.guid, 'Not applicable')
  return `UNHCR reverses its decision on ${found.number}`
}

/** What people do in both systems, by name. */
export const peopleDeeds: Readonly<Record<string, Deed>> = {
  'unhcr-refers': unhcrRefers,
  'unhcr-refers-with-a-gap': unhcrRefersWithAGap,
  'unhcr-corrects': unhcrCorrects,
  'unhcr-withdraws': unhcrWithdraws,
  'unhcr-lists-again': unhcrListsAgain,
  'case-opened': caseIsThere,
  'case-opened-twice': caseTwice,
  'case-edited': caseEdited,
  'case-closed': caseClosed,
  'case-reopened': caseReopened,
  'case-disabled': caseDisabled,
  'caseworkers-decide': caseworkersDecideAll,
  'caseworker-changes-mind': caseworkerChangesMind,
  'row-removed': rowRemoved,
  'caseworker-refers': caseworkerRefers,
  'caseworker-refers-again': caseworkerRefersAgain,
  'caseworker-revokes': caseworkerRevokes,
  'consent-withdrawn': consentWithdrawn,
  'consent-given': consentGiven,
  'officer-decides': officerDecides,
  'officer-reverses': officerReverses,
}
