import { z } from 'zod'
import { plainNumber } from '../domain/individual-number.ts'
import { isJsonObject, jsonObject } from '../http/json-object.ts'
import { redacted, type Redacted } from '../privacy/redacted.ts'

/** One row of a case's `services_section`: the codes the flows test, and the whole row as a personal value. */
export interface ServiceRow {
  /** '' where the row shows none: it is found by its other numbers then. */
  readonly uniqueId: string
  readonly implementingAgency: string | null
  readonly requestAgency: string | null
  /** `service_referral`; `external_referral` marks what another agency asked for. */
  readonly referral: string | null
  /** `unhcr_referral_status`, the caseworker's decision on an intervention. */
  readonly decision: string | null
  readonly decisionReason: Redacted<string> | null
  /** `progres_interventionnumber`: number, GUID and business unit packed with commas. */
  readonly returnAddress: string | null
  readonly record: Redacted<Readonly<Record<string, unknown>>>
}

/** A case as an answer shows it; which fields are there depends on what was asked for (primero-contract §3.5). */
export interface PrimeroCase {
  readonly id: string
  readonly caseId: string | null
  readonly caseIdDisplay: string | null
  readonly enabled: boolean
  readonly status: string | null
  readonly ownedBy: string | null
  readonly lastUpdatedAt: string
  /** In its plain spelling; null where nothing is to be seen. */
  readonly individualNumber: string | null
  /** The individual number as Primero keeps it: its filters compare every mark. */
  readonly writtenNumber: string | null
  readonly assignedUserNames: readonly string[]
  readonly consent: { readonly services: boolean; readonly otherOrganisations: boolean }
  /** Who reopened the case and when; the user names are compared, never kept. */
  readonly reopened: readonly { readonly at: string | null; readonly by: string | null }[]
  readonly services: readonly ServiceRow[]
  /** Entries of `services_section` that are no rows at all, and may have been some. */
  readonly unreadableServices: number
  readonly record: Redacted<Readonly<Record<string, unknown>>>
}

/** A number says what its text says; anything else says nothing. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)

/** A tick as it is, or as a gateway writes it down. */
const flag = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^\s*(?:true|false)\s*$/i)
    .transform((value) => value.trim().toLowerCase() === 'true'),
])

/** The entries of a list that are what they should be; the others say nothing. */
function listOf<T>(entry: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((all) => (all ?? []).flatMap((one) => entry.safeParse(one).data ?? []))
}

/** A record id goes into addresses as it is. */
const recordId = z.string().regex(/^[\w-]{1,64}$/)

/** Primero's times are compared as texts and reckoned with: one with an offset is told in UTC, as all others are. */
const instant = z
  .string()
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/)
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .transform((value) => (/T.*Z$/.test(value) ? value : new Date(value).toISOString()))

/** The ledger finds an item again only by what a database keeps as it is: whole characters and no NUL. */
const kept = z.string().transform((value) => value.toWellFormed().replaceAll('\0', ''))

const serviceShape = z.object({
  unique_id: kept.nullish().catch(null),
  service_implementing_agency: text,
  service_request_agency: text,
  service_referral: text,
  unhcr_referral_status: text,
  unhcr_referral_rejection_reason: text,
  progres_interventionnumber: text,
})

const caseShape = z.object({
  id: recordId,
  enabled: flag.nullish(),
  case_id: text,
  case_id_display: text,
  status: text,
  owned_by: text,
  last_updated_at: instant,
  unhcr_individual_no: text,
  assigned_user_names: listOf(z.string()),
  consent_for_services: flag.nullish().catch(null),
  disclosure_other_orgs: flag.nullish().catch(null),
  reopened_logs: listOf(z.object({ reopened_date: text, reopened_user: text })),
  services_section: z.array(z.unknown()).nullish(),
})

function serviceRow(raw: Readonly<Record<string, unknown>>): readonly ServiceRow[] {
  const row = serviceShape.safeParse(raw)
  if (!row.success) return []
  const reason = row.data.unhcr_referral_rejection_reason
  return [
    {
      uniqueId: row.data.unique_id ?? '',
      implementingAgency: row.data.service_implementing_agency ?? null,
      requestAgency: row.data.service_request_agency ?? null,
      referral: row.data.service_referral ?? null,
      decision: row.data.unhcr_referral_status ?? null,
      decisionReason: reason === undefined || reason === null ? null : redacted(reason),
      returnAddress: row.data.progres_interventionnumber ?? null,
      record: redacted(raw),
    },
  ]
}

/** What can be told of a row of a list that is no case: enough to find it again. */
export interface UnreadableCase {
  readonly id: string | null
  readonly lastUpdatedAt: string | null
}

/** Reads what can be read of a row that is no case. */
export function readUnreadable(json: unknown): UnreadableCase {
  const head = z.object({
    id: recordId.nullish().catch(null),
    last_updated_at: instant.nullish().catch(null),
  })
  const found = head.safeParse(json).data
  return { id: found?.id ?? null, lastUpdatedAt: found?.last_updated_at ?? null }
}

/** Reads one case of an answer; null when it is none. */
export function readCase(json: unknown): PrimeroCase | null {
  const raw = jsonObject.safeParse(json)
  const found = caseShape.safeParse(json)
  if (!raw.success || !found.success) return null
  const shape = found.data
  const written = shape.unhcr_individual_no ?? null
  const plain = written === null ? '' : plainNumber(written)
  const entries = (shape.services_section ?? []).filter((entry) => entry !== null)
  const rows = entries.filter(isJsonObject)
  return {
    id: shape.id,
    caseId: shape.case_id ?? null,
    caseIdDisplay: shape.case_id_display ?? null,
    enabled: shape.enabled !== false,
    status: shape.status ?? null,
    ownedBy: shape.owned_by ?? null,
    lastUpdatedAt: shape.last_updated_at,
    individualNumber: plain === '' ? null : plain,
    writtenNumber: written,
    assignedUserNames: shape.assigned_user_names,
    consent: {
      services: shape.consent_for_services === true,
      otherOrganisations: shape.disclosure_other_orgs === true,
    },
    reopened: shape.reopened_logs.map((log) => ({
      at: log.reopened_date ?? null,
      by: log.reopened_user ?? null,
    })),
    services: rows.flatMap((row) => serviceRow(row)),
    unreadableServices: entries.length - rows.length,
    record: redacted(raw.data),
  }
}

/** A referral of a case (primero-contract §6.1). */
export interface PrimeroReferral {
  readonly id: string
  readonly recordId: string
  readonly status: (typeof referralStatuses)[number] | 'unknown'
  readonly serviceRecordId: string | null
  readonly transitionedTo: string | null
  readonly agency: string | null
  readonly userAgency: string | null
  readonly consentOverridden: boolean
  readonly createdAt: string | null
  readonly record: Redacted<Readonly<Record<string, unknown>>>
}

const referralStatuses = ['in_progress', 'accepted', 'rejected', 'done', 'revoked'] as const

/** A status of another name is a finding for the flow, never a default. */
const referralStatus = z
  .unknown()
  .transform((value) => referralStatuses.find((status) => status === value) ?? ('unknown' as const))

const referralShape = z.object({
  id: recordId,
  record_id: z.string(),
  status: referralStatus,
  service_record_id: text,
  transitioned_to: text,
  transitioned_to_agency: text,
  transitioned_to_user_agency: text,
  consent_overridden: flag.nullish(),
  created_at: z.union([instant, text]),
})

/** Reads one referral of an answer; null when it is none. */
export function readReferral(json: unknown): PrimeroReferral | null {
  const raw = jsonObject.safeParse(json)
  const found = referralShape.safeParse(json)
  if (!raw.success || !found.success) return null
  const shape = found.data
  const service = shape.service_record_id?.trim() ?? ''
  return {
    id: shape.id,
    recordId: shape.record_id,
    status: shape.status,
    serviceRecordId: service === '' ? null : service.toLowerCase(),
    transitionedTo: shape.transitioned_to ?? null,
    agency: shape.transitioned_to_agency ?? null,
    userAgency: shape.transitioned_to_user_agency ?? null,
    consentOverridden: shape.consent_overridden === true,
    createdAt: shape.created_at ?? null,
    record: redacted(raw.data),
  }
}

/** A user of Primero, as far as the exchange needs one: the contact of a case's owner. */
export interface PrimeroUser {
  readonly userName: string
  readonly disabled: boolean
  readonly profile: Redacted<{
    readonly position: string | null
    readonly email: string | null
    readonly phone: string | null
  }>
}

const userShape = z.object({
  user_name: z.string(),
  disabled: flag.nullish().catch(null),
  position: text,
  email: text,
  phone: text,
})

/** Reads one user of an answer; null when it is none. */
export function readUser(json: unknown): PrimeroUser | null {
  const found = userShape.safeParse(json)
  if (!found.success) return null
  const { user_name: userName, disabled, position, email, phone } = found.data
  const profile = { position: position ?? null, email: email ?? null, phone: phone ?? null }
  return { userName, disabled: disabled === true, profile: redacted(profile) }
}
