import { expect, test } from 'vitest'
import { formsOf, piecesOf } from './forms.ts'
import { createScanner } from './scan.ts'

const ethiopic = 'ዝቅኽቁዘዘዘ'
const arabic = 'ظقخقوزازازا'
const latin = 'Zqx100wq'

function found(output: string | Buffer, text: string, inPieces = false): readonly string[] {
  const hits = createScanner([{ kind: 'name', text, inPieces }]).scan(output)
  return hits.map(({ canary, form }) => `${canary.kind}: ${form}`)
}

test.each([latin, ethiopic, arabic, '+251 793000012', '2011-04-30'])(
  'a text is found in each of its forms, wherever it begins, in any letter case: %#',
  (text) => {
    for (const { name, bytes } of formsOf(text)) {
      for (const before of ['', 'x', 'xy', 'xyz']) {
        const planted = Buffer.concat([Buffer.from(before), bytes, Buffer.from('0')])
        expect(found(planted, text), name).toContain(`name: ${name}`)
      }
    }
    expect(found(`before ${text.toUpperCase()} after`, text)).toContain('name: raw')
    expect(found('nobody is named here, nor numbered', text)).toEqual([])
  },
)

test('base64 is found as any encoder writes it, at all three places, plain and for addresses', () => {
  for (const before of ['', 'a', 'ab']) {
    for (const encoding of ['base64', 'base64url'] as const) {
      for (const text of [latin, ethiopic, '~~~???ÿÿÿ']) {
        const coded = Buffer.from(`${before}${text} and more`).toString(encoding)
        expect(found(coded, text), `${encoding} after ${before.length}`).toHaveLength(1)
      }
    }
  }
})

test('other encoders too: JSON, forms, addresses, UTF-16 and HTML', () => {
  expect(found(JSON.stringify({ name: ethiopic }), ethiopic)).toEqual(['name: raw'])
  expect(found(new URLSearchParams({ phone: '+251 793000012' }).toString(), '+251 793000012')).toEqual([
    'name: url-encoded as in forms',
  ])
  expect(found(new URL(`http://x/?q=${arabic}`).href, arabic)).toEqual(['name: url-encoded'])
  expect(found(Buffer.from(`{"a":"${latin}"}`, 'utf16le'), latin)).toContain('name: utf-16le')
})

test('a piece of six characters is found where the rest was cut, in each form', () => {
  expect(piecesOf(latin)).toEqual(['Zqx100', 'qx100w', 'x100wq'])
  for (const piece of [...piecesOf(latin), ...piecesOf(ethiopic), ...piecesOf(arabic)]) {
    const whole = [latin, ethiopic, arabic].find((text) => text.includes(piece)) ?? ''
    for (const { name, bytes } of formsOf(piece)) {
      expect(found(bytes, whole, true), name).toContain(`name: a piece, ${name}`)
    }
    expect(found(piece, whole, false)).toEqual([])
  }
})

test('what stands across the border of two parts of a large output is found', () => {
  const part = 8 * 1024 * 1024
  for (const at of [part - 8, part - 4, part - 1, part]) {
    const large = Buffer.alloc(part + 100, 'z')
    large.write(latin, at)
    expect(found(large, latin), String(at)).toEqual(['name: raw'])
  }
})

test('many canaries are told apart, and each is found once however often it stands there', () => {
  const canaries = [latin, ethiopic, arabic].map((text, index) => ({ kind: `kind ${index}`, text }))
  const scanner = createScanner(canaries)
  const hits = scanner.scan(`${arabic} ${latin} ${arabic}`)
  expect(hits.map(({ canary, form }) => `${canary.kind} ${form}`).toSorted()).toEqual([
    'kind 0 raw',
    'kind 2 raw',
  ])
  expect(scanner.canaries).toBe(3)
})

test('a canary that chance could write is refused', () => {
  expect(() => createScanner([{ kind: 'name', text: 'Ann' }])).toThrow('too short')
})
