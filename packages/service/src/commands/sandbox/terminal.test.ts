import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { terminalTeller } from './terminal.ts'
import type { Screen } from './terminal.ts'

/** A screen whose writing is kept; `depth` bits of colour, 1 = none. */
function screenWith(terminal: boolean, columns: number, depth = 1): { screen: Screen; text: () => string } {
  const stream = new PassThrough()
  const screen = Object.assign(stream, { isTTY: terminal, columns, getColorDepth: () => depth })
  return { screen, text: () => String(stream.read() ?? '') }
}

const long = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ')

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubEnv('FORCE_COLOR', undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test.each([
  [200, 80],
  [60, 60],
  [0, 80],
])('on a screen of %i columns no line is longer than %i, and no word is lost', (columns, widest) => {
  const { screen, text } = screenWith(true, columns)
  terminalTeller(screen).say(long)
  const lines = text().trimEnd().split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(widest)
  expect(lines.map((line) => line.trim()).join(' ')).toBe(long)
})

test('what is to be typed stands whole on one line', () => {
  const { screen, text } = screenWith(true, 40)
  terminalTeller(screen).say(long, 'typed')
  expect(text()).toBe(`   ${long}\n`)
})

test('colours are used only on a terminal that has them', () => {
  const tellAll = (screen: Screen): void => {
    const teller = terminalTeller(screen)
    teller.chapter(1, 'The cast')
    teller.say('One needs attention.', 'attention')
    teller.say('This is wrong.', 'wrong')
  }
  const plain = '\n1. The cast\n   One needs attention.\n   This is wrong.\n'
  for (const [terminal, depth] of [
    [false, 8],
    [true, 1],
  ] as const) {
    const { screen, text } = screenWith(terminal, 80, depth)
    tellAll(screen)
    expect(text()).toBe(plain)
  }
  const { screen, text } = screenWith(true, 80, 8)
  tellAll(screen)
  const coloured = text()
  expect(coloured).not.toBe(plain)
  expect(stripVTControlCharacters(coloured)).toBe(plain)
})

test('what is done soon shows no progress', async () => {
  const { screen, text } = screenWith(true, 80)
  expect(await terminalTeller(screen).during('looking', Promise.resolve(7))).toBe(7)
  expect(text()).toBe('')
})

test('what takes long shows on a terminal that it goes on, and is wiped away at its end', async () => {
  const { screen, text } = screenWith(true, 80)
  const work = Promise.withResolvers<void>()
  const shown = terminalTeller(screen).during('looking', work.promise)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(text()).toBe('\r   … looking, 0.5 s\r   … looking, 1.0 s')
  work.resolve()
  await shown
  expect(text()).toBe('\r\u001B[2K')
})

test('in a file what takes long is said once, and a failure is passed on', async () => {
  const { screen, text } = screenWith(false, 80)
  const work = Promise.withResolvers<void>()
  const failing = expect(terminalTeller(screen).during('looking', work.promise)).rejects.toThrow('broken')
  await vi.advanceTimersByTimeAsync(2_000)
  work.reject(new Error('broken'))
  await failing
  expect(text()).toBe('   … looking\n')
})
