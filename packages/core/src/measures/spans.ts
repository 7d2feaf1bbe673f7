/** What is measured of the time that a referral or decision takes: until it is confirmed, and from then to the decision. */
export type MeasuredSpan = 'minutes-to-confirmed' | 'days-to-decided'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Where the classes of each span begin; the last one has no end. Days are told apart as long as people count in them. */
export const spanClasses: Readonly<Record<MeasuredSpan, readonly number[]>> = {
  'minutes-to-confirmed': [0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080],
  'days-to-decided': [...Array.from({ length: 31 }, (_, day) => day), 31, 61, 91, 181, 366],
}

const unitMs: Readonly<Record<MeasuredSpan, number>> = {
  'minutes-to-confirmed': minuteMs,
  'days-to-decided': dayMs,
}

/** The class that a time from one ISO time to another falls into, by its beginning. A clock that was set back counts as none. */
export function spanClass(span: MeasuredSpan, from: string, to: string): number {
  const took = Math.max(0, (Date.parse(to) - Date.parse(from)) / unitMs[span])
  return spanClasses[span].findLast((least) => least <= took) ?? 0
}

/** Where a class ends, by its beginning; null where it has no end. */
export function spanEnd(span: MeasuredSpan, least: number): number | null {
  return spanClasses[span].find((next) => next > least) ?? null
}
