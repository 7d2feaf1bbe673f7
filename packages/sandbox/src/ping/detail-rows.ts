import { needCategories, rejectionReasonCode, sexLabel } from './codes.ts'
import type { NeedCategory } from './codes.ts'
import type { PingContext } from './context.ts'
import { birthColumn, columns, dateColumn, option } from './listed-rows.ts'
import type { Listed } from './paging.ts'
import type { Individual, InteropReferral, Intervention } from './records.ts'
import { isVisible, shownStatus } from './visible.ts'

/**
 * SHP-2358 (§4.2): one row for every pair of a language and a specific need. Nothing for an unknown GUID, an inactive
 * individual, or an intervention without a type (inner join).
 */
export function* referralDetails(guids: readonly string[], context: PingContext): Generator<Listed> {
  const { store } = context
  let order = 0
  for (const guid of guids) {
    const intervention = store.interventions.get(guid.toLowerCase())
    if (!intervention) continue
    const individual = store.individuals.get(intervention.individualGuid)
    if (!individual?.active || intervention.type === null || !isVisible(intervention.createdAt, context))
      continue
    for (const language of orNone(individual.languages)) {
      for (const need of orNone(individual.needs)) {
        yield {
          key: intervention.guid,
          order: order++,
          row: () => detailRow(intervention, individual, language, need, context),
        }
      }
    }
  }
}

/** An outer join: without any there is still one row. */
function orNone<T>(values: readonly T[]): readonly (T | null)[] {
  return values.length === 0 ? [null] : values
}

function detailRow(
  intervention: Intervention,
  individual: Individual,
  language: string | null,
  need: NeedCategory | null,
  context: PingContext,
): Readonly<Record<string, unknown>> {
  const person = `progres_individual.${context.settings.aliases.detail}.`
  const { reason, officer } = intervention
  return columns({
    progres_interventionnumber: intervention.number,
    progres_lpinterventionid: intervention.guid,
    progres_businessunit: intervention.businessUnit,
    progres_businessunitname: intervention.businessUnitName,
    'progres_interventiontype2.interventiontype.progres_description': intervention.type,
    progres_interventionstartdate: dateColumn(intervention.startDate, context),
    progres_interventiondescription: intervention.description,
    progres_reasonforreferral:
      typeof reason === 'object' && reason !== null ? JSON.stringify(reason) : reason,
    progres_primerotransferstatus: option(shownStatus(intervention, context), context),
    progres_primerotransferstatusdate: dateColumn(intervention.transferStatusDate, context),
    progres_primeroid: intervention.primeroId,
    [`${person}progres_id`]: individual.number,
    [`${person}progres_registrationgroupid`]: individual.groupGuid,
    'progres_individual.progres_registrationgroupidname': individual.groupNumber,
    [`${person}progres_givenname`]: individual.givenName,
    [`${person}progres_middlename`]: individual.middleName,
    [`${person}progres_familyname`]: individual.familyName,
    [`${person}progres_commonyusedname`]: individual.nickname,
    [`${person}progres_dateofbirth`]: birthColumn(individual.birthDate, context),
    [`${person}progres_sex`]: option(individual.sex, context),
    'progres_individual.progres_sexname': individual.sex === null ? null : sexLabel(individual.sex),
    [`${person}progres_primaryphonenumber`]: individual.phone,
    ...addressColumns(individual, context),
    'progres_language.languages.progres_languagecodeid': language === null ? null : languageGuid(language),
    'progres_language.progres_languagecodeidname': language,
    'progres_specificneed.specificneeds.progres_spncategory2': need === null ? null : needCategories[need],
    'progres_specificneed.progres_spncategory2name': need,
    'systemuser.title': officer.title,
    'systemuser.su.mobilephone': officer.phone,
    'systemuser.su.internalemailaddress': officer.email,
  })
}

/** Levels are objects and carry no `progres_individual.` prefix; level 6 may be plain text (§3.2). */
function addressColumns(individual: Individual, { settings }: PingContext): Record<string, unknown> {
  return Object.fromEntries(
    individual.levels.map((name, index) => {
      const level = index + 1
      const column = `${settings.aliases.detail}.progres_coalocationlevel${level}`
      if (name === null || name === '' || (level === 6 && settings.levelSixAs === 'text'))
        return [column, name]
      return [
        column,
        { Id: levelGuid(level, name), LogicalName: `progres_coalocationlevel${level}`, Name: name },
      ]
    }),
  )
}

function levelGuid(level: number, name: string): string {
  return namedGuid(`level ${level} ${name}`)
}

function languageGuid(label: string): string {
  return namedGuid(`language ${label}`)
}

/** The same GUID for the same name, always. */
function namedGuid(name: string): string {
  let hex = ''
  for (let part = 0; part < 4; part++) {
    let hash = 0x811c9dc5 ^ part
    for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
    hex += (hash >>> 0).toString(16).padStart(8, '0')
  }
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** SHP-2796 (§4.5): the decision on each referral, as often as `decisionDetailRows` says. */
export function* decisionDetails(guids: readonly string[], context: PingContext): Generator<Listed> {
  let order = 0
  for (const guid of guids) {
    const referral = context.store.referrals.get(guid.toLowerCase())
    if (!referral || !isVisible(referral.createdAt, context)) continue
    for (let copy = 0; copy < context.settings.decisionDetailRows; copy++)
      yield { key: referral.guid, order: order++, row: () => decisionDetailRow(referral, context) }
  }
}

function decisionDetailRow(
  referral: InteropReferral,
  context: PingContext,
): Readonly<Record<string, unknown>> {
  const { rejectionReason } = referral
  const reasonCode = rejectionReason === null ? null : rejectionReasonCode(rejectionReason)
  return columns({
    progres_interoperabilityreferralid: referral.guid,
    progres_interoperabilityreferralnumber: referral.number,
    progres_interoperabilityreferralstatus: option(referral.status, context),
    progres_reviewdecision: option(referral.reviewDecision, context),
    progres_reviewdate: dateColumn(referral.reviewDate, context),
    progres_interoperabiltyreferralrejectionreason: option(reasonCode, context),
    progres_interoperabiltyreferralrejectionreasonname: rejectionReason,
    [context.settings.rejectionCommentColumn]: referral.rejectionComment,
    progres_requestedservice: referral.requestedService,
    progres_offlineid: referral.offlineId,
    progres_orgreferralid: referral.orgReferralId,
  })
}
