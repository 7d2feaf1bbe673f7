import { describe, expect, test } from 'vitest'
import {
  afterAcceptance,
  afterRefusal,
  heldBack,
  type RefusalKind,
  type RefusedCredential,
} from './refused.ts'

const start = Date.parse('2026-11-20T08:00:00.000Z')
const minute = 60_000
const hour = 60 * minute

type Heard = readonly [minutes: number, credential: string, why?: RefusalKind]

/** What is remembered after these refusals, in their order. */
function heard(refusals: readonly Heard[], locksAt: number | null = 6): readonly RefusedCredential[] {
  return refusals.reduce<readonly RefusedCredential[]>(
    (before, [minutes, credential, why = 'wrong']) =>
      afterRefusal(before, { credential, why, at: start + minutes * minute, locksAt }),
    [],
  )
}

const passwords = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const sixWrong: readonly Heard[] = passwords.map((credential, index) => [index, credential])

describe('a refused credential', () => {
  test.each([
    [0, true],
    [29.9, true],
    [30, false],
  ])('after %d minutes it is held back: %s', (minutes, held) => {
    expect(heldBack(heard([[0, 'a']]), 'a', start + minutes * minute) !== null).toBe(held)
  })

  test('a changed one may be tried at once, and the former one stays refused', () => {
    const refused = heard([
      [0, 'a'],
      [1, 'b'],
    ])
    const now = start + 2 * minute
    expect(heldBack(refused, 'c', now)).toBeNull()
    expect(heldBack(refused, 'a', now)?.since).toBe('2026-11-20T08:00:00.000Z')
    expect(heldBack(refused, 'b', now)?.since).toBe('2026-11-20T08:01:00.000Z')
  })

  test('it is asked every half hour, and seldom before the attempts run out that lock the account', () => {
    const tries: number[] = []
    let refused: readonly RefusedCredential[] = []
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      const at = start + minutes * minute
      if (heldBack(refused, 'a', at) !== null) continue
      tries.push(minutes)
      refused = afterRefusal(refused, { credential: 'a', why: 'wrong', at, locksAt: 6 })
    }
    expect(tries).toEqual([0, 30, 60, 90, 450, 810, 840, 870, 900, 930, 1290])
    expect(refused[0]?.since).toBe('2026-11-20T08:00:00.000Z')
  })

  test('what is not activated or not configured locks nothing: it is asked every half hour', () => {
    for (const why of ['inactive', 'configuration'] as const) {
      const refused = heard(Array.from({ length: 12 }, (_, index) => [index * 30, 'a', why] as const))
      expect(refused).toMatchObject([{ why, attempts: 0, nextTry: '2026-11-20T14:00:00.000Z' }])
    }
  })
})

describe('a locked account', () => {
  test('six wrong attempts of ours in a row, with whatever passwords, lock it where the system does so', () => {
    expect(heard(sixWrong).map(({ why }) => why)).toEqual([...Array<string>(5).fill('wrong'), 'locked'])
    expect(heard(sixWrong, null).map(({ why }) => why)).toEqual(Array<string>(6).fill('wrong'))
  })

  test('even a changed credential waits for the end of the lock: Primero would refuse the right one', () => {
    const refused = heard(sixWrong)
    expect(heldBack(refused, 'right', start + 34 * minute)?.why).toBe('locked')
    expect(heldBack(refused, 'right', start + 35 * minute)).toBeNull()
  })

  test('once the lock is over it is counted anew, as Primero counts', () => {
    const refused = heard([...sixWrong, [40, 'g'], [41, 'h']])
    expect(refused.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(2)
    expect(refused.map(({ why }) => why)).not.toContain('locked')
  })

  test('one that the system itself calls locked is asked again after half an hour', () => {
    const refused = heard([[0, 'a', 'locked']], null)
    expect(heldBack(refused, 'a', start + 29 * minute)?.why).toBe('locked')
    expect(heldBack(refused, 'a', start + 30 * minute)).toBeNull()
  })
})

test('a credential that is taken is forgotten; others of the account stay refused, and the system counts anew', () => {
  const refused = heard([
    [0, 'a'],
    [5, 'b'],
  ])
  const taken = afterAcceptance(refused, 'b', start + 6 * minute)
  expect(taken).toEqual([{ ...refused[0], attempts: 0 }])
  expect(afterAcceptance(refused, 'c', start + hour)).toEqual([])
})

test('a time that a wrong clock put far ahead holds nothing back', () => {
  expect(heldBack(heard([[24 * 60, 'a']]), 'a', start)).toBeNull()
})
