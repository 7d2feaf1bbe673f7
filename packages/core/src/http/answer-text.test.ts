import { expect, test } from 'vitest'
import { answerText } from './answer-text.ts'

function read(...parts: readonly Uint8Array[]): unknown {
  const text = answerText()
  for (const part of parts) text.take(part)
  return text.end()
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

test('text in UTF-8 is read as it is, in whatever pieces it comes, a sign of its own for what was lost elsewhere as well', () => {
  const whole = '\ufeff{"name":"José ጂኦዌጡ \ud83d\ude00 \ufffd"}'
  expect(read(utf8(whole))).toEqual({ body: whole })
  expect(read(...[...utf8(whole)].map((byte) => Uint8Array.of(byte)))).toEqual({ body: whole })
  expect(read()).toEqual({ body: '' })
})

test.each([
  ['Latin-1', Buffer.from('{"name":"José"}', 'latin1')],
  ['half a character at the end', utf8('{"name":"José').subarray(0, -1)],
  ['half a surrogate, written as one', Uint8Array.from([0x22, 0xed, 0xa0, 0xbd, 0x22])],
  ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0])],
])('%s is told, and not taken for what it reads like', (_what, bytes) => {
  expect(read(bytes)).toMatchObject({ isGarbled: true })
  const [first = 0, ...rest] = bytes
  expect(read(Uint8Array.of(first), Uint8Array.from(rest))).toMatchObject({ isGarbled: true })
})
