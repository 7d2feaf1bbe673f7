import type { Clock } from '@ping-primero/core/flows/host.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import type { Environment } from '../configuration/setting.ts'
import type { ProgressLine } from '../progress/line.ts'
import type { Refusal } from '../refusals/refusal.ts'

/** What a command is lent by the process it runs in. */
export interface Context {
  readonly env: Environment
  readonly clock: Clock
  /** Whether stdout holds one JSON value and nothing else. */
  readonly json: boolean
  /** Whether the process was told to stop; absent where it ends at once then. */
  readonly stopping?: () => boolean
  /** Shows a person at the terminal how far some work is; absent where nobody watches. */
  readonly during?: ProgressLine['during']
  /** The name of the system user, for acts without `--by`. */
  readonly user: string
}

/** What a command answers: for machines, for people, and as an exit code. */
export interface Answer {
  readonly json: unknown
  readonly text: string
  readonly exit: ExitCode
  /** The text is a program's and stays as it is, also on a terminal. */
  readonly isScript?: true
}

/** What came of a command. */
export type Outcome =
  { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly refusal: Refusal }

/** A command's work. It prints nothing itself. */
type Handler<Options> = (options: Options, context: Context) => Promise<Outcome>

/** Carries out a command: loads its handler only now, prints its answer, sets the exit code. */
export type Perform = <Options>(load: () => Promise<Handler<Options>>, options: Options) => Promise<void>
