const shownBy = new Map<string, Intl.DateTimeFormat>()

/**
 * How far a zone is ahead of UTC at a moment, minutes: by its clocks of that time, not of today. `epochMs`: milliseconds
 * since 1970-01-01 in UTC.
 */
export function minutesEastOf(timezone: string, epochMs: number): number {
  // Made once for a zone: to make one takes longer than to map a record.
  const shown =
    shownBy.get(timezone) ?? new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
  shownBy.set(timezone, shown)
  const name = shown.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}
