import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMoment, wholeYears } from '@ping-primero/core/mapping/calendar.ts'
import { nearlyText, text } from './hostile.ts'
import { counted, holds } from './runs.ts'

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** The day of the engine's own calendar; null where there is no such day. */
function day(year: number, month: number, date: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, date))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : null
}

test('every day and every day that never was, from 1890 to 2210', () => {
  counted('dates', 321 * 14 * 33)
  const wrong: string[] = []
  for (let year = 1890; year <= 2210; year += 1) {
    for (let month = 0; month <= 13; month += 1) {
      for (let date = 0; date <= 32; date += 1) {
        const written = `${year}-${two(month)}-${two(date)}`
        const inRange = year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && date >= 1
        const expected = inRange ? day(year, month, date) : null
        if ((readMoment(written)?.date ?? null) !== expected) wrong.push(written)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('every time of a day with every offset is the moment that the engine reckons', async () => {
  const moment = fc.record({
    ms: fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(2199, 11, 30) }),
    offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    fraction: fc.boolean(),
  })
  await holds(
    'dates',
    3000,
    fc.property(moment, ({ ms, offset, fraction }) => {
      const at = fraction ? ms : Math.floor(ms / 1000) * 1000
      const local = new Date(at + offset * 60_000).toISOString().slice(0, fraction ? 23 : 19)
      const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
      const utc = new Date(at).toISOString()
      expect(readMoment(`${local}${zone}`)).toEqual({ date: utc.slice(0, 10), dateTime: utc })
    }),
  )
})

test('every year of two figures, in every order, is no date', () => {
  const written: string[] = []
  for (let year = 0; year <= 99; year += 1) {
    for (const [month, date] of [
      [1, 2],
      [12, 31],
      [2, 30],
    ] as const) {
      for (const mark of ['-', '/', '.', ' ']) {
        written.push([two(year), two(month), two(date)].join(mark))
        written.push([two(date), two(month), two(year)].join(mark))
        written.push([two(month), two(date), two(year)].join(mark))
      }
    }
  }
  counted('dates', written.length)
  expect(written.filter((one) => readMoment(one) !== null)).toEqual([])
})

test('every day written day first or month first is no date', () => {
  const written: string[] = []
  for (let month = 1; month <= 12; month += 1) {
    for (let date = 1; date <= 31; date += 1) {
      for (const mark of ['-', '/', '.', ' ', '']) {
        written.push([two(date), two(month), '2014'].join(mark), [two(month), two(date), '2014'].join(mark))
        if (mark !== '-') written.push(['2014', two(month), two(date)].join(mark))
      }
    }
  }
  counted('dates', written.length)
  expect(written.filter((one) => readMoment(one) !== null)).toEqual([])
})

test.each([
  '0001-01-01',
  '0099-12-31',
  '1899-12-31',
  '2200-01-01',
  '9999-12-31',
  '+275760-09-13',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01',
  '٢٠١٤-٠٥-٠٣',
  '۲۰۱۴-۰۵-۰۳',
  '፳፻፮-፱-፫',
  '2014-05-03፩',
  '２０１４-０５-０３',
  '2014‐05‐03',
  '2014-05-03T24:00:00Z',
  '2014-05-03T23:59:60Z',
  '2014-05-03T10:00:00+15:00',
  '2014-05-03T10:00:00+0300x',
  '2014-5-3',
  '2014-05',
  '2014',
  '20140503',
  '41762',
  '1399075200000',
  '2014-W18-6',
  '2014-123',
  '3 May 2014',
  'Ginbot 25, 2006',
  '2014-05-03\n2015-05-03',
  '2014-05-03\0',
])('%j is no date', (written) => {
  counted('dates', 1)
  expect(readMoment(written)).toBeNull()
})

test('whatever is read as a date says in its figures what it is', async () => {
  const near = fc.constantFrom(
    '2014-05-03',
    '2014-05-03T10:11:12Z',
    '2014-05-03 10:11',
    '2014-05-03T23:30:00-02:00',
  )
  await holds(
    'dates',
    4000,
    fc.property(fc.oneof(text, near.chain(nearlyText)), (written) => {
      const moment = readMoment(written)
      if (moment === null) return
      const shown = written.trim().slice(0, 10)
      const apart = Math.abs(Date.parse(moment.date) - Date.parse(shown))
      expect([moment.dateTime.slice(0, 10), new Date(moment.dateTime).toISOString()]).toEqual([
        moment.date,
        moment.dateTime,
      ])
      // An offset moves the day by one at most.
      expect(apart).toBeLessThanOrEqual(86_400_000)
      expect(written.trim().length > 10 || apart === 0).toBe(true)
    }),
  )
})

test('an age is the number of birthdays since', async () => {
  const ms = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2199, 11, 31) })
  await holds(
    'dates',
    1500,
    fc.property(ms, ms, (a, b) => {
      const [from, to] = [a, b].map((one) => new Date(one).toISOString().slice(0, 10))
      const years = wholeYears(from ?? '', to ?? '')
      if ((from ?? '') > (to ?? '')) {
        expect(years).toBeNull()
        return
      }
      const birthday = `${Number(from?.slice(0, 4)) + (years ?? 0)}${from?.slice(4)}`
      const next = `${Number(from?.slice(0, 4)) + (years ?? 0) + 1}${from?.slice(4)}`
      expect([birthday <= (to ?? ''), next > (to ?? '')]).toEqual([true, true])
    }),
  )
})
