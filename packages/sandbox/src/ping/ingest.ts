import { z } from 'zod'
import type { SystemAnswer } from '../server/system.ts'
import { isRefused, readCall } from './call.ts'
import type { CallRules } from './call.ts'
import type { PingContext } from './context.ts'
import { jsonAnswer, refusal } from './context.ts'
import { processQueued } from './process-referrals.ts'
import type { IngestedItem, ItemOutcome, Transaction } from './records.ts'
import { applyReferralUpdate, referralUpdateTrouble } from './update-referral.ts'
import { applyTransferUpdate, transferUpdateTrouble } from './update-transfer.ts'

const ingestedItems = z.object({
  Data: z.array(
    z.object({
      ExternalId: z.string(),
      Attachments: z.array(z.object({ Comment: z.string().nullish() })).nullish(),
      Fields: z.array(
        z.object({ Name: z.string(), Value: z.union([z.string(), z.number(), z.null()]).optional() }),
      ),
    }),
  ),
})

/**
 * Synchronous ingestion (§3.3): SHP-2748 and SHP-2284 update by GUID. Blank values (absent, null, "") leave the stored
 * value alone: whether the real server clears it is not known, and clearing would hide a client's mistake.
 */
export function ingest(text: string, partner: string, context: PingContext): SystemAnswer {
  const { settings, store } = context
  const { updateTransfer, updateReferral } = settings.processes
  const read = readItems(
    text,
    partner,
    { interop: 'InteropId', processes: [updateTransfer, updateReferral] },
    context,
  )
  if ('refused' in read) return read.refused
  const { process, items } = read

  const isTransfer = process === updateTransfer
  const trouble = isTransfer ? transferUpdateTrouble : referralUpdateTrouble
  const outcomes = items.map((item): ItemOutcome => {
    const error = trouble(item, context)
    return error === null ? { state: 'done', referralGuid: null } : { state: 'failed', error }
  })
  const firstError = outcomes.find((outcome) => outcome.state === 'failed')?.error
  if (firstError !== undefined && settings.badItem === 'batch')
    return refusal(settings.refusalStatus, firstError)

  const apply = isTransfer ? applyTransferUpdate : applyReferralUpdate
  const transaction: Transaction = {
    id: context.newId(),
    process,
    at: context.now(),
    items: items.map((item, index) => ({ item, outcome: outcomes[index] ?? { state: 'queued' } })),
    checks: 0,
  }
  for (const { item, outcome } of transaction.items) if (outcome.state === 'done') apply(item, context)
  store.putTransaction(transaction)
  return jsonAnswer(200, {
    ...(settings.updateAnswer === 'with-transaction' ? { SPHTransactionId: transaction.id } : {}),
    ErrorMessage: null,
    ...(settings.badItem === 'item' ? { Data: transaction.items.map(itemAnswer) } : {}),
  })
}

/** Asynchronous ingestion (§3.4): SHP-2731. A good answer means accepted for processing, nothing more. */
export function ingestLater(text: string, partner: string, context: PingContext): SystemAnswer {
  const { settings, store } = context
  const rules = {
    interop: 'InteropID',
    version: 'V2',
    processes: [settings.processes.createReferral],
  } as const
  const read = readItems(text, partner, rules, context)
  if ('refused' in read) return read.refused
  const transaction: Transaction = {
    id: context.newId(),
    process: read.process,
    at: context.now(),
    items: read.items.map((item) => ({ item, outcome: { state: 'queued' } })),
    checks: 0,
  }
  store.putTransaction(transaction)
  processQueued(transaction, context)
  return jsonAnswer(
    200,
    settings.createAnswer === 'with-transaction'
      ? { SPHTransactionId: transaction.id, ErrorMessage: null }
      : { ErrorMessage: null },
  )
}

function itemAnswer({ item, outcome }: { item: IngestedItem; outcome: ItemOutcome }): unknown {
  return outcome.state === 'failed'
    ? { ExternalId: item.externalId, Status: 'Failed', ErrorMessage: outcome.error }
    : { ExternalId: item.externalId, Status: 'Success', ErrorMessage: null }
}

function readItems(
  text: string,
  partner: string,
  rules: CallRules,
  context: PingContext,
): { process: string; items: readonly IngestedItem[] } | { refused: SystemAnswer } {
  const { settings } = context
  if (partner !== settings.partnerId)
    return { refused: refusal(400, `PartnerId ${JSON.stringify(partner)} is not valid.`) }
  const call = readCall(text, rules, settings)
  if (isRefused(call)) return { refused: call }
  const data = ingestedItems.safeParse(call.body).data?.Data
  if (!data)
    return {
      refused: refusal(settings.refusalStatus, 'Data is not a list of ExternalId, Attachments and Fields.'),
    }
  if (data.length === 0) return { refused: refusal(settings.refusalStatus, 'Data holds no record.') }
  if (settings.maxItems !== null && data.length > settings.maxItems)
    return { refused: refusal(settings.refusalStatus, `Data holds more than ${settings.maxItems} records.`) }
  return {
    process: call.process,
    items: data.map((item) => ({
      externalId: item.ExternalId,
      fields: Object.fromEntries(
        item.Fields.flatMap(({ Name, Value }) =>
          Value === undefined || Value === null || Value === '' ? [] : [[Name, String(Value)]],
        ),
      ),
      comments: (item.Attachments ?? []).flatMap(({ Comment }) => Comment ?? []),
    })),
  }
}
