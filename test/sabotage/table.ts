import { noticingWorlds } from './run-worlds.ts'
import type { Tried } from './try.ts'

/** A line of the evidence. */
export function rowOf({ sabotage, verdict }: Tried) {
  const { name, breaks, property, file, noticedBy } = sabotage
  const { count, seed } = noticingWorlds
  const test =
    noticedBy === 'worlds' ? `${count} worlds from seed ${seed}` : `${noticedBy.file}: ${noticedBy.test}`
  return { sabotage: name, breaks, property, file, test, ...verdict }
}

/** One sabotage for people, in three lines: whether it was caught, what it breaks, and which test must notice it. */
export function linesOf(tried: Tried): string {
  const { sabotage, property, breaks, test, caught, why, alsoNoticedBy } = rowOf(tried)
  const others = alsoNoticedBy === 0 ? '' : ` (and ${alsoNoticedBy} more)`
  return [
    `${caught ? 'caught' : 'NOT   '}  ${property.padEnd(4)} ${sabotage}${why === null ? '' : `: ${why}`}`,
    `             ${breaks}`,
    `             ${test}${others}`,
  ].join('\n')
}
