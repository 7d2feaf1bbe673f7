import { Cron } from 'croner'

/** When a schedule comes next after an instant; null = never again; `unreadable` for a schedule that is none. */
export function nextRun(
  schedule: string,
  timezone: string,
  afterMs: number,
): { readonly at: string | null } | 'unreadable' {
  try {
    const cron = new Cron(schedule, { timezone, paused: true })
    return { at: cron.nextRun(new Date(afterMs))?.toISOString() ?? null }
  } catch {
    return 'unreadable' // The library throws for nothing else.
  }
}
