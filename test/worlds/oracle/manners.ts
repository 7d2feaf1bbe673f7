import type { Seen, Violation } from './seen.ts'

const flowOfWrite: Readonly<Record<string, readonly string[]>> = {
  'create-case': ['1.1'],
  'update-case': ['1.1'],
  'update-transfer': ['1.1', '1.2'],
  'create-referral': ['2.1'],
  'respond-referral': ['2.2'],
  'update-referral': ['2.2'],
}
const graceMs = 5_000

/** P10: what was found is what is accounted for; P11, P12: nothing personal in what is left behind. */
export function accounts(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  for (const { flow, counts, startedAt } of seen.runs) {
    if (counts === null) continue
    const { found, confirmed, waiting, attention, withdrawn, handled } = counts
    if (found !== confirmed + waiting + attention + withdrawn + handled) {
      violations.push({
        property: 'P10',
        words: `run of ${flow} at ${startedAt} found ${found} and accounts for less or more`,
      })
    }
  }
  if (seen.brokenBalances > 0)
    violations.push({ property: 'P10', words: `${seen.brokenBalances} runs alarmed about their balance` })
  if (seen.defects > 0) violations.push({ property: 'P1', words: `${seen.defects} defects arose` })
  for (const marker of seen.markers) {
    if (seen.outputs.some((output) => output.includes(marker))) {
      violations.push({
        property: 'P11',
        words: `marker number ${seen.markers.indexOf(marker)} was left behind`,
      })
    }
  }
  return violations
}

/** P15: nothing leaves a paused flow; P22: nothing is written by a dry run; P16: one run at a time. */
export function manners(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  for (const { kind, write, sentAt, life } of seen.requests) {
    // Signing in is a POST, and writes nothing that people see.
    if (!write || kind === 'sign-in') continue
    const running = seen.runs.filter(
      (run) =>
        run.life === life && run.startedAt <= sentAt && (run.endedAt === null || sentAt <= run.endedAt),
    )
    const run = running.at(-1)
    if (run?.dryRun === true)
      violations.push({ property: 'P22', words: `a dry run of ${run.flow} sent ${kind}` })
    const flows = flowOfWrite[kind] ?? []
    for (const { flow, from, until } of seen.pauses) {
      const paused = sentAt > from + graceMs && (until === null || sentAt < until)
      if (paused && flows.includes(flow) && run?.flow === flow) {
        violations.push({ property: 'P15', words: `paused flow ${flow} sent ${kind}` })
      }
    }
  }
  return violations
}
