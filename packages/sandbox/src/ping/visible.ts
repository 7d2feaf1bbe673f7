import type { PingContext } from './context.ts'
import type { Intervention } from './records.ts'

/** Whether what was written at `at` can be read by now (setting `visibleAfterMs`). */
export function isVisible(at: number, { settings, now }: PingContext): boolean {
  return now() - at >= settings.visibleAfterMs
}

/** The transfer status that lists and details show by now. */
export function shownStatus(intervention: Intervention, context: PingContext): number | null {
  return isVisible(intervention.statusChangedAt, context)
    ? intervention.transferStatus
    : intervention.transferStatusBefore
}
