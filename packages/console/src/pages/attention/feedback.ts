import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'

const Tried = z.object({ tried: z.coerce.number().int().min(0), flow: FlowName })

/** What came of trying again, as the page's address says it; nothing where it says none. */
export async function triedFeedback(reading: Reading): Promise<Html> {
  const { query, say, times, deployment, host, nowMs } = reading
  const tried = Tried.safeParse(Object.fromEntries(query))
  if (!tried.success) return nothing
  const { tried: count, flow } = tried.data
  const named = { flow: say(`flow.${flow}`) }
  const status = await host.ledger.status(deployment.name)
  const isPaused = status.some((one) => one.flow === flow && one.pause !== null)
  const next = deployment.nextRun(flow, nowMs)
  const text = isPaused
    ? say('tried.paused', named)
    : next === null
      ? say('tried.no-run', named)
      : say('tried.next', { ...named, time: times.text(next) })
  return feedback('ok', say('tried.heading', { count }), count === 0 ? say('tried.none') : text)
}
