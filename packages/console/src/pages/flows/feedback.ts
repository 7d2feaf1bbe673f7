import { html } from 'hono/html'
import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import { endWords } from '../../undertakings/end-words.ts'
import { lookAddress } from './going.ts'
import { isPaused } from '../is-paused.ts'

const Done = z.object({ did: z.enum(['paused', 'paused-before', 'resumed', 'not-paused']), flow: FlowName })

const Begun = z.object({ begun: z.enum(['run', 'look-again', 'try']), flow: FlowName })

/** What came of an act, as the page's address says it and as long as it is so; nothing otherwise. */
export async function flowsFeedback(reading: Reading): Promise<Html> {
  const query = Object.fromEntries(reading.query)
  const done = Done.safeParse(query)
  if (done.success) return switched(done.data, reading)
  const begun = Begun.safeParse(query)
  if (!begun.success) return nothing
  return begunFeedback(begun.data, lookAddress(begun.data.flow, reading), reading)
}

/** What came of pausing or resuming. */
async function switched({ did, flow }: z.infer<typeof Done>, reading: Reading): Promise<Html> {
  const { say } = reading
  const saysPaused = did === 'paused' || did === 'paused-before'
  if ((await isPaused(flow, reading)) !== saysPaused) return nothing
  return feedback(
    saysPaused ? 'pause' : 'ok',
    say(`did.${did}`, { flow: say(`flow.${flow}`) }),
    say(`did.${did}.text`),
  )
}

/** How far something is that was begun, or what came of it; `look` is where to look again. */
export function begunFeedback({ begun, flow }: z.infer<typeof Begun>, look: string, reading: Reading): Html {
  const { say, deployment, host } = reading
  const undertaking = host.undertakings
    .of(deployment.name)
    .find((one) => one.kind === begun && one.flow === flow)
  if (undertaking === undefined) return nothing
  const { end, progress } = undertaking
  const named = { flow: say(`flow.${flow}`) }
  if (end === null) {
    const goes = say(progress === null ? 'far.waits' : 'going.leave')
    return feedback(
      'wait',
      say(`begun.${begun}`, named),
      html`${goes} <a href="${look}">${say('going.look')}</a>`,
    )
  }
  const isWell = end.kind === 'done' && end.skipped === null && end.stopped === null
  return feedback(isWell ? 'ok' : 'attn', say(`ended.${begun}`, named), endWords(end, flow, say))
}
