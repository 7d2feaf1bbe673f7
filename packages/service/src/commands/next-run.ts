import { Cron } from 'croner'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'

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

/** When a flow runs next by its schedule; null when it is not enabled or its configuration is not known here. */
export function nextRunOf(deployment: Deployment | null, flow: Flow, nowMs: number): string | null {
  if (deployment === null || !deployment.flows[flow].enabled) return null
  const next = nextRun(deployment.flows[flow].schedule, deployment.timezone, nowMs)
  return next === 'unreadable' ? null : next.at
}
