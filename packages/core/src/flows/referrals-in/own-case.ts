/**
 * A case that this project made, and what Primero kept of it: fields of a form that the account's role may only read, or
 * that no form has, are dropped with 200 or 204, and the rest stays (primero-contract §4.1).
 */
import type { Deployment } from '../../deployment/deployment.ts'
import { caseIdFor } from '../../domain/ids.ts'
import { failed, ok, stop, type Result } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { coreFields } from '../../primero/core-fields.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { caseFields } from './identity.ts'
import { caseRecord, onlyFields, type Fields } from './records.ts'
import type { Referral } from './referral.ts'

/** The number by which a child is found again: a case without it is lost. */
export const numberField = 'unhcr_individual_no'

/** The record id under which this project makes the child's case. */
export function ownCaseId(run: RunContext, referral: Referral): string {
  return caseIdFor(run.host.keys, run.deployment.name, referral.individualNumber)
}

/** Fields that a case must have once it was made: what its map requires, the number above all. */
function neededFields(deployment: Deployment): readonly string[] {
  const rules = deployment.fieldMaps.get('1.1-case')?.rules ?? []
  const required = rules.filter((rule) => rule.required).map((rule) => rule.target)
  return [...new Set([numberField, ...required])].filter((field) => !coreFields.has(field))
}

/** What is read of a case into which was written: what flow 1.1 always reads, and what a new case must have. */
export function readBackFields(deployment: Deployment): string {
  return [...new Set([...caseFields(deployment).split(','), ...neededFields(deployment)])].join(',')
}

/** Whether a field holds nothing. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** Whether a case shows no number at all. */
export function isNumberless(found: PrimeroCase): boolean {
  return found.individualNumber === null
}

/** The needed ones of these fields that were sent and that the case, read with them, does not have. */
export function lackingFields(run: RunContext, sent: Fields, read: PrimeroCase): readonly string[] {
  const kept = read.record.reveal()
  return neededFields(run.deployment).filter((field) => !isEmpty(sent[field]) && isEmpty(kept[field]))
}

/** Whether an earlier write of ours into this case began and was never yet read back whole. */
export function isUnverified(item: LedgerItem, found: PrimeroCase): boolean {
  return item.step === 'intended' && item.sentAt === null && item.numbers.primeroId === found.id
}

/**
 * What a case that we made, and never yet read back whole, lacks of what it must have; nothing of any other case: that is
 * its caseworker's.
 */
export function lackingOfOwn(run: RunContext, referral: Referral, found: PrimeroCase): readonly string[] {
  // Without a number it was found by what another referral of the child began.
  if (!isUnverified(referral.item, found) && !isNumberless(found)) return []
  if (found.id !== ownCaseId(run, referral)) return []
  return lackingFields(run, caseRecord(run, referral), found)
}

/** Whether a case that we made, and never yet read back whole, lacks what every case of ours must have. */
export function lacksNeeded(run: RunContext, referral: Referral, found: PrimeroCase): boolean {
  if (!isUnverified(referral.item, found)) return false
  if (isNumberless(found)) return true
  const kept = found.record.reveal()
  const isOwn = found.id === ownCaseId(run, referral)
  return isOwn && neededFields(run.deployment).some((field) => isEmpty(kept[field]))
}

/** Of what the case is made of, that which it does not have, read of the case as it is now; the rest is the caseworker's. */
export async function fieldsToMend(
  run: RunContext,
  referral: Referral,
  { id }: PrimeroCase,
): Promise<Result<Fields>> {
  const record = caseRecord(run, referral)
  const names = Object.keys(record).filter((field) => !coreFields.has(field))
  const reading = await readCases(run.primero, [id], names.join(','))
  const failure = reading.failures.get(id)
  if (failure !== undefined) return failed(failure)
  const now = reading.found.get(id)?.[0]
  return now === undefined ? failed(stop('permission-missing', ['cases: read'])) : ok(emptyOf(record, now))
}

/** These of the fields that the case, read with all of them, does not have. */
function emptyOf(record: Fields, read: PrimeroCase): Fields {
  const kept = read.record.reveal()
  const names = Object.keys(record).filter((field) => !coreFields.has(field))
  return onlyFields(
    record,
    names.filter((field) => isEmpty(kept[field])),
  )
}

/**
 * What a case that a 409 tells us to be ours still lacks, read whole. Null where it has no number and somebody else may
 * have taken that out: nobody but us has saved it, or it lacks everything that it must have, or a person has to look.
 */
export function fieldsLeftOut(run: RunContext, record: Fields, read: PrimeroCase): Fields | null {
  const savedBy = read.record.reveal()['last_updated_by']
  const isOurs = savedBy === run.host.secrets.primeroUsername.reveal()
  const needed = neededFields(run.deployment).filter((field) => !isEmpty(record[field]))
  if (isOurs || lackingFields(run, record, read).length === needed.length) return emptyOf(record, read)
  return isNumberless(read) ? null : {}
}
