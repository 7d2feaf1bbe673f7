import { locales } from '../../words/languages.ts'
import type { Say } from '../../words/say.ts'
import type { Timetable } from './timetable.ts'

/** 4 January 1970 was a Sunday. */
const aSundayMs = 3 * 86_400_000

function weekdayName(weekday: number, say: Say): string {
  const day = aSundayMs + weekday * 86_400_000
  return new Intl.DateTimeFormat(locales[say.language], { weekday: 'long', timeZone: 'UTC' }).format(day)
}

/** When a flow goes by itself, as people say it. */
export function timetableWords(timetable: Timetable, say: Say): string {
  if (timetable.kind === 'daily') {
    return say(timetable.isNight ? 'goes.nightly' : 'goes.daily', { time: timetable.time })
  }
  if (timetable.kind === 'weekly') {
    return say('goes.weekly', { day: weekdayName(timetable.weekday, say), time: timetable.time })
  }
  if (timetable.kind === 'minutes') return say('goes.minutes', { count: timetable.every })
  return timetable.minute === 0
    ? say('goes.on-the-hour')
    : say('goes.hourly', { minute: String(timetable.minute).padStart(2, '0') })
}
