import type { Claim, Seen, SeenRun, Violation } from './seen.ts'

/** As long as a client waits, ms. */
const patienceMs = 60_000

const systemOf: Readonly<Record<string, 'ping' | 'primero'>> = {
  'ping-unavailable': 'ping',
  'primero-unavailable': 'primero',
}

/** The system that an item is said to wait for because it gave no answer in time; null where none is. */
function unansweredBy({ state, reason, about }: Claim): 'ping' | 'primero' | null {
  if (state !== 'waiting' || !about.includes('"timeout"')) return null
  return systemOf[reason ?? ''] ?? null
}

/**
 * P9: no item is left as if a system had not answered, where every request to that system was answered in time: an answer
 * that comes late is none that is missing.
 */
export function lateIsNoTrouble(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  let before: readonly Claim[] = []
  let since = Number.NEGATIVE_INFINITY
  const ended = seen.runs.flatMap((run) => (run.endedAt === null || run.claims === null ? [] : [run]))
  for (const run of ended.toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0))) {
    const claims = run.claims ?? []
    const until = run.endedAt ?? since
    const wasSetBack = seen.setBacks.some((at) => at >= since && at <= until)
    if (!wasSetBack && !isMisread(seen, run)) {
      violations.push(...newlySaid(seen, { claims, before, since, until }))
    }
    before = claims
    since = until
  }
  return violations
}

function newlySaid(
  seen: Seen,
  {
    claims,
    before,
    since,
    until,
  }: {
    readonly claims: readonly Claim[]
    readonly before: readonly Claim[]
    readonly since: number
    readonly until: number
  },
): readonly Violation[] {
  const known = new Set(before.filter((claim) => unansweredBy(claim) !== null).map(nameOf))
  return claims.flatMap((claim) => {
    const system = unansweredBy(claim)
    if (system === null || known.has(nameOf(claim)) || wasUnanswered(seen, system, since, until)) return []
    const words = `${nameOf(claim)} waits for ${system} as if it had not answered, and it had`
    return [{ property: 'P9', words }]
  })
}

function nameOf({ flow, key }: Claim): string {
  return `${flow} ${key}`
}

/** Whether some request to a system, under way between two moments, had no answer in time. */
function wasUnanswered(seen: Seen, system: 'ping' | 'primero', since: number, until: number): boolean {
  return seen.requests.some((request) => {
    if (request.system !== system || request.sentAt > until || request.sentAt + patienceMs < since)
      return false
    const { answeredAt, status } = request
    // Without a status nothing came back, however soon that was known.
    return status === null || answeredAt === null || answeredAt - request.sentAt >= patienceMs
  })
}

function isMisread(seen: Seen, { startedAt, endedAt }: SeenRun): boolean {
  const end = endedAt ?? startedAt
  return seen.badPages.some(({ from, until }) => from <= end && (until ?? end) >= startedAt)
}
