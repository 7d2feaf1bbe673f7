import { everybody } from '../../roles.ts'
import type { Route } from '../route.ts'
import type { Content, Reading } from '../reading.ts'
import { todayOf } from './model.ts'
import { todayPage } from './page.ts'

const dayMs = 86_400_000
/** How many that went through stand on the page. */
const mostLately = 5

async function read(reading: Reading): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const { ledger } = host
  const { name } = deployment
  const dayAgo = new Date(nowMs - dayMs).toISOString()
  const [flows, systemsDown, confirmedLately, lately, firstFound, ages] = await Promise.all([
    ledger.status(name),
    ledger.systemsDown(name),
    ledger.confirmedSince(name, dayAgo),
    ledger.lately(name, mostLately),
    ledger.firstFound(name),
    ledger.oldestByReason(name),
  ])
  const input = { deployment, nowMs, flows, systemsDown, confirmedLately, lately, firstFound, ages }
  const today = todayOf(input)
  return { content: todayPage(today, reading), attention: today.attention }
}

export const today: Route = { page: 'today', path: '/today', may: everybody, read }
