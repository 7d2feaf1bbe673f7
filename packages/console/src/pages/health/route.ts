import { operators } from '../../roles.ts'
import type { Content, Reading } from '../reading.ts'
import type { Route } from '../route.ts'
import { healthOf } from './model.ts'
import { healthPage } from './page.ts'

/** How far back the page looks for runs that did not come. */
const weekMs = 7 * 86_400_000

async function read(reading: Reading): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const { ledger } = host
  const { name } = deployment
  const since = new Date(nowMs - weekMs).toISOString()
  const [flows, systemsDown, ages, times, underWay, storage, seal] = await Promise.all([
    ledger.status(name),
    ledger.systemsDown(name),
    ledger.oldestByReason(name),
    ledger.runTimes(name, since),
    ledger.underWay(name, new Date(nowMs).toISOString()),
    ledger.storage(),
    ledger.seal(name),
  ])
  const entries = seal?.position ?? 0
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
  })
  return { content: healthPage(health, reading), attention: health.attention }
}

export const health: Route = { page: 'health', path: '/health', may: operators, read }
