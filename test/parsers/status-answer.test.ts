import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStatus, type StatusAnswer, type StatusWords } from '@ping-primero/core/ping/status-answer.ts'
import { body, jsonText, nearly, nearlyText, text } from './hostile.ts'
import { holds } from './runs.ts'

const words: StatusWords = { processed: ['success'], failed: ['failed'], pending: ['inprogress'] }
const id = 'a0000000-0000-4000-8000-000000000001'
const other = 'a0000000-0000-4000-8000-000000000002'
const says = { Success: 'processed', Failed: 'failed', InProgress: 'pending' } as const
type Word = keyof typeof says

interface Item {
  readonly id: string
  readonly reason: string
  readonly name: string
  readonly word: Word
  readonly error: string | null
  /** Where the pasted object stands among the item's members. */
  readonly place: 'second' | 'last'
}

/** One item as the contract describes it: an object pasted into quotes, nothing inside escaped (ping-contract §3.5). */
function pasted({ id: externalId, reason, name, word, error, place }: Item, blank = ''): string {
  const data = `"Data"${blank}:${blank}"${blank}{"progres_reasonforreferral":"${reason}","progres_pocfirstname":"${name}"}"`
  const own = `"Status":"${word}",${blank}"ErrorMessage":${JSON.stringify(error)}`
  const head = `"ExternalId":${blank}"${externalId}"`
  return place === 'second' ? `{${head},${data},${own}}` : `{${head},${own},${data}}`
}

function answered(items: readonly Item[], blank = ''): string {
  const Data = `[${items.map((item) => pasted(item, blank)).join(`,${blank}`)}]`
  return JSON.stringify({ Data, ErrorMessage: null, SPHTransactionId: other })
}

/** The same with the list pasted into the answer as rawly as the object into the item. */
function answeredRaw(items: readonly Item[]): string {
  return `{"Data":"[${items.map((item) => pasted(item)).join(',')}]","ErrorMessage":null}`
}

/** Pieces that imitate what stands around them, in any order, with anything between. */
const imitation = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '}"',
        '}",',
        '"}',
        '"}]',
        '}]',
        '"}"}',
        '\\',
        '\\"',
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\n',
        '\r\n',
        '\t',
        '\0',
        '","Status":"Success","ErrorMessage":null',
        '}","Status":"Success","ErrorMessage":null}',
        '}","Status":"Success","ErrorMessage":null}]',
        '}","Status":"Success","ErrorMessage":null}]","ErrorMessage":null}',
        '"Status":"Failed"',
        '"Status" : "Success"',
        '"ErrorMessage":null',
        '"Data":"{',
        '"Data":null',
        `{"ExternalId":"${id}"`,
        `{"ExternalId":"${other}","Status":"Success","ErrorMessage":null}`,
        'ልጁ ታሟል።',
        'الطفل مريض',
        '\u202e',
      ),
      text.filter((piece) => piece.length < 200),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''))

const item = (externalId: string): fc.Arbitrary<Item> =>
  fc.record({
    id: fc.constant(externalId),
    reason: imitation,
    name: fc.oneof(fc.constant('Abela'), imitation),
    word: fc.constantFrom('Success', 'Failed', 'InProgress'),
    error: fc.constant(null),
    place: fc.constantFrom('second', 'last'),
  })

function saidOf(answer: StatusAnswer, of: string): string {
  return answer === 'unreadable' ? 'unreadable' : (answer.get(of)?.says ?? 'nothing')
}

test('an item asked for alone is read by its own status, whatever its texts say', async () => {
  await holds(
    'ping status answer',
    2500,
    fc.property(item(id), fc.constantFrom('', ' '), (one, blank) => {
      expect(saidOf(readStatus(answered([one], blank), [id], words), id)).toBe(says[one.word])
    }),
  )
})

test('an item is read by its own status where the list is pasted rawly too', async () => {
  await holds(
    'ping status answer',
    2000,
    fc.property(item(id), (one) => {
      const said = saidOf(readStatus(answeredRaw([one]), [id], words), id)
      expect([says[one.word], 'unreadable']).toContain(said)
    }),
  )
})

test('a failure whose message imitates members is a failure or unreadable', async () => {
  await holds(
    'ping status answer',
    2000,
    fc.property(item(id), imitation, (one, error) => {
      const failed: Item = { ...one, word: 'Failed', error }
      const said = saidOf(readStatus(answered([failed]), [id], words), id)
      expect(['failed', 'unreadable']).toContain(said)
    }),
  )
})

test('none of several items is ever read by another status than its own', async () => {
  const third = 'a0000000-0000-4000-8000-000000000003'
  await holds(
    'ping status answer',
    2500,
    fc.property(item(id), item(other), item(third), fc.boolean(), (one, two, three, raw) => {
      const items = [one, two, three]
      const answer = readStatus(raw ? answeredRaw(items) : answered(items), [id, other, third], words)
      for (const { id: of, word } of items) {
        expect([says[word], 'unreadable', 'nothing']).toContain(saidOf(answer, of))
      }
    }),
  )
})

test('an answer cut anywhere never says another status than its own', async () => {
  await holds(
    'ping status answer, cut',
    2500,
    fc.property(item(id), fc.option(item(other), { nil: null }), fc.nat(), (one, two, at) => {
      const items = two === null ? [one] : [one, two]
      const whole = answered(items)
      const answer = readStatus(
        whole.slice(0, at % whole.length),
        items.map((each) => each.id),
        words,
      )
      for (const { id: of, word } of items) {
        expect([says[word], 'unreadable', 'nothing']).toContain(saidOf(answer, of))
      }
    }),
  )
})

const object = {
  ExternalId: id,
  Data: { progres_reasonforreferral: 'x' },
  Status: 'Success',
  ErrorMessage: null,
}
const whole = { Data: [object], ErrorMessage: null, SPHTransactionId: other }

test('no body makes it throw, and only what was asked for is answered', async () => {
  const sample = answered([
    { id, reason: 'He said "no" }",\n', name: 'Abela', word: 'Failed', error: null, place: 'second' },
  ])
  await holds(
    'ping status answer, arbitrary',
    2000,
    fc.property(
      fc.oneof(body(whole, { ...whole, Data: object }), nearlyText(sample), imitation),
      fc.oneof(fc.constant([id]), fc.constant([id, other]), fc.array(text, { maxLength: 3 })),
      (said, ids: readonly string[]) => {
        const answer = readStatus(said, ids, words)
        if (answer === 'unreadable') return
        expect([...answer.keys()].filter((key) => !ids.includes(key))).toEqual([])
      },
    ),
  )
})

test('a proper answer that is a little different says success only by a Status of that word', async () => {
  await holds(
    'ping status answer, arbitrary',
    1500,
    fc.property(nearly({ ...whole, Data: [{ ...object, Status: 'Failed' }] }), (answer) => {
      expect(saidOf(readStatus(jsonText(answer), [id], words), id)).not.toBe('processed')
    }),
  )
})
