import type { Stop } from '../http/failure.ts'
import type { SystemTrouble } from '../http/system.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { Work } from './context.ts'
import type { Counted } from './progress.ts'
import type { RunWarning, WouldWrite } from './report.ts'

/** What the run remembers for its report. */
export interface RunNotes {
  readonly counted: Counted
  readonly touched: Map<string, LedgerItem>
  readonly warnings: Map<string, RunWarning>
  readonly wouldWrite: WouldWrite[]
  readonly listFailures: ('ping-unavailable' | 'primero-unavailable' | 'list-incomplete' | 'list-shrunk')[]
  /** Rows of lists that could not be read and are no items. */
  unreadableRows: number
  /** Items that entered this run's account after its start: new ones and those due again. */
  entered: number
  stop: Stop | null
  /** Items of this run that a system had trouble with when they were last tried. */
  readonly failedBefore: Set<string>
  /** Items refused alone while nothing of their kind had gone well: the end of the run tells whether all were meant. */
  readonly doubted: { readonly work: Work; readonly trouble: SystemTrouble }[]
}
