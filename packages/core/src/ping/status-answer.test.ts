import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { readStatus, type StatusWords } from './status-answer.ts'

const words: StatusWords = { processed: ['success'], failed: ['failed'], pending: ['inprogress'] }
const id = 'a0000000-0000-4000-8000-000000000001'
const other = 'a0000000-0000-4000-8000-000000000002'

interface Item {
  readonly id: string
  readonly text: string
  readonly status: 'Success' | 'Failed' | 'InProgress'
  readonly error: string | null
  readonly dataPlace: 'second' | 'last'
}

/** An item as PING writes it: an object pasted into quotes, nothing inside escaped (ping-contract §3.5). */
function pasted({ id: externalId, text, status, error, dataPlace }: Item): string {
  const data = `"Data":"{"progres_pocfirstname":"Abela","progres_reasonforreferral":"${text}"}"`
  const own = `"Status":"${status}","ErrorMessage":${JSON.stringify(error)}`
  const head = `"ExternalId":"${externalId}"`
  return dataPlace === 'second' ? `{${head},${data},${own}}` : `{${head},${own},${data}}`
}

function answered(...items: readonly Item[]): string {
  return JSON.stringify({
    Data: `[${items.map(pasted).join(',')}]`,
    ErrorMessage: null,
    SPHTransactionId: other,
  })
}

const saying = { Success: 'processed', Failed: 'failed', InProgress: 'pending' } as const

/** Texts made of everything that could be taken for the answer's own members. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '}"',
        '}",',
        '"}]',
        '"}"}',
        '","Status":"Success","ErrorMessage":null',
        '","Status":"Failed","ErrorMessage":"IOP-1: no"',
        ',"Status":"Success"}',
        '"Data":"{',
        `{"ExternalId":"${id}"`,
        `{"ExternalId":"${other}","Data":"{}","Status":"Success","ErrorMessage":null}`,
        '"',
        '\n',
        '\t',
        '\\',
        '[',
        ']',
        '{',
        '}',
        ',',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const item = (externalId: string): fc.Arbitrary<Item> =>
  fc.record({
    id: fc.constant(externalId),
    text: hostile,
    status: fc.constantFrom('Success', 'Failed', 'InProgress'),
    error: fc.constant(null),
    dataPlace: fc.constantFrom('second', 'last'),
  })

describe('a transaction of one item', () => {
  test('is read by the status outside the pasted object, whatever stands inside', () => {
    fc.assert(
      fc.property(item(id), (one) => {
        expect(readStatus(answered(one), [id], words)).toEqual(
          new Map([[id, expect.objectContaining({ says: saying[one.status] })]]),
        )
      }),
      { numRuns: 3000 },
    )
  })

  test('is never read as anything else, whatever the error message says', () => {
    fc.assert(
      fc.property(item(id), hostile, (one, error) => {
        const failed = { ...one, status: 'Failed', error } as const
        const answer = readStatus(answered(failed), [id], words)
        const says = answer === 'unreadable' ? answer : answer.get(id)?.says
        expect(['failed', 'unreadable']).toContain(says)
      }),
      { numRuns: 3000 },
    )
  })

  test('names the code of a failure and not a word of its text', () => {
    const text = 'He said "no" }",\nand left'
    const failed: Item = { id, text, status: 'Failed', error: 'IOP-1002: date of Abela', dataPlace: 'second' }
    expect(readStatus(answered(failed), [id], words)).toEqual(
      new Map([[id, { says: 'failed', code: 'IOP-1002' }]]),
    )
  })
})

test('of two items none is ever read by the status of the other', () => {
  fc.assert(
    fc.property(item(id), item(other), (one, two) => {
      const answer = readStatus(answered(one, two), [id, other], words)
      if (answer === 'unreadable') return
      expect([saying[one.status], 'unreadable', undefined]).toContain(answer.get(id)?.says)
      expect([saying[two.status], 'unreadable', undefined]).toContain(answer.get(other)?.says)
    }),
    { numRuns: 3000 },
  )
})

test('items that begin otherwise than with their ids are not read by the heads that a text imitates', () => {
  const imitated = [id, other].map((one) => `{"ExternalId":"${one}","Status":"Success"}`).join(',')
  const real = (one: string, text: string): string =>
    `{"Status":"Failed","ExternalId":"${one}","Data":"{"progres_reasonforreferral":"${text}"}"}`
  const body = JSON.stringify({ Data: `[${real(id, imitated)},${real(other, '')}]` })
  expect(readStatus(body, [id, other], words)).toBe('unreadable')
})

test('an item whose status stands on both sides of the pasted object is not read', () => {
  const cut = `{"ExternalId":"${id}","Status":"Failed","Data":"{"progres_reasonforreferral":"}","Status":"Success"}`
  expect(readStatus(JSON.stringify({ Data: `[${cut}]` }), [id], words)).toEqual(
    new Map([[id, { says: 'unreadable' }]]),
  )
})

test('an answer that is broken as a whole and cut within a text that imitates its end of the list is not read', () => {
  const text = '}","Status":"Success","ErrorMessage":null}] and so on'
  const whole = `{"Data":"[${pasted({ id, text, status: 'Failed', error: null, dataPlace: 'second' })}]"}`
  const cut = whole.slice(0, whole.indexOf(']') + 1)
  expect(readStatus(cut, [id], words)).toBe('unreadable')
  expect(readStatus(whole, [id], words)).toEqual(new Map([[id, { says: 'failed', code: null }]]))
})

test('a text of nothing but ends costs no more than a few readings of the answer', () => {
  const parse = vi.spyOn(JSON, 'parse')
  const cut = `[{"ExternalId":"${id}","Data":"{"progres_reasonforreferral":"${'}",'.repeat(30_000)}`
  const answer = readStatus(JSON.stringify({ Data: cut }), [id], words)
  const characters = parse.mock.calls.reduce((sum, [json]) => sum + json.length, 0)
  parse.mockRestore()
  expect(answer).toEqual(new Map([[id, { says: 'unreadable' }]]))
  expect(characters).toBeLessThan(5 * cut.length)
})

test('two items with plain texts are both read', () => {
  const one: Item = { id, text: 'He said "no"', status: 'Success', error: null, dataPlace: 'second' }
  const two: Item = { id: other, text: 'line\nline', status: 'Failed', error: 'PNG-7: no', dataPlace: 'last' }
  expect(readStatus(answered(one, two), [id, other], words)).toEqual(
    new Map([
      [id, { says: 'processed' }],
      [other, { says: 'failed', code: 'PNG-7' }],
    ]),
  )
})

test('no text at all makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), hostile, fc.json()),
      fc.array(fc.string(), { maxLength: 3 }),
      (body, ids) => {
        const answer = readStatus(body, ids, words)
        expect(answer === 'unreadable' || answer instanceof Map).toBe(true)
      },
    ),
    { numRuns: 3000 },
  )
})

test('an answer cut anywhere never says that it was processed when it was not', () => {
  const failed: Item = {
    id,
    text: '}","Status":"Success","x":"',
    status: 'Failed',
    error: null,
    dataPlace: 'second',
  }
  const whole = answered(failed)
  const said = Array.from({ length: whole.length + 1 }, (_, end) =>
    readStatus(whole.slice(0, end), [id], words),
  ).map((answer) => (answer === 'unreadable' ? answer : answer.get(id)?.says))
  expect(said.filter((one) => one === 'processed')).toEqual([])
})

const object = { ExternalId: id, Data: {}, Status: 'Success', ErrorMessage: null }

test.each([
  ['an object', { Data: object }, new Map([[id, { says: 'processed' }]])],
  ['a list', { Data: [object] }, new Map([[id, { says: 'processed' }]])],
  ['a list as proper JSON text', { Data: JSON.stringify([object]) }, new Map([[id, { says: 'processed' }]])],
  [
    'an object without id, asked for alone',
    { Data: { ...object, ExternalId: null } },
    new Map([[id, { says: 'processed' }]]),
  ],
  ['null', { Data: null }, new Map()],
  ['nothing', {}, new Map()],
  ['an empty text', { Data: '' }, new Map()],
  ['words for nothing', { Data: 'No Data Available' }, new Map()],
  ['another item', { Data: { ...object, ExternalId: other } }, new Map()],
  [
    'a success with an error',
    { Data: { ...object, ErrorMessage: 'IOP-1: no' } },
    new Map([[id, { says: 'unreadable' }]]),
  ],
  ['an unknown word', { Data: { ...object, Status: 'Done' } }, new Map([[id, { says: 'unreadable' }]])],
  [
    'two words for one item',
    { Data: [object, { ...object, Status: 'Failed' }] },
    new Map([[id, { says: 'unreadable' }]]),
  ],
  [
    'a word in other letter case',
    { Data: { ...object, Status: ' SUCCESS ' } },
    new Map([[id, { says: 'processed' }]]),
  ],
  ['a number', { Data: 7 }, 'unreadable'],
] as const)('reads %s', (_what, answer, says) => {
  expect(readStatus(JSON.stringify(answer), [id], words)).toEqual(says)
})

test('reads an answer that is broken as a whole', () => {
  const one = pasted({ id, text: 'He said "no"\n}",', status: 'Success', error: null, dataPlace: 'second' })
  expect(readStatus(`{"Data":"[${one}]","ErrorMessage":null}`, [id], words)).toEqual(
    new Map([[id, { says: 'processed' }]]),
  )
})
