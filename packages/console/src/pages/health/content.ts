import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { checkedOf, checks } from '../audit/checked.ts'
import type { Content, Reading } from '../reading.ts'
import { knownComparison } from './comparison.ts'
import { healthOf } from './model.ts'
import { healthPage } from './page.ts'

/** How far back the page looks for runs that did not come. */
const weekMs = 7 * 86_400_000

/** The page, below what came of an act. */
export async function healthContent(reading: Reading, feedback: Html): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const { ledger } = host
  const { name } = deployment
  const since = new Date(nowMs - weekMs).toISOString()
  const [flows, systemsDown, ages, times, underWay, storage, seal, noted, compared] = await Promise.all([
    ledger.status(name),
    ledger.systemsDown(name),
    ledger.oldestByReason(name),
    ledger.runTimes(name, since),
    ledger.underWay(name, new Date(nowMs).toISOString()),
    ledger.storage(),
    ledger.seal(name),
    ledger.lastNoted(name, checks),
    ledger.lastNoted(name, ['compared']),
  ])
  const entries = seal?.position ?? 0
  const checked = checkedOf(noted, host.verifications.of(name))
  const health = healthOf({
    deployment,
    nowMs,
    flows,
    systemsDown,
    ages,
    times,
    isUnderWay: underWay !== null,
    storage,
    entries,
    checked,
    comparison: knownComparison(compared, host.comparisons.of(name)),
  })
  return { content: html`${feedback}${healthPage(health, reading)}`, attention: health.attention }
}
