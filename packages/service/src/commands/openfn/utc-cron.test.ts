import { expect, test } from 'vitest'
import { NotInUtc, utcCron, utcCronWithSecondHour } from './utc-cron.ts'

const notThere = 'the zone is not whole hours from UTC, and no minutes and hours say the same times there'

test.each([
  ['0 0 * * *', 'Africa/Nairobi', '0 21 * * *'],
  ['10 * * * *', 'Africa/Nairobi', '10 * * * *'],
  ['*/15 * * * *', 'Africa/Nairobi', '*/15 * * * *'],
  ['40 6,18 * * *', 'Africa/Nairobi', '40 3,15 * * *'],
  ['0 */6 * * *', 'Africa/Addis_Ababa', '0 3,9,15,21 * * *'],
  ['0 8-10 * * 1-5', 'Africa/Nairobi', '0 5,6,7 * * 1-5'],
  ['0 0 * * *', 'UTC', '0 0 * * *'],
  ['0 20 * * *', 'America/Bogota', '0 1 * * *'],
  ['15 6 * * *', 'Asia/Kathmandu', '30 0 * * *'],
  ['0 0 0 * * *', 'Africa/Nairobi', '0 21 * * *'],
  ['30 * * * *', 'Asia/Kolkata', '0 * * * *'],
  ['0 2 * * *', 'Europe/Berlin', '0 1 * * *'],
  ['10 * * * 1', 'UTC', '10 * * * 1'],
  ['0,20 6,7 * * *', 'Asia/Kolkata', '30,50 0,1 * * *'],
  ['*/30 * * * *', 'Asia/Kolkata', '0,30 * * * *'],
  ['* * * * *', 'Asia/Kolkata', '* * * * *'],
  ['30 20 * 6 *', 'Africa/Nairobi', '30 17 * 6 *'],
])('%s in %s is %s in UTC', (schedule, timezone, expected) => {
  expect(utcCron(schedule, timezone)).toBe(expected)
})

test.each([
  ['0 1 * * 1', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['0 1 1 * *', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['30 0 0 * * *', 'Africa/Nairobi', 'OpenFn knows no seconds'],
  ['0 0 L * *', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['0 0#2 * * *', 'Africa/Nairobi', '"0#2" is not a field of plain numbers'],
  ['10 * * * 1', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['10 * 1 * *', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['* * * 6 *', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['10 */6 * * 1-5', 'Africa/Nairobi', 'in UTC some of it falls on another day'],
  ['* 6 * * *', 'Asia/Kolkata', notThere],
  ['0,45 6 * * *', 'Asia/Kolkata', notThere],
  ['*/15 6 * * *', 'Asia/Kathmandu', notThere],
])('%s in %s is refused: %s', (schedule, timezone, why) => {
  expect(() => utcCron(schedule, timezone)).toThrow(new NotInUtc(why))
})

test.each([
  ['40 0 * * *', 'Africa/Nairobi', '40 21,22 * * *'],
  ['40 0 * * *', 'UTC', '40 0,1 * * *'],
  ['0 2 * * *', 'Africa/Nairobi', '0 0,23 * * *'],
  ['5 23 * * *', 'Africa/Nairobi', '5 19,20 * * *'],
  ['0 40 0 * * *', 'Africa/Nairobi', '40 21,22 * * *'],
  ['15 6 * * *', 'Asia/Kathmandu', '30 0,1 * * *'],
  ['40 23 * * 1-5', 'Africa/Nairobi', '40 19,20 * * 1-5'],
  ['40 3 * * 1-5', 'Africa/Nairobi', '40 0,1 * * 1-5'],
])('once a day, %s in %s, has a second time on the same day: %s in UTC', (schedule, timezone, expected) => {
  expect(utcCronWithSecondHour(schedule, timezone)).toBe(expected)
})

test.each([
  ['20 * * * *', 'Africa/Nairobi', '20 * * * *'],
  ['40 6,18 * * *', 'Africa/Nairobi', '40 3,15 * * *'],
  ['0,30 6 * * *', 'Africa/Nairobi', '0,30 3 * * *'],
  ['0 18 * * 1-5', 'America/Bogota', '0 23 * * 1-5'],
])('%s in %s stays as often as it is, or as UTC can say it: %s', (schedule, timezone, expected) => {
  expect(utcCronWithSecondHour(schedule, timezone)).toBe(expected)
})

test('what UTC cannot say even once is refused as it was', () => {
  expect(() => utcCronWithSecondHour('0 1 * * 1', 'Africa/Nairobi')).toThrow(NotInUtc)
})
