import type { Period } from '@ping-primero/core/measures/period.ts'
import { reportRows } from '@ping-primero/core/measures/rows.ts'
import { reportTable } from '@ping-primero/core/measures/table.ts'
import type { ReportAnswer } from '@ping-primero/core/measures/report.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import { refused, type Result } from '../../refusals/refusal.ts'
import type { Answer, Context, Outcome } from '../command.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { ReportOptions } from './command.ts'
import { reportWords } from './forms.ts'
import { periodOf } from './period.ts'

const kinds = ['flow', 'month'] as const
const formats = ['words', 'json', 'csv'] as const

interface Order {
  readonly by: (typeof kinds)[number]
  readonly format: (typeof formats)[number]
}

function orderOf(options: ReportOptions, json: boolean): Result<Order> {
  const by = kinds.find((kind) => kind === (options.by ?? 'flow'))
  if (by === undefined) return refused('arguments-invalid', '--by takes flow or month.')
  const format = formats.find((form) => form === (options.format ?? 'words'))
  if (format === undefined) return refused('arguments-invalid', '--format takes words, json or csv.')
  if (json && options.format !== undefined && format !== 'json') {
    return refused('arguments-invalid', '--json is a form of its own; leave out --format.')
  }
  return { ok: true, value: { by, format: json ? 'json' : format } }
}

/** `report`: counts of some months, in which small numbers are left out. */
export async function report(options: ReportOptions, context: Context): Promise<Outcome> {
  const order = orderOf(options, context.json)
  if (!order.ok) return order
  const { by, format } = order.value
  return withLedger(context, async (store) => {
    const chosen = await chosenDeployment(context, store, options.deployment)
    if (!chosen.ok) return chosen
    const deployment = chosen.value
    const period = periodOf(options, zoneOf(options, deployment, context), context.clock.now())
    if (!period.ok) return period
    const recounted = options.recount === true ? { differed: await store.measures.recount(deployment) } : null
    const counted = await store.measures.counted(deployment, period.value)
    const { byFlow, byMonth } = reportRows(counted)
    const rows = (by === 'flow' ? byFlow : byMonth)(period.value)
    const answer: ReportAnswer = { deployment, ...period.value, by, recounted, rows }
    return { ok: true, value: { json: answer, ...told(answer, format, period.value), exit: 0 } }
  })
}

/** By whose clocks a deployment counts its days. */
function zoneOf({ deployment }: ReportOptions, name: string, { env }: Context): string {
  const read = deployment === undefined ? null : readDeployment(deployment, env)
  const known = read?.ok === true ? read.value.deployment : usualDeployment(name, env)
  return known?.timezone ?? 'Etc/UTC'
}

function told(
  answer: ReportAnswer,
  format: Order['format'],
  period: Period,
): Pick<Answer, 'text' | 'isScript'> {
  // Its last line is ended by whoever prints it.
  if (format === 'csv') return { text: reportTable(answer).join('').slice(0, -1), isScript: true }
  if (format === 'json') return { text: JSON.stringify(answer), isScript: true }
  return { text: reportWords(answer, period) }
}
