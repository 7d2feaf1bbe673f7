import { locales } from '../words/languages.ts'
import type { Say } from '../words/say.ts'

const units = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const

/** How long something took, in its largest unit; never less than a second. */
export function durationText(ms: number, { language }: Pick<Say, 'language'>): string {
  const { unit, ms: one } = units.find((each) => ms >= each.ms) ?? { unit: 'second', ms: 1_000 }
  const format = new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' })
  return format.format(Math.max(1, Math.round(ms / one)))
}
