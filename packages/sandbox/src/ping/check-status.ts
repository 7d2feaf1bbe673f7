import type { SystemAnswer } from '../server/system.ts'
import { isRefused, readCall } from './call.ts'
import type { PingContext } from './context.ts'
import { jsonAnswer } from './context.ts'
import { processQueued } from './process-referrals.ts'
import type { IngestedItem, ItemOutcome } from './records.ts'
import type { PingSettings } from './settings.ts'

/**
 * The status of an ingestion (§3.5). The members beside `Data` and the status words are the simulator's own guess;
 * the shapes of `Data` are those that have been seen, the broken one included. Nothing is known of an unknown
 * transaction, nor of one that belongs to another process.
 */
export function checkStatus(text: string, context: PingContext): SystemAnswer {
  const { settings, store } = context
  const { updateTransfer, createReferral, updateReferral } = settings.processes
  const call = readCall(
    text,
    {
      interop: 'InteropID',
      partner: 'PartnerId',
      processes: [updateTransfer, createReferral, updateReferral],
    },
    settings,
  )
  if (isRefused(call)) return call
  const id = call.body['SPHTransactionId']
  const transaction = typeof id === 'string' ? store.transactions.get(id) : undefined
  if (!transaction || transaction.process !== call.process) return statusAnswer({ Data: null }, context)

  const items = transaction.items.map(({ item, outcome }) => ({ item, outcome }))
  transaction.checks += 1
  processQueued(transaction, context)
  const [only] = items
  const shapes: Readonly<Record<PingSettings['statusShape'], () => Readonly<Record<string, unknown>>>> = {
    array: () => ({ Data: items.map(asObject) }),
    // One item stands by itself; several can only be a list.
    object: () => ({ Data: items.length === 1 && only ? asObject(only) : items.map(asObject) }),
    'broken-string': () => ({ Data: `[${items.map((entry) => asBrokenText(entry, context)).join(',')}]` }),
    null: () => ({ Data: null }),
    empty: () => ({ Data: '' }),
    absent: () => ({}),
  }
  return statusAnswer(shapes[settings.statusShape](), context)
}

const statusWords = { queued: 'InProgress', done: 'Success', failed: 'Failed' } as const

interface Entry {
  readonly item: IngestedItem
  readonly outcome: ItemOutcome
}

function statusAnswer(data: Readonly<Record<string, unknown>>, context: PingContext): SystemAnswer {
  return jsonAnswer(200, { ...data, ErrorMessage: null, SPHTransactionId: context.newId() })
}

function asObject({ item, outcome }: Entry): Readonly<Record<string, unknown>> {
  return {
    ExternalId: item.externalId,
    Data: item.fields,
    Status: statusWords[outcome.state],
    ErrorMessage: errorOf(outcome),
  }
}

/**
 * An object pasted into quotes without escaping anything: quotes, line breaks and braces of free text stand as they
 * were written.
 */
function asBrokenText({ item, outcome }: Entry, { settings }: PingContext): string {
  const pasted = Object.entries(item.fields)
    .map(([name, value]) => `"${name}":"${value}"`)
    .join(',')
  const data = `"Data":"{${pasted}}"`
  const id = `"ExternalId":${JSON.stringify(item.externalId)}`
  const rest = `"Status":"${statusWords[outcome.state]}","ErrorMessage":${JSON.stringify(errorOf(outcome))}`
  return settings.statusDataPlace === 'second' ? `{${id},${data},${rest}}` : `{${id},${rest},${data}}`
}

function errorOf(outcome: ItemOutcome): string | null {
  return outcome.state === 'failed' ? outcome.error : null
}
