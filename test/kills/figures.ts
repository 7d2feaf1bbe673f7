import type { Outcome } from './country.ts'

/** What all countries together show. */
export interface Figures {
  readonly countries: number
  readonly processesDied: number
  readonly diedAt: Readonly<Record<string, number>>
  /** Services ended while they had nothing to do, because the moment chosen for them never came. */
  readonly killedIdle: number
  readonly endedBefore: number
  readonly recordsJudged: number
  readonly restartMs: Spread
  readonly stopMs: Spread
  readonly violations: Readonly<Record<string, number>>
  /** Starts that did not work and ledgers that did not open: somebody would have had to mend them. Nobody did here. */
  readonly repairsByHand: number
  /** Referrals of 2.1 in doubt that a person looked for in proGres and let go. */
  readonly releasedByAPerson: number
  /** Those in doubt that were in proGres and that no run had found there. */
  readonly foundByAPerson: number
  /** Status messages that proGres had been told already. */
  readonly toldAgain: number
  readonly acts: Readonly<Record<string, number>>
  /** What still stands, by flow and reason: each is a person's to clear up. */
  readonly standing: Readonly<Record<string, number>>
}

/** Measured times in milliseconds; null where nothing was measured. */
export interface Spread {
  readonly count: number
  readonly median: number | null
  readonly worst: number | null
}

/** Adds the countries up. */
export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const diedAt = added(outcomes.map(({ deaths }) => deaths))
  const violations = added(
    outcomes.flatMap((outcome) => outcome.violations.map(({ kind }) => new Map([[kind, 1]]))),
  )
  return {
    countries: outcomes.length,
    processesDied: sum(Object.values(diedAt)),
    diedAt,
    killedIdle: sum(outcomes.map(({ idle }) => idle)),
    endedBefore: sum(outcomes.map(({ survived }) => survived)),
    recordsJudged: sum(outcomes.map(({ judged }) => judged)),
    restartMs: spreadOf(outcomes.flatMap(({ restartsMs }) => restartsMs)),
    stopMs: spreadOf(outcomes.flatMap(({ stopsMs }) => stopsMs)),
    violations,
    repairsByHand: (violations['restart'] ?? 0) + (violations['ledger'] ?? 0),
    releasedByAPerson: sum(outcomes.map(({ leftOver }) => leftOver.released)),
    foundByAPerson: sum(outcomes.map(({ leftOver }) => leftOver.notFound)),
    toldAgain: sum(outcomes.map(({ toldAgain }) => toldAgain)),
    acts: added(outcomes.map(({ acts }) => acts)),
    standing: added(outcomes.map(({ leftOver }) => leftOver.standing)),
  }
}

function added(counts: readonly ReadonlyMap<string, number>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>()
  for (const [name, count] of counts.flatMap((one) => [...one]))
    total.set(name, (total.get(name) ?? 0) + count)
  return Object.fromEntries([...total].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

function spreadOf(measured: readonly number[]): Spread {
  const sorted = measured.toSorted((left, right) => left - right).map(Math.round)
  return {
    count: sorted.length,
    median: sorted[Math.floor(sorted.length / 2)] ?? null,
    worst: sorted.at(-1) ?? null,
  }
}
