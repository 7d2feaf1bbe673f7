import { z } from 'zod'

/** How a log looks. */
export interface LogForm {
  readonly format: 'json' | 'text'
  /** Shows only what went wrong: the rest is in the answer. */
  readonly quiet: boolean
}

let chosen: LogForm = { format: 'json', quiet: false }

/** The form of this process's logs. */
export function logForm(): LogForm {
  return chosen
}

/** Sets the form of all logs that are made from now on. */
export function chooseLogForm(form: LogForm): void {
  chosen = form
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /[\s"=]/.test(text) ? JSON.stringify(text) : text
}

/** Of the numbers of an item the one that people know best. */
function numberOf(numbers: object): string {
  const known = new Map(Object.entries(numbers))
  const [first] = known.values()
  return String(
    known.get('interventionNumber') ?? known.get('refIopNumber') ?? known.get('caseIdDisplay') ?? first,
  )
}

const entry = z.record(z.string(), z.unknown())

/** A line of the log for a reader: when, how grave, what, and of what. */
export function textLine(json: string): string {
  const { time, level, deployment, event, numbers, runId: _runId, ...rest } = entry.parse(JSON.parse(json))
  const about = typeof numbers === 'object' && numbers !== null ? [numberOf(numbers)] : []
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${shown(value)}`)
  const place = typeof deployment === 'string' ? [deployment] : []
  return [String(time), String(level).padEnd(5), ...place, String(event), ...about, ...facts].join(' ')
}
