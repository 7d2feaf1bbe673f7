import type { Figures, Spread } from './figures.ts'

function spreadWords({ count, median, worst }: Spread): string {
  return count === 0 ? 'none' : `${count}, median ${median} ms, worst ${worst} ms`
}

function countWords(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}

/** The figures for people, a line each. */
export function tableOf(figures: Figures): string {
  const rows: readonly (readonly [string, string])[] = [
    ['countries', String(figures.countries)],
    ['processes that died', `${figures.processesDied}: ${countWords(figures.diedAt)}`],
    ['killed idle', String(figures.killedIdle)],
    ['ended before their moment', String(figures.endedBefore)],
    ['acts of people', countWords(figures.acts)],
    ['records judged', String(figures.recordsJudged)],
    ['violations', countWords(figures.violations)],
    ['start to first request', spreadWords(figures.restartMs)],
    ['order to stop to end', spreadWords(figures.stopMs)],
    ['repairs by hand', String(figures.repairsByHand)],
    ['in doubt, let go by a person', String(figures.releasedByAPerson)],
    ['in doubt, found by a person', String(figures.foundByAPerson)],
    ['status told again', String(figures.toldAgain)],
    ["left as a person's move", countWords(figures.standing)],
  ]
  return rows.map(([name, value]) => `${name.padEnd(30)}${value}`).join('\n')
}
