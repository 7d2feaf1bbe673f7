import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { attentionCount } from '../attention-count.ts'
import { missingReasons, mostMissing } from '../mappings/missing.ts'
import type { Content, Reading } from '../reading.ts'
import { goingLiveOf } from './model.ts'
import { goingLivePage } from './page.ts'

/** The page, below what came of an act. */
export async function goingLiveContent(reading: Reading, feedback: Html): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const [flows, ages, attention] = await Promise.all([
    host.ledger.status(deployment.name),
    host.ledger.oldestBySubject(deployment.name, missingReasons, mostMissing),
    attentionCount(reading),
  ])
  const check = host.checks.of(deployment.name)
  const goingLive = goingLiveOf({ deployment, nowMs, flows, ages, check })
  return { content: html`${feedback}${goingLivePage(goingLive, check, reading)}`, attention }
}
