import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'

const Done = z.object({ did: z.enum(['paused', 'paused-before', 'resumed', 'not-paused']), flow: FlowName })

/** What came of pausing or resuming, as the page's address says it and as long as it is true; nothing otherwise. */
export async function flowsFeedback({ query, say, deployment, host }: Reading): Promise<Html> {
  const done = Done.safeParse(Object.fromEntries(query))
  if (!done.success) return nothing
  const { did, flow } = done.data
  const status = await host.ledger.status(deployment.name)
  const isPaused = status.some((one) => one.flow === flow && one.pause !== null)
  const saysPaused = did === 'paused' || did === 'paused-before'
  if (isPaused !== saysPaused) return nothing
  return feedback(
    saysPaused ? 'pause' : 'ok',
    say(`did.${did}`, { flow: say(`flow.${flow}`) }),
    say(`did.${did}.text`),
  )
}
