/** Whole months, the first and the last included: `2026-03`. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** The months of a period in one year, the first 0. */
export interface MonthsOfYear {
  readonly year: number
  readonly from: number
  readonly to: number
}

const monthPattern = /^(\d{4})-(0[1-9]|1[0-2])$/

/** Whether a text is a month, `2026-03`. */
export function isMonth(text: string): boolean {
  return monthPattern.test(text)
}

function placeOf(month: string): number {
  const [, year = '', of = ''] = monthPattern.exec(month) ?? []
  return Number(year) * 12 + Number(of) - 1
}

/** The months of a period, year by year. */
export function monthsIn({ from, to }: Period): readonly MonthsOfYear[] {
  const [first, last] = [placeOf(from), placeOf(to)]
  const years: MonthsOfYear[] = []
  for (let year = Math.floor(first / 12); year <= Math.floor(last / 12); year += 1) {
    years.push({ year, from: Math.max(first - year * 12, 0), to: Math.min(last - year * 12, 11) })
  }
  return years
}

function monthAt(place: number): string {
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`
}

/** Each month of a period. */
export function eachMonth({ from, to }: Period): readonly string[] {
  const first = placeOf(from)
  return Array.from({ length: Math.max(0, placeOf(to) - first + 1) }, (_, at) => monthAt(first + at))
}

/** The month so many before one. */
export function monthBefore(month: string, months: number): string {
  return monthAt(placeOf(month) - months)
}

/** The last day of a month: `2026-02-28` of `2026-02`. */
export function lastDayOf(month: string): string {
  return new Date(Date.parse(`${monthBefore(month, -1)}-01`) - 86_400_000).toISOString().slice(0, 10)
}
