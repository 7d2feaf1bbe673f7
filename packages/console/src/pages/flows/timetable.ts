/** When a flow goes by itself, as far as it can be said in a few words; null for anything else. */
export type Timetable =
  | { readonly kind: 'daily'; readonly time: string; readonly isNight: boolean }
  | { readonly kind: 'weekly'; readonly time: string; readonly weekday: number }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'minutes'; readonly every: number }

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** A field of a schedule that is one number of a range. */
function numberOf(field: string | undefined, most: number): number | null {
  if (field === undefined || !/^\d{1,2}$/.test(field)) return null
  const value = Number(field)
  return value <= most ? value : null
}

/** 0 = Sunday, which is 7 as well. */
function weekdayOf(field: string | undefined): number | null {
  const named = weekdays.indexOf((field ?? '').toUpperCase())
  if (named >= 0) return named
  const day = numberOf(field, 7)
  return day === null ? null : day % 7
}

function clock(hour: number, minute: number): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Reads a schedule of five fields (minute, hour, day, month, weekday). */
export function timetableOf(schedule: string): Timetable | null {
  const fields = schedule.trim().split(/\s+/)
  const [minutes = '', hours, day, month, weekdayField] = fields
  if (fields.length !== 5 || day !== '*' || month !== '*') return null
  const minute = numberOf(minutes, 59)
  if (hours === '*' && weekdayField === '*') {
    if (minute !== null) return { kind: 'hourly', minute }
    const every = minutes === '*' ? 1 : Number(/^\*\/(\d{1,2})$/.exec(minutes)?.[1] ?? 0)
    return every > 0 && every < 60 && 60 % every === 0 ? { kind: 'minutes', every } : null
  }
  const hour = numberOf(hours, 23)
  if (minute === null || hour === null) return null
  const time = clock(hour, minute)
  if (weekdayField === '*') return { kind: 'daily', time, isNight: hour >= 20 || hour < 5 }
  const weekday = weekdayOf(weekdayField)
  return weekday === null ? null : { kind: 'weekly', time, weekday }
}
