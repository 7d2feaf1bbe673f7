import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import { headText } from '../../ledger/history-head.ts'
import type { HistoryHead } from '../../ledger/history-head.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { amount } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { nothingMore, writeLongAnswer } from '../long-answer.ts'
import { instantOf } from '../run/handler.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { Verified } from './answer.ts'
import { chosenPages, type Chosen, type Written } from './chosen-pages.ts'
import type { ExportOptions } from './command.ts'
import { verified, verifiedWords } from './verified.ts'
import { csvEntry, csvHeader, jsonEntry } from './forms.ts'
import type { ExportedEntry } from './forms.ts'
import { entriesInWords } from './entries-in-words.ts'

const forms = ['jsonl', 'csv', 'text'] as const
type Form = (typeof forms)[number] | 'json'

interface Order extends Chosen {
  readonly form: Form
}

interface Checked extends Written {
  /** Of the whole history, whatever the period; null until all is written. */
  verified: Verified | null
}

function boundOf(option: string, text: string | undefined): Result<string | null> {
  const value = text === undefined ? null : instantOf(text)
  return text !== undefined && value === null
    ? refused('arguments-invalid', `${option} takes an ISO date or time such as 2026-03-01T00:00:00Z.`)
    : { ok: true, value }
}

function orderOf(options: ExportOptions, json: boolean): Result<Order> {
  const format = forms.find((form) => form === (options.format ?? 'jsonl'))
  if (format === undefined) return refused('arguments-invalid', '--format takes jsonl, csv or text.')
  if (json && options.format !== undefined) {
    return refused('arguments-invalid', '--json is a form of its own; leave out --format.')
  }
  const from = boundOf('--from', options.from)
  if (!from.ok) return from
  const to = boundOf('--to', options.to)
  if (!to.ok) return to
  if (from.value !== null && to.value !== null && from.value >= to.value) {
    return refused('arguments-invalid', '--from must be before --to.')
  }
  const people = options.people ?? false
  return { ok: true, value: { form: json ? 'json' : format, from: from.value, to: to.value, people } }
}

/** The export as text, a page at a time. Checks the history before it ends, so that one value can say what came of it. */
async function* pieces(
  pages: AsyncIterable<readonly ExportedEntry[]>,
  deployment: string,
  order: Order,
  written: Checked,
  verify: () => Promise<Verified>,
  inWords: (entries: readonly ExportedEntry[]) => Promise<string>,
): AsyncGenerator<string> {
  const { form, from, to } = order
  if (form === 'csv') yield csvHeader
  if (form === 'json') {
    yield `${JSON.stringify({ deployment, from, to }).slice(0, -1)},"entries":[`
  }
  let first = true
  for await (const entries of pages) {
    if (form === 'csv') yield entries.map(csvEntry).join('')
    else if (form === 'text') yield await inWords(entries)
    else if (form === 'jsonl') yield entries.map((entry) => `${jsonEntry(entry)}\n`).join('')
    else yield (first ? '' : ',') + entries.map(jsonEntry).join(',')
    first = false
  }
  written.verified = await verify()
  if (form === 'json') yield jsonEnd(written.head, written.verified)
}

/** What follows the entries in the form of one value: their head, and whether the history is as it was written. */
function jsonEnd(head: HistoryHead | null, check: Verified): string {
  const { ok } = check
  const end = { head: head === null ? null : headText(head), ok, ...(ok ? {} : { fault: check.fault }) }
  return `],${JSON.stringify(end).slice(1)}\n`
}

/** How many entries were written. No head of a touched history is to be kept. */
function writtenWords(deployment: string, { entries, head, verified: check }: Checked): string {
  const kept = head === null || check?.ok === false ? '' : ` Head, to be kept elsewhere: ${headText(head)}`
  return `${deployment}: ${amount(entries, 'entry', 'entries')}.${kept}\n`
}

/** By whose clocks a deployment is told of; null = in UTC. */
function zoneOf(directory: string | undefined, name: string, { env }: Context): string | null {
  const read = directory === undefined ? null : readDeployment(directory, env)
  const deployment = read?.ok === true ? read.value.deployment : usualDeployment(name, env)
  return deployment?.timezone ?? null
}

/**
 * `audit export`: the entries of a history in a form from which anybody can compute the chain again (`docs/audit.md`).
 * Writes to stdout itself, since a history may be too long to hold; how many there were goes to stderr. A history that
 * was touched is exported as it stands, and it is said on stderr and by exit code 3.
 */
export async function auditExport(options: ExportOptions, context: Context): Promise<Outcome> {
  const order = orderOf(options, context.json)
  if (!order.ok) return order
  keepHeapSmall()
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const { value: name } = deployment
    const written: Checked = { entries: 0, head: null, verified: null }
    const pages = chosenPages(store.operators.entries(name), order.value, written)
    const verify = async () => verified(name, await store.operators.verify(name))
    const zone = options.utc === true ? null : zoneOf(options.deployment, name, context)
    const inWords = (entries: readonly ExportedEntry[]): Promise<string> =>
      entriesInWords(entries, store.forDeployment(name), zone)
    const all = pieces(pages, name, order.value, written, verify, inWords)
    if (!(await writeLongAnswer(all))) return nothingMore(0)
    const { verified: check } = written
    if (!context.json) process.stderr.write(writtenWords(name, written))
    if (check === null || check.ok) return nothingMore(0)
    process.stderr.write(`${verifiedWords(check)}\n`)
    return nothingMore(3)
  })
}
