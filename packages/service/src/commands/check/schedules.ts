import type { Gap } from '@ping-primero/core/check/finding.ts'
import { placeOf, type SettingPlaces } from '@ping-primero/core/check/settings.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { nextRun } from '../next-run.ts'

/** A flow that does not run within so many days was hardly meant so. */
const seldomMs = 32 * 24 * 60 * 60_000

/** Schedules that cannot be read, that never come, or that come so seldom that nobody can have meant it. */
export function scheduleGaps(
  { flows: settings, timezone }: Deployment,
  places: SettingPlaces | undefined,
  now: number,
): readonly Gap[] {
  return flows.flatMap((flow): readonly Gap[] => {
    const { schedule } = settings[flow]
    const next = nextRun(schedule, timezone, now)
    const about = { flows: [flow], subject: placeOf(`flows.${flow}.schedule`, places) }
    if (next === 'unreadable') {
      const expected = 'minute, hour, day of the month, month, weekday'
      // `serve` refuses the whole deployment for it, whether or not the flow is on.
      return [
        {
          ...about,
          flows: [],
          code: 'schedule-unreadable',
          severity: 'stops',
          found: `"${schedule}"`,
          expected,
        },
      ]
    }
    if (next.at === null) {
      const found = `"${schedule}", which never comes`
      return [{ ...about, code: 'schedule-never', severity: 'stops', found, expected: 'days that come' }]
    }
    if (Date.parse(next.at) - now <= seldomMs) return []
    const found = `"${schedule}", which comes next at ${next.at}`
    return [{ ...about, code: 'schedule-seldom', severity: 'note', found, expected: 'once a month at least' }]
  })
}
