import { expect, test } from 'vitest'
import { languages, type Language } from '../../words/languages.ts'
import { wordsOf } from '../../words/say.ts'
import { timetableOf } from './timetable.ts'
import { timetableWords } from './timetable-words.ts'

const nightly = { kind: 'daily', time: '00:00', isNight: true } as const

test.each([
  ['0 0 * * *', nightly],
  ['  0  0 * * *  ', nightly],
  ['30 14 * * *', { kind: 'daily', time: '14:30', isNight: false }],
  ['5 4 * * *', { kind: 'daily', time: '04:05', isNight: true }],
  ['0 5 * * *', { kind: 'daily', time: '05:00', isNight: false }],
  ['0 20 * * *', { kind: 'daily', time: '20:00', isNight: true }],
  ['20 * * * *', { kind: 'hourly', minute: 20 }],
  ['0 * * * *', { kind: 'hourly', minute: 0 }],
  ['*/15 * * * *', { kind: 'minutes', every: 15 }],
  ['* * * * *', { kind: 'minutes', every: 1 }],
  ['0 8 * * 1', { kind: 'weekly', time: '08:00', weekday: 1 }],
  ['0 8 * * mon', { kind: 'weekly', time: '08:00', weekday: 1 }],
  ['0 8 * * 7', { kind: 'weekly', time: '08:00', weekday: 0 }],
])('%j is said in words', (schedule, timetable) => {
  expect(timetableOf(schedule)).toEqual(timetable)
})

test.each([
  '*/7 * * * *',
  '*/0 * * * *',
  '*/60 * * * *',
  '0,30 * * * *',
  '0 8-17 * * *',
  '0 0 1 * *',
  '0 0 * 6 *',
  '0 0 * * 1-5',
  '0 0 * * 8',
  '60 0 * * *',
  '0 24 * * *',
  '0 * * * 1',
  '0 0 0 * * *',
  '@daily',
  '',
])('%j is told by its next time alone', (schedule) => {
  expect(timetableOf(schedule)).toBe(null)
})

const said: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'every night at 00:00',
    'every day at 14:30',
    'every hour at 20 past',
    'every hour, on the hour',
    'every minute',
    'every 15 minutes',
    'every Monday at 08:00',
  ],
  fr: [
    'chaque nuit à 00:00',
    'chaque jour à 14:30',
    'chaque heure à la minute 20',
    'chaque heure, à l’heure juste',
    'chaque minute',
    'toutes les 15 minutes',
    'chaque lundi à 08:00',
  ],
  ar: [
    'كل ليلة 00:00',
    'كل يوم 14:30',
    'كل ساعة عند الدقيقة 20',
    'كل ساعة عند تمامها',
    'كل دقيقة',
    'كل 15 دقيقة',
    'كل أسبوع، يوم الاثنين 08:00',
  ],
  es: [
    'cada noche a las 00:00',
    'cada día a las 14:30',
    'cada hora en el minuto 20',
    'cada hora en punto',
    'cada minuto',
    'cada 15 minutos',
    'cada lunes a las 08:00',
  ],
}

test.each(languages)('in %s as people say it', (language) => {
  const say = wordsOf(language)
  const schedules = [
    '0 0 * * *',
    '30 14 * * *',
    '20 * * * *',
    '0 * * * *',
    '* * * * *',
    '*/15 * * * *',
    '0 8 * * 1',
  ]
  const words = schedules.flatMap((schedule) => {
    const timetable = timetableOf(schedule)
    return timetable === null ? [] : [timetableWords(timetable, say)]
  })
  expect(words).toEqual(said[language])
})
