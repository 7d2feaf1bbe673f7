import { expect, test } from 'vitest'
import { progressLine } from './line.ts'

/** A line on a terminal whose time passes by `pass`; `screen` is what has been written. */
function scene({ isTerminal = true, columns = 80 } = {}) {
  let screen = ''
  let elapsed = 0
  let ends: (() => void) | null = null
  const looks = new Set<() => void>()
  const line = progressLine({
    isTerminal: () => isTerminal,
    columns: () => columns,
    write: (text) => {
      screen += text
    },
    elapsed: () => elapsed,
    every: (_ms, act) => {
      looks.add(act)
      return () => looks.delete(act)
    },
    atEnd: (act) => {
      ends = act
      return () => {
        ends = null
      }
    },
  })
  return {
    ...line,
    pass: (ms: number) => {
      elapsed += ms
      for (const look of looks) look()
    },
    end: () => ends?.(),
    hears: () => looks.size > 0 || ends !== null,
    taken: () => {
      const said = screen
      screen = ''
      return said
    },
  }
}

const away = '\r\u001B[K'

test('what takes longer than three seconds is shown, written anew when it changes, and gone at the end', async () => {
  const { during, pass, taken, hears } = scene()
  const work = Promise.withResolvers<string>()
  let count = 1
  const done = during(
    () => `${count} of 3`,
    async () => work.promise,
  )
  pass(2_999)
  expect(taken()).toBe('')
  pass(1)
  expect(taken()).toBe(`${away}1 of 3`)
  pass(250)
  expect(taken()).toBe('')
  count = 2
  pass(250)
  expect(taken()).toBe(`${away}2 of 3`)
  work.resolve('done')
  expect([await done, taken(), hears()]).toEqual(['done', away, false])
})

test('what is written meanwhile stands alone, and the line comes back', async () => {
  const { during, pass, taken, clear } = scene()
  const work = Promise.withResolvers<void>()
  const done = during(
    () => 'on its way',
    async () => work.promise,
  )
  clear()
  expect(taken()).toBe('')
  pass(3_000)
  taken()
  clear()
  clear()
  expect(taken()).toBe(away)
  pass(250)
  expect(taken()).toBe(`${away}on its way`)
  work.reject(new Error('a defect'))
  await expect(done).rejects.toThrow('a defect')
  expect(taken()).toBe(away)
})

test('a second piece of work of a long command is shown at once', async () => {
  const { during, pass, taken } = scene()
  await during(
    () => 'first',
    async () => pass(4_000),
  )
  expect(taken()).toBe(`${away}first${away}`)
  await during(
    () => 'second',
    async () => pass(1),
  )
  expect(taken()).toBe(`${away}second${away}`)
})

test('a process that ends leaves no line behind', async () => {
  const { during, pass, taken, end } = scene()
  const done = during(
    () => 'on its way',
    async () => {
      pass(3_000)
      end()
    },
  )
  expect(taken()).toBe(`${away}on its way${away}`)
  await done
})

test('a line is cut to the columns of the terminal, and nothing is written where there is none', async () => {
  const narrow = scene({ columns: 8 })
  await narrow.during(
    () => 'on its way',
    async () => narrow.pass(3_000),
  )
  expect(narrow.taken()).toBe(`${away}on its ${away}`)
  const piped = scene({ isTerminal: false })
  await piped.during(
    () => 'on its way',
    async () => piped.pass(9_000),
  )
  piped.clear()
  expect([piped.taken(), piped.hears()]).toEqual(['', false])
})
