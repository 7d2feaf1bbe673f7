import { expect, test } from 'vitest'
import { wordsOf } from '../words/say.ts'
import { timesIn } from './times.ts'

const now = Date.parse('2026-11-26T05:42:00.000Z')
const times = timesIn('Africa/Addis_Ababa', now, wordsOf('en'))

test.each([
  ['2026-11-26T05:20:00.000Z', 'today 08:20'],
  ['2026-11-25T20:59:00.000Z', 'yesterday 23:59'],
  ['2026-11-25T21:00:00.000Z', 'today 00:00'],
  ['2026-11-26T21:00:00.000Z', 'tomorrow 00:00'],
  ['2026-11-24T10:20:00.000Z', '24 Nov 13:20'],
  ['2025-12-31T21:30:00.000Z', '1 Jan 00:30'],
  ['2025-12-31T20:30:00.000Z', '31 Dec 2025'],
])('%s is %s in the zone of the deployment', (at, said) => {
  expect(times.text(at)).toBe(said)
})

test('a time tells UTC as well, and now is written out with what people call the zone', async () => {
  expect(String(await times.html('2026-11-24T10:20:00.000Z'))).toBe(
    '<time datetime="2026-11-24T10:20:00.000Z" title="10:20 UTC, 24 Nov 2026">24 Nov 13:20</time>',
  )
  expect(String(await times.dated('2026-11-26T05:20:00.000Z'))).toContain('>26 Nov 2026 08:20</time>')
  expect([times.now, times.zone]).toEqual([
    { date: 'Thursday 26 November 2026', time: '08:42' },
    { name: 'Addis Ababa', offset: 'UTC+3' },
  ])
})

test('in Arabic the digits are those of the two systems', () => {
  expect(timesIn('Asia/Baghdad', now, wordsOf('ar')).text('2026-11-24T10:20:00.000Z')).toMatch(
    /^24 .* 13:20$/,
  )
})
