import type { Seen, Violation } from './seen.ts'

/**
 * P24: a table or setting that has one plain meaning is read by it; one that has none stops the flows that need it
 * before anything leaves, so that nothing of it reaches either system.
 */
export function configuration(seen: Seen): readonly Violation[] {
  return seen.spoiled.flatMap(({ words, plain, refused, flows, from, until }): readonly Violation[] => {
    if (plain) {
      return refused ? [{ property: 'P24', words: `what has one plain meaning was refused: ${words}` }] : []
    }
    const begun = seen.runs.filter(
      (run) => flows.includes(run.flow) && run.startedAt > from && run.startedAt < (until ?? Infinity),
    )
    const numbers = new Set(begun.map(({ number }) => number))
    const sent = seen.requests.filter(({ run }) => run !== null && numbers.has(run))
    return sent.length === 0
      ? []
      : [{ property: 'P24', words: `${sent.length} requests left in spite of ${words}, of ${sent[0]?.kind}` }]
  })
}
