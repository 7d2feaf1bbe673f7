import { html } from 'hono/html'
import { z } from 'zod'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { onward } from '../../parts/linked.ts'
import type { Undertaking } from '../../undertakings/undertaking.ts'
import { nothing } from '../../words/say.ts'
import { anchorOf } from '../addresses.ts'
import { endWords } from '../../undertakings/end-words.ts'
import type { Reading } from '../reading.ts'
import { isPaused } from '../is-paused.ts'

const Tried = z.object({
  tried: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  flow: FlowName,
})

/** What is said of a list, and of one referral on its own page. */
const words = {
  list: { next: 'tried.next', ran: 'tried.ran', runs: 'tried.runs' },
  one: { next: 'tried.one.next', ran: 'tried.one.ran', runs: 'tried.one.runs' },
} as const

/** What came of trying again, as the page's address says it; nothing where it says none. */
export async function triedFeedback(reading: Reading, of: keyof typeof words = 'list'): Promise<Html> {
  const { query, say } = reading
  // On a list, the flow of its address narrows the list down.
  const flow = query.get('tried-flow') ?? query.get('flow')
  const tried = Tried.safeParse({ tried: query.get('tried'), flow })
  if (!tried.success) return nothing
  const { tried: count, flow: first } = tried.data
  const text = count === 0 ? say('tried.none') : await whenOf(first, of, reading)
  return feedback('ok', say('tried.heading', { count }), text)
}

/** When it is looked at: now, by the run that was begun for it, or later. */
async function whenOf(flow: Flow, of: keyof typeof words, reading: Reading): Promise<Html | string> {
  const { say, times, deployment, host, nowMs } = reading
  const named = { flow: say(`flow.${flow}`) }
  if (await isPaused(flow, reading)) return say('tried.paused', named)
  const run = host.undertakings.of(deployment.name).find((one) => one.kind === 'run' && one.flow === flow)
  if (run !== undefined) return runWords(run, of, reading)
  const next = deployment.nextRun(flow, nowMs)
  return next === null
    ? say('tried.no-run', named)
    : say(words[of].next, { ...named, time: times.text(next) })
}

function runWords(
  { flow, progress, isFollowed, end }: Undertaking,
  of: keyof typeof words,
  reading: Reading,
): Html | string {
  const { say } = reading
  const named = { flow: say(`flow.${flow}`) }
  if (end?.kind === 'done' && end.skipped === null && end.stopped === null) return say(words[of].ran, named)
  if (end !== null) return endWords(end, flow, say)
  const waits = progress === null || isFollowed
  const look = onward(reading, 'flows', say('going.look'), { fragment: anchorOf(flow) })
  return html`${say(waits ? 'tried.waits' : words[of].runs, named)} ${look}`
}
