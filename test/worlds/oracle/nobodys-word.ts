import type { Claim, FlowName, Seen, SeenRun, Violation } from './seen.ts'

/** Answers that no system gave, or that cannot be read: nothing follows from them (ADR 0016). */
const nobodys: ReadonlySet<string | null> = new Set(['F18', 'F77', 'F95', 'F96', 'F97', 'F98'])

/** The list by which a flow knows what UNHCR has taken back. */
const listOf: Partial<Readonly<Record<FlowName, string>>> = {
  '1.1': 'SHP-2747',
  '2.2': 'SHP-2795',
}

/** P1: where the list of proGres ended in an answer that is nobody's, the run that read it has withdrawn nothing. */
export function nobodyWithdraws(seen: Seen): readonly Violation[] {
  const inTurn = seen.runs
    .filter(({ turnAt }) => turnAt !== null)
    .toSorted((one, other) => (one.turnAt ?? 0) - (other.turnAt ?? 0))
  return inTurn.flatMap((run, index) => {
    const before = inTurn[index - 1]
    if (!isOfNobody(seen, run) || !before?.claims || isSetBack(seen, before, run)) return []
    const known = new Set(before.claims.filter(isWithdrawn).map(({ flow, key }) => `${flow} ${key}`))
    const withdrawn = (run.claims ?? []).filter(
      (claim) => claim.flow === run.flow && isWithdrawn(claim) && !known.has(`${claim.flow} ${claim.key}`),
    )
    return withdrawn.map(({ flow, key }) => ({
      property: 'P1',
      words: `${flow} ${key} was withdrawn by a list that was nobody's word`,
    }))
  })
}

function isWithdrawn({ state }: Claim): boolean {
  return state === 'withdrawn'
}

/** Whether the last that a run was told of its list was nobody's word. */
function isOfNobody({ requests }: Seen, { number, flow }: SeenRun): boolean {
  const asked = requests.filter(
    ({ run, process, answeredAt }) =>
      run === number && process !== null && process === listOf[flow] && answeredAt !== null,
  )
  return nobodys.has(asked.at(-1)?.fault ?? null)
}

/** Whether the ledger was harmed or set back since the end of the run before, or could not be read rightly. */
function isSetBack({ setBacks, badPages }: Seen, before: SeenRun, { endedAt }: SeenRun): boolean {
  const from = before.turnAt ?? 0
  const until = endedAt ?? Number.POSITIVE_INFINITY
  return (
    setBacks.some((at) => at >= from && at <= until) ||
    badPages.some((bad) => bad.from <= until && (bad.until ?? until) >= from)
  )
}
