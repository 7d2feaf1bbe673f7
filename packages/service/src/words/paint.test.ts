import { PassThrough } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { noPaint, paintOn } from './paint.ts'

afterEach(() => vi.unstubAllEnvs())

function stream(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY, getColorDepth: () => (process.env['NO_COLOR'] ? 1 : 8) })
}

test.each([
  ['a terminal', true, '', true],
  ['a terminal under NO_COLOR', true, '1', false],
  ['a pipe', false, '', false],
] as const)('%s', (_says, isTTY, noColor, coloured) => {
  vi.stubEnv('FORCE_COLOR', undefined)
  vi.stubEnv('NO_COLOR', noColor)
  const { attention, stopped } = paintOn(stream(isTTY))
  expect([attention('a'), stopped('s')]).toEqual(
    coloured ? ['\u001B[33ma\u001B[39m', '\u001B[31ms\u001B[39m'] : ['a', 's'],
  )
})

test('no paint leaves words as they are', () => {
  expect([noPaint.attention('a'), noPaint.stopped('s')]).toEqual(['a', 's'])
})
