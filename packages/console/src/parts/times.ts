import { html } from 'hono/html'
import { locales } from '../words/languages.ts'
import type { Say } from '../words/say.ts'
import type { Html } from './html.ts'

/** How times are written on one page: in a zone, seen from now. */
export interface Times {
  /** Near ones by their day (`today 08:20`), those of this year without it, older ones by their date alone. Plain text. */
  readonly text: (at: string) => string
  /** The same as a `<time>`, which tells UTC where the pointer rests. */
  readonly html: (at: string) => Html
  /** The day and the hour whenever they are read, as on paper. */
  readonly dated: (at: string) => Html
  /** The hour alone, as in a heading. */
  readonly hour: (at: string) => string
  /** The day and the hour of now, written out once on a page. */
  readonly now: { readonly date: string; readonly time: string }
  /** What people call the zone, and how far it is from UTC. */
  readonly zone: { readonly name: string; readonly offset: string }
}

const dayMs = 86_400_000

/** Times of a zone (IANA) in the words of a language, seen from an instant (ms). */
export function timesIn(timeZone: string, nowMs: number, say: Say): Times {
  const locale = locales[say.language]
  const format = (options: Intl.DateTimeFormatOptions, zone = timeZone): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const hours = format(clock)
  const days = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const thisYear = format({ day: 'numeric', month: 'short' })
  const otherYears = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const utcHours = format(clock, 'UTC')
  const utcDays = format({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC')
  const written = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const dayOf = (ms: number): string => days.format(ms)
  const near = [
    [dayOf(nowMs), 'time.today'],
    [dayOf(nowMs - dayMs), 'time.yesterday'],
    [dayOf(nowMs + dayMs), 'time.tomorrow'],
  ] as const

  const text = (at: string): string => {
    const ms = Date.parse(at)
    const day = dayOf(ms)
    const time = hours.format(ms)
    const [, key] = near.find(([one]) => one === day) ?? []
    if (key !== undefined) return say(key, { time })
    return day.slice(0, 4) === dayOf(nowMs).slice(0, 4)
      ? `${thisYear.format(ms)} ${time}`
      : otherYears.format(ms)
  }
  const element = (at: string, words: string): Html => {
    const ms = Date.parse(at)
    const utc = `${utcHours.format(ms)} UTC, ${utcDays.format(ms)}`
    return html`<time datetime="${new Date(ms).toISOString()}" title="${utc}">${words}</time>`
  }
  return {
    text,
    html: (at) => element(at, text(at)),
    dated: (at) => element(at, `${otherYears.format(Date.parse(at))} ${hours.format(Date.parse(at))}`),
    hour: (at) => hours.format(Date.parse(at)),
    now: { date: written.format(nowMs).replaceAll(/[,،]/g, ''), time: hours.format(nowMs) },
    zone: { name: zoneName(timeZone), offset: offsetOf(timeZone, nowMs) },
  }
}

/** The town of a zone, as people call its time. */
function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}

/** `UTC+3`, also where the hour is a broken one. */
function offsetOf(timeZone: string, ms: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(ms)
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC')
}
