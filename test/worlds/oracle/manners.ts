import { runOf, type Seen, type SeenRequest, type SeenRun, type Violation } from './seen.ts'

const graceMs = 5_000
const minute = 60_000
/** Sign-ins that a system sees in a minute at most (P14). */
const mostSignIns = 3
/**
 * Troubles in a row until a system counts as down, and what may be under way by then (flows.md, Common 5): twice what may be
 * in flight, as a good answer to an earlier request may come in between and begin the count anew.
 */
const mostInVain = { ping: 5 + 2 * 8, primero: 5 + 2 * 4 }

/** P14: how systems are treated; P15: pauses; P16: one run at a time; P22: dry runs. */
export function manners(seen: Seen): readonly Violation[] {
  return [...pauses(seen), ...dryRuns(seen), ...oneAtATime(seen), ...signIns(seen), ...inVain(seen)]
}

/** What changes something that people see: signing in is a POST, and does not. */
function writesOf({ requests }: Seen): readonly SeenRequest[] {
  return requests.filter(({ write, kind }) => write && kind !== 'sign-in')
}

/** P15: nothing leaves a paused flow. */
function pauses(seen: Seen): readonly Violation[] {
  return writesOf(seen).flatMap((request) => {
    const flow = runOf(seen, request)?.flow
    const paused = seen.pauses.some((pause) => {
      const within = request.sentAt > pause.from + graceMs && request.sentAt < (pause.until ?? Infinity)
      return pause.flow === flow && within
    })
    return paused ? [{ property: 'P15', words: `paused flow ${flow} sent ${request.kind}` }] : []
  })
}

/** P22: a dry run writes nothing, in no system and not in the ledger. */
function dryRuns(seen: Seen): readonly Violation[] {
  const dry = seen.runs.filter(({ dryRun }) => dryRun)
  return dry.flatMap((run): readonly Violation[] => {
    const sent = writesOf(seen).filter((request) => request.run === run.number)
    const { wording } = run
    const changed =
      wording !== null &&
      wording.before !== null &&
      wording.after !== null &&
      wording.before !== wording.after
    return [
      ...sent.map(({ kind }) => ({ property: 'P22', words: `a dry run of ${run.flow} sent ${kind}` })),
      ...(changed && !isDisturbed(seen, run)
        ? [{ property: 'P22', words: `a dry run of ${run.flow} changed the ledger` }]
        : []),
    ]
  })
}

/** Whether an operator, another run or a harmed file changed the ledger while a run lasted. */
function isDisturbed(seen: Seen, { number, turnAt, endedAt }: SeenRun): boolean {
  if (turnAt === null || endedAt === null) return true
  const others = seen.runs.filter((run) => run.number !== number && run.turnAt !== null)
  const times = [...seen.acts, ...seen.setBacks]
  return (
    times.some((at) => at >= turnAt && at <= endedAt) ||
    others.some((run) => (run.turnAt ?? 0) <= endedAt && (run.endedAt ?? 0) >= turnAt)
  )
}

/** P16: the writes of two runs never take turns, whatever process they are of. */
function oneAtATime(seen: Seen): readonly Violation[] {
  const gone = new Set<number>()
  let last: number | null = null
  const violations: Violation[] = []
  for (const { run, kind } of [...writesOf(seen)].sort((one, other) => one.sentAt - other.sentAt)) {
    if (run === null || run === last) continue
    if (gone.has(run)) {
      violations.push({
        property: 'P16',
        words: `run ${run} sent ${kind} after run ${last} had begun to write`,
      })
    }
    if (last !== null) gone.add(last)
    last = run
  }
  return violations
}

function isSignIn({ kind, path, method }: SeenRequest): boolean {
  return kind === 'sign-in' || (method === 'POST' && (path.endsWith('/token') || path.endsWith('/tokens')))
}

/**
 * P14: no run signs in more often than so many times a minute, beside where the system itself says when to come again, or
 * gives tokens that end at once (F19).
 * Only here do the runs of several flows follow each other at once.
 */
function signIns(seen: Seen): readonly Violation[] {
  const ofRun = Map.groupBy(
    seen.requests.filter(
      (one) =>
        isSignIn(one) &&
        one.status !== 429 &&
        one.status !== 503 &&
        !(seen.tokensEnd && one.system === 'ping'),
    ),
    ({ run, system }) => `${run} to ${system}`,
  )
  return [...ofRun].flatMap(([whose, times]) => {
    const over = times.find((one, index) => {
      const later = times[index + mostSignIns]
      return later !== undefined && later.sentAt - one.sentAt < minute
    })
    return over === undefined
      ? []
      : [
          {
            property: 'P14',
            words: `run ${whose}: more than ${mostSignIns} sign-ins in a minute`,
          },
        ]
  })
}

/** P14: a system that is down for hours is left alone by a run once that has seen it. */
function inVain(seen: Seen): readonly Violation[] {
  return seen.runs.flatMap(({ number, flow }) =>
    (['ping', 'primero'] as const).flatMap((system) => {
      let inARow = 0
      let most = 0
      for (const { run, fault, ...request } of seen.requests) {
        if (run !== number || request.system !== system) continue
        inARow = fault === 'F16' && request.status === 503 ? inARow + 1 : 0
        most = Math.max(most, inARow)
      }
      if (most <= mostInVain[system]) return []
      return [
        {
          property: 'P14',
          words: `run ${number} of ${flow} asked ${system} ${most} times while it was down`,
        },
      ]
    }),
  )
}
