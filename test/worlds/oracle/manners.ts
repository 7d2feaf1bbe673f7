import { runOf, type Seen, type SeenRequest, type SeenRun, type Violation } from './seen.ts'

const graceMs = 5_000
const minute = 60_000
/** Sign-ins that a system sees in a minute at most (P14). */
const mostSignIns = 3
/** Further ones that refused tokens and sessions may ask for. */
const mostAskedFor = 2
/** Wrong passwords in a row at which Primero locks an account (primero-contract §1.3). */
const wrongAttemptsThatLock = 6
/** Troubles in a row until a system counts as down, and what may be under way by then (flows.md, Common 5). */
const mostInVain = { ping: 5 + 8, primero: 5 + 4 }
/** Pages of a list that goes round in a circle. */
const mostInACircle = 8

/** P14: how systems are treated; P15: pauses; P16: one run at a time; P22: dry runs. */
export function manners(seen: Seen): readonly Violation[] {
  return [
    ...pauses(seen),
    ...dryRuns(seen),
    ...oneAtATime(seen),
    ...signIns(seen),
    ...lockedOut(seen),
    ...inVain(seen),
    ...inCircles(seen),
  ]
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
 * refused a token or session that it had given. Only here do the runs of several flows follow each other at once.
 */
function signIns(seen: Seen): readonly Violation[] {
  const ofRun = Map.groupBy(seen.requests, ({ run, system }) => `${run} to ${system}`)
  return [...ofRun].flatMap(([whose, requests]) => {
    const times = requests.filter((one) => isSignIn(one) && one.status !== 429)
    const refused = requests.filter((one) => !isSignIn(one) && one.status === 401).length
    const most = mostSignIns + Math.min(mostAskedFor, refused)
    const isOver = times.some((one, index) => {
      const later = times[index + most]
      return later !== undefined && later.sentAt - one.sentAt < minute
    })
    return isOver ? [{ property: 'P14', words: `run ${whose}: more than ${most} sign-ins in a minute` }] : []
  })
}

/** Whether Primero counts a request as a wrong password: not where the session is over, nor where only the account is not activated. */
function isWrongPassword({ refusal }: SeenRequest): boolean {
  return /invalid user name or password/i.test(refusal ?? '')
}

/**
 * P14: a wrong password is tried so seldom that the account of Primero is never locked by it. Runs whose process died or
 * whose ledger failed could not remember what they heard, and a ledger that was set back has forgotten it.
 */
function lockedOut(seen: Seen): readonly Violation[] {
  const remembered = new Set(seen.runs.filter(({ counts }) => counts !== null).map(({ number }) => number))
  const heard = seen.requests
    .filter(({ system, fault, run }) => system === 'primero' && fault === null && run !== null)
    .filter(({ run, path }) => remembered.has(run ?? -1) && path !== '/api/v2/primero')
    .sort((one, other) => (one.answeredAt ?? one.sentAt) - (other.answeredAt ?? other.sentAt))
  let inARow = 0
  let most = 0
  let setBacks = 0
  for (const request of heard) {
    const isWrong = isWrongPassword(request)
    if (request.status === 401 && !isWrong) continue
    const harmed = seen.setBacks.filter((at) => at <= request.sentAt).length
    inARow = isWrong && harmed === setBacks ? inARow + 1 : isWrong ? 1 : 0
    setBacks = harmed
    most = Math.max(most, inARow)
  }
  return most < wrongAttemptsThatLock
    ? []
    : [{ property: 'P14', words: `${most} wrong passwords in a row lock the account of Primero` }]
}

/** P14: a system that is down for hours, or of which only a gateway is heard, is left alone by a run once that has seen it. */
function inVain(seen: Seen): readonly Violation[] {
  const answered = seen.requests
    .filter(({ answeredAt }) => answeredAt !== null)
    .sort((one, other) => (one.answeredAt ?? 0) - (other.answeredAt ?? 0))
  const ofRun = Map.groupBy(answered, ({ run, system }) => `run ${run} asked ${system}`)
  return [...ofRun].flatMap(([words, requests]) => {
    let inARow = 0
    let most = 0
    for (const { fault, status } of requests) {
      const isInVain = (fault === 'F16' && status === 503) || fault === 'F97'
      inARow = isInVain ? inARow + 1 : 0
      most = Math.max(most, inARow)
    }
    const limit = mostInVain[requests[0]?.system ?? 'ping']
    return most > limit ? [{ property: 'P14', words: `${words} ${most} times while it was down` }] : []
  })
}

/** P14: pages of a list that come again and again are asked for a few times. */
function inCircles(seen: Seen): readonly Violation[] {
  const struck = seen.requests.filter(({ fault }) => fault === 'F100')
  const ofRun = Map.groupBy(struck, ({ run, kind }) => `run ${run} asked for pages of ${kind}`)
  return [...ofRun].flatMap(([words, { length }]) =>
    length > mostInACircle ? [{ property: 'P14', words: `${words} ${length} times in a circle` }] : [],
  )
}
