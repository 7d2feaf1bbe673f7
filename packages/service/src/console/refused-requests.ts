import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { RequestRefusal } from '@ping-primero/console/refusals.ts'
import type { ServiceLog } from '../log/log.ts'

const minuteMs = 60_000

/** Logs what the console refuses: the first of each kind at once, and those of the minute after it by their number with the next. */
export function refusedRequests(log: ServiceLog, now: () => number): ConsoleHost['refused'] {
  const kinds = new Map<RequestRefusal, { loggedAt: number; count: number }>()
  return (why) => {
    const kind = kinds.get(why) ?? { loggedAt: -minuteMs, count: 0 }
    kinds.set(why, kind)
    kind.count += 1
    if (now() - kind.loggedAt < minuteMs) return
    log({ event: 'request-refused', why, count: kind.count })
    kind.loggedAt = now()
    kind.count = 0
  }
}
