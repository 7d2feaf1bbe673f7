import { runs, type Run } from './evidence-runs.ts'
import { row } from './evidence-words.ts'

const { worlds, matrix, deaths, memory, scan } = runs

/** What shows each promise. */
const properties: readonly (readonly [id: string, promise: string, shownBy: readonly Run[]])[] = [
  ['P1', 'no referral is lost', [worlds, matrix, deaths, memory]],
  ['P2', 'nothing is made twice', [worlds, matrix, deaths, memory, runs.tornLog, runs.backup]],
  ['P3', 'no decision is wrong', [worlds, matrix, runs.decisionCodes]],
  ['P4', 'nothing is written to another child', [worlds, runs.matching]],
  ['P5', 'nothing leaves without consent', [worlds, runs.consent]],
  ['P6', 'a later decision is never overwritten by an earlier one', [worlds]],
  ['P7', 'one bad record delays no other', [runs.isolation]],
  ['P8', 'all settles two rounds after the last fault', [worlds]],
  ['P9', 'confirmed means read back', [worlds, matrix]],
  ['P10', 'found is what is accounted for', [worlds]],
  ['P11, P12', 'nothing personal is left behind', [scan, worlds, matrix]],
  ['P13', 'nothing is sent or asked for that no flow needs', [runs.minimised]],
  ['P14', 'a system that is down is left alone', [runs.down]],
  ['P15', 'nothing leaves a paused flow', [worlds, runs.paused]],
  ['P16', 'pressing twice does nothing twice', [worlds]],
  ['P17', 'a dead process works again within 10 s', [deaths, memory]],
  ['P18', 'a torn log opens', [runs.tornLog]],
  ['P19', "yesterday's backup is safe to bring back", [worlds, runs.backup]],
  ['P20', 'an older ledger is taken up, and given back', [runs.migrations]],
  ['P21', 'tampering with the history is found', [runs.tampering]],
  ['P22', 'a dry run writes nothing', [worlds, runs.dryRun]],
  ['P23', 'on OpenFn both systems end as with the service', [runs.openfn]],
  ['', 'no number below 5 can be worked out of reports', [runs.smallNumbers]],
  ['P24', 'nothing that a system answers breaks the reading', [runs.parsers]],
]

/** A run as what shows a promise; loud where it does not. */
function shown({ name, kept }: Run): string {
  if (kept === null) return `${name} (not run yet)`
  return kept.passed ? name : `**${name} (FAILED)**`
}

/** A line for each promise and what shows it. */
export function propertyRows(): readonly string[] {
  return [
    row('', 'promise', 'shown by'),
    row('---', '---', '---'),
    ...properties.map(([id, promise, shownBy]) => row(id, promise, shownBy.map(shown).join(', '))),
  ]
}
