import type { Cell } from './measure.ts'

const columns = [
  'records',
  'answer',
  'wall',
  'requests/record',
  'in flight',
  'memory',
  "Primero's work",
] as const

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(17))).join('')
}

function perRecord(cell: Cell): number {
  return (cell.requests.ping + cell.requests.primero) / cell.count
}

/** The head of the table. */
export function heading(): string {
  return row(['', ...columns])
}

/** One measurement as a line. */
export function line(cell: Cell): string {
  return row([
    cell.scenario.name,
    String(cell.count),
    `${cell.latencyMs} ms`,
    `${(cell.ms / 1000).toFixed(2)} s`,
    perRecord(cell).toFixed(2),
    `${cell.peakInFlight.ping}+${cell.peakInFlight.primero}`,
    `${cell.peakMb.toFixed(0)} MB`,
    `${cell.work.toFixed(1)} s`,
  ])
}

/** One target: what is asked, what was measured, and whether it is met. */
export interface Verdict {
  readonly what: string
  readonly met: boolean
}

function verdict(what: string, measured: string, wanted: string, met: boolean): Verdict {
  return { what: `${what}: ${measured} (to reach: ${wanted})`, met }
}

/** The targets of a scenario held against its measurement at 1,000 records and 20 ms per answer. */
export function verdicts(cell: Cell): readonly Verdict[] {
  const { name, targets = {} } = cell.scenario
  const made: Verdict[] = []
  const seconds = cell.ms / 1000
  if (targets.openFnSeconds !== undefined && targets.timesFaster !== undefined) {
    const times = targets.openFnSeconds / seconds
    const measured = `${seconds.toFixed(1)} s, ${times.toFixed(1)} × faster than ${targets.openFnSeconds} s`
    made.push(
      verdict(`${name}, wall time`, measured, `≥ ${targets.timesFaster} ×`, times >= targets.timesFaster),
    )
  }
  if (cell.scenario.unchanged === true) {
    const sent = cell.requests.ping
    made.push(
      verdict(
        `${name}, sent to PING`,
        String(sent),
        '0, where the earlier solution sends all 1,000',
        sent === 0,
      ),
    )
  } else if (targets.requestsPerRecord !== undefined) {
    const asked = perRecord(cell)
    const met = asked <= targets.requestsPerRecord
    made.push(
      verdict(`${name}, requests per record`, asked.toFixed(2), `≤ ${targets.requestsPerRecord}`, met),
    )
  }
  if (targets.peakMb !== undefined) {
    const met = cell.peakMb <= targets.peakMb
    made.push(verdict(`${name}, memory`, `${cell.peakMb.toFixed(0)} MB`, `≤ ${targets.peakMb} MB`, met))
  }
  if (targets.work !== undefined) {
    const earlier = targets.openFnWork === undefined ? '' : `, the earlier solution ${targets.openFnWork} s`
    const measured = `${cell.work.toFixed(0)} s${earlier}`
    made.push(
      verdict(`${name}, work asked of Primero`, measured, `≤ ${targets.work} s`, cell.work <= targets.work),
    )
  }
  return made
}
