import type { Claim, Seen, SeenRun, Violation } from './seen.ts'

/** P10: what was found is what is accounted for; P11, P12: nothing personal in what is left behind. */
export function accounts(seen: Seen): readonly Violation[] {
  const broken =
    seen.brokenBalances > 0
      ? [{ property: 'P10', words: `${seen.brokenBalances} runs alarmed about their balance` }]
      : []
  const defects = seen.defects > 0 ? [{ property: 'P1', words: `${seen.defects} defects arose` }] : []
  const misled = seen.misled.map((words) => ({ property: 'P10', words }))
  return [...miscounted(seen), ...misled, ...broken, ...defects, ...leftBehind(seen)]
}

function leftBehind({ markers, outputs }: Seen): readonly Violation[] {
  // One pass for all: only what holds any is searched for each.
  const any = new RegExp(markers.map((marker) => RegExp.escape(marker)).join('|'))
  const marked = markers.length === 0 ? [] : outputs.filter((output) => any.test(output))
  return markers.flatMap((marker, index) =>
    marked.some((output) => output.includes(marker))
      ? [{ property: 'P11', words: `marker number ${index} was left behind` }]
      : [],
  )
}

/** What a run reports is what the ledger says as it ends: of all that is unsettled, and of what this run settled. */
function miscounted(seen: Seen): readonly Violation[] {
  const known = new Set<string | null>([null])
  return seen.runs.flatMap((run): readonly Violation[] => {
    const { counts, claims, flow } = run
    if (claims === null) return []
    const own = claims.filter((claim) => claim.flow === flow)
    // Runs that died since have settled items as well: which of the new names is this run's, nobody else can say.
    const settled = Map.groupBy(
      own.filter(({ settledRun }) => !known.has(settledRun)),
      ({ settledRun }) => settledRun,
    )
    for (const { settledRun } of claims) known.add(settledRun)
    if (counts === null || run.dryRun || !isUndisturbed(seen, run)) return []
    const { found, confirmed, waiting, attention, withdrawn, handled } = counts
    const fits = [[], ...settled.values()].some(
      (some) =>
        confirmed === countOf(some, 'confirmed') &&
        withdrawn === countOf(some, 'withdrawn') &&
        waiting === countOf(own, 'waiting') &&
        attention === countOf(own, 'attention'),
    )
    const sum = confirmed + waiting + attention + withdrawn + handled
    if (fits && found === sum) return []
    const words = `run ${run.number} of ${flow} found ${found} and reports ${confirmed} confirmed, ${withdrawn} withdrawn, ${waiting} waiting, ${attention} in attention; the ledger says otherwise`
    return [{ property: 'P10', words }]
  })
}

function countOf(claims: readonly Claim[], state: string): number {
  return claims.filter((one) => one.state === state).length
}

/** Whether nobody else had a hand in the ledger while a run lasted, and its file was whole. */
function isUndisturbed(seen: Seen, run: SeenRun): boolean {
  const { turnAt, endedAt, number } = run
  if (turnAt === null || endedAt === null) return false
  const within = (at: number | null): boolean => at !== null && at >= turnAt && at <= endedAt
  const overlaps = seen.runs.some((other) => {
    if (other.number === number || other.turnAt === null) return false
    return (
      other.turnAt <= endedAt &&
      (other.endedAt ?? Number.POSITIVE_INFINITY) >= turnAt &&
      isAlive(seen, other, turnAt)
    )
  })
  const misread = seen.badPages.some(({ from, until }) => from <= endedAt && (until ?? endedAt) >= turnAt)
  return !overlaps && !misread && !seen.acts.some(within) && !seen.setBacks.some(within)
}

/** A run without an end died: only what it sent until then shows how long it lived. */
function isAlive(seen: Seen, run: SeenRun, at: number): boolean {
  if (run.endedAt !== null) return true
  return seen.requests.some((request) => request.run === run.number && request.sentAt >= at)
}
