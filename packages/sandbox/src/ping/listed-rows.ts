import { primeroOutgoingReferral, sexLabel, transferStatus } from './codes.ts'
import type { PingContext } from './context.ts'
import type { Listed } from './paging.ts'
import type { Delivery, Individual, InteropReferral, Intervention } from './records.ts'
import { isVisible, shownStatus } from './visible.ts'

/** A row without its blank columns: the gateway leaves them out (§3.2). */
export function columns(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== ''))
}

/** An option code as the setting wants it: number, or text. */
export function option(code: number | null, { settings }: PingContext): number | string | null {
  return code === null || settings.codesAs === 'number' ? code : String(code)
}

/** A date as the setting wants it: alone, or with a time. */
export function dateColumn(date: string | null, { settings }: PingContext): string | null {
  return date === null || settings.datesAs === 'date' ? date : `${date}T00:00:00Z`
}

/** A birth date as the setting wants it. What is no day goes out as it was typed. */
export function birthColumn(date: string | null, context: PingContext): string | null {
  const { birthDatesAs, zoneMinutes } = context.settings
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(date ?? '') ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (birthDatesAs === 'other-dates' || Number.isNaN(midnight)) return dateColumn(date, context)
  if (birthDatesAs === 'midnight-in-utc') {
    return new Date(midnight - zoneMinutes * 60_000).toISOString().replace('.000', '')
  }
  const [hours, minutes] = [Math.floor(Math.abs(zoneMinutes) / 60), Math.abs(zoneMinutes) % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date}T00:00:00${zoneMinutes < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`
}

const waiting = new Set<number | null>([transferStatus.ready, transferStatus.deliveryFail, null])

/** SHP-2747 (§4.1): the deliveries whose intervention has not yet reached Primero, in the order they were made. */
export function* listedReferrals(context: PingContext): Generator<Listed> {
  const { store } = context
  for (const delivery of store.deliveries.values()) {
    const intervention = store.interventions.get(delivery.interventionGuid)
    if (!intervention || !isListed(delivery, intervention, context)) continue
    const individual = store.individuals.get(intervention.individualGuid)
    yield {
      key: delivery.guid,
      order: delivery.order,
      row: () => referralRow(delivery, intervention, individual, context),
    }
  }
}

/** Whether SHP-2747 shows the delivery now. */
export function isListed(delivery: Delivery, intervention: Intervention, context: PingContext): boolean {
  if (!delivery.active || !isVisible(intervention.createdAt, context)) return false
  return delivery.always || waiting.has(shownStatus(intervention, context))
}

function referralRow(
  delivery: Delivery,
  intervention: Intervention,
  individual: Individual | undefined,
  context: PingContext,
): Readonly<Record<string, unknown>> {
  const { listIdColumn, aliases } = context.settings
  const person = `progres_individual.${aliases.list}.`
  const sex = individual?.sex ?? null
  return columns({
    progres_dtpdeliveryid: delivery.guid,
    progres_deliverytype: option(primeroOutgoingReferral, context),
    progres_deliverytypename: 'Primero Outgoing Referral',
    statuscode: option(1, context),
    progres_statusdate: dateColumn(intervention.startDate, context),
    progres_businessunit: intervention.businessUnit,
    progres_businessunitname: intervention.businessUnitName,
    progres_intervention: listIdColumn === 'progres_lpinterventionid' ? null : intervention.guid,
    progres_interventionname: intervention.number,
    progres_lpinterventionid: listIdColumn === 'progres_intervention' ? null : intervention.guid,
    'progres_lpintervention.int.progres_interventionnumber': intervention.number,
    'progres_lpintervention.int.progres_interventionstartdate': dateColumn(intervention.startDate, context),
    'progres_lpintervention.int.progres_interventiondescription': intervention.description,
    'progres_lpintervention.int.progres_individual': individual?.guid ?? null,
    'progres_lpintervention.progres_individualname': individual?.number ?? null,
    [`${person}progres_id`]: individual?.number ?? null,
    [`${person}progres_registrationgroupid`]: individual?.groupGuid ?? null,
    'progres_individual.progres_registrationgroupidname': individual?.groupNumber ?? null,
    [`${person}progres_givenname`]: individual?.givenName ?? null,
    [`${person}progres_middlename`]: individual?.middleName ?? null,
    [`${person}progres_sex`]: option(sex, context),
    'progres_individual.progres_sexname': sex === null ? null : sexLabel(sex),
  })
}

/** SHP-2795 (§4.5): every interoperability referral, whatever its status; clients filter themselves. */
export function* listedDecisions(context: PingContext): Generator<Listed> {
  for (const referral of context.store.referrals.values()) {
    if (!isVisible(referral.createdAt, context)) continue
    yield { key: referral.guid, order: referral.order, row: () => decisionRow(referral, context) }
  }
}

function decisionRow(referral: InteropReferral, context: PingContext): Readonly<Record<string, unknown>> {
  return columns({
    progres_interoperabilityreferralid: referral.guid,
    progres_interoperabilityreferralstatus: option(referral.status, context),
    ...(context.settings.decisionListColumns === 'return-keys' && {
      progres_interoperabilityreferralnumber: referral.number,
      progres_offlineid: referral.offlineId,
      progres_orgreferralid: referral.orgReferralId,
    }),
  })
}
