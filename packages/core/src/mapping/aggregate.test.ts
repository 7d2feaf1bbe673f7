import { expect, test } from 'vitest'
import { aggregateRows } from './aggregate.ts'

test('1.1-06 four rows of two languages and two needs become one record', () => {
  const row = (language: string, need: string) => ({
    progres_id: '803-100000001',
    language,
    need,
    level: { Name: 'Zone 1' },
  })
  expect(aggregateRows([row('Nuer', 'A'), row('Anyuak', 'A'), row('Nuer', 'B'), row('Anyuak', 'B')])).toEqual(
    {
      progres_id: '803-100000001',
      language: ['Nuer', 'Anyuak'],
      need: ['A', 'B'],
      level: { Name: 'Zone 1' },
    },
  )
})

test('a column that is blank in some rows takes what the others say', () => {
  expect(aggregateRows([{ a: null, b: '' }, { a: 1, b: 'x' }, {}])).toEqual({ a: 1, b: 'x' })
})

test('a column that is blank everywhere is left out, and no rows give an empty record', () => {
  expect(aggregateRows([{ a: null }, { a: '' }, { a: undefined }])).toStrictEqual({})
  expect(aggregateRows([])).toEqual({})
})

test('the number 1 and the text "1" are two values', () => {
  expect(aggregateRows([{ a: 1 }, { a: '1' }])).toEqual({ a: [1, '1'] })
})

test('a column called __proto__ is a column like any other', () => {
  const row: Record<string, unknown> = JSON.parse('{"__proto__":"x"}')
  expect(Object.entries(aggregateRows([row]))).toEqual([['__proto__', 'x']])
})
