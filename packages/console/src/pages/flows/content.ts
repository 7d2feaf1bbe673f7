import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import type { Content, Reading } from '../reading.ts'
import type { OpenForm } from './forms.ts'
import { flowsOf } from './model.ts'
import { flowsPage } from './page.ts'

/** How many changes stand on the page. */
const mostChanges = 5

/** The page, below what came of an act; `open` = a form that comes back with what was typed. */
export async function flowsContent(
  reading: Reading,
  feedback: Html,
  open: OpenForm | null = null,
): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const { ledger } = host
  const { name } = deployment
  const [flows, lastRuns, cursors, underWay, changes, firstFound] = await Promise.all([
    ledger.status(name),
    ledger.lastRuns(name),
    ledger.cursors(name),
    ledger.underWay(name, new Date(nowMs).toISOString()),
    ledger.flowChanges(name, mostChanges),
    ledger.firstFound(name),
  ])
  const undertakings = host.undertakings.of(name)
  const shown = flowsOf({
    deployment,
    nowMs,
    flows,
    lastRuns,
    cursors,
    underWay,
    changes,
    firstFound,
    undertakings,
  })
  return {
    content: html`${feedback}${flowsPage(shown, reading, open)}`,
    attention: shown.attention,
  }
}
