import { expect, test } from 'vitest'
import { garbledIn } from './garbled.ts'

const readAs = (encoding: string, text: string): string =>
  new TextDecoder(encoding).decode(new TextEncoder().encode(text))

test.each([
  'École',
  'Éducation',
  'Protección',
  'Orientação',
  'Ñandú',
  'l’École',
  '« Autre »',
  'ኑዌር',
  'مأوى',
  'Приют',
  '住所',
])('%s in UTF-8 that was read as Windows-1252 is noticed, and as it stands is not', (text) => {
  expect(garbledIn(readAs('windows-1252', text))).not.toBeNull()
  expect(garbledIn(text)).toBeNull()
})

test.each(['École', 'Protección', 'Orientação', 'l’École'])(
  '%s that was read as Mac Roman is noticed',
  (text) => {
    expect(garbledIn(readAs('macintosh', text))).not.toBeNull()
  },
)

test('a mark at the beginning that was read as letters is told', () => {
  expect(garbledIn('ï»¿Nuer')).toBe('ï»¿')
})

test.each([
  'CAFÉ…',
  'CAFÉ’S',
  'SANTÉ–HYGIENE',
  'PERÚ–ECUADOR',
  'IRMÃ',
  'MANHÃ',
  'Ñ',
  'voilà\u00a0!',
  '5 °C',
  'A × B',
  'Straße',
])('%s is spelled so', (text) => {
  expect(garbledIn(text)).toBeNull()
})
