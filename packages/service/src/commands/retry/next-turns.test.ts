import { expect, test } from 'vitest'
import { nextTurnWords } from './next-turns.ts'
import type { NextTurn } from './next-turns.ts'

const turn: NextTurn = { flow: '2.1', enabled: true, pause: null, nextRun: '2026-03-02T21:00:00.000Z' }

test('it is said when the next run takes what is due, by the clocks of the deployment', () => {
  expect(nextTurnWords(turn, 'Africa/Nairobi')).toBe(
    'Next run of 2.1: 2026-03-03 00:00 +03:00 by its schedule; with --now it runs at once.',
  )
})

test('where no run comes by itself it is said why', () => {
  const none = { ...turn, nextRun: null }
  const pause = { at: '2026-03-01T00:00:00.000Z', by: 'A. Operator', why: 'mapping under review' }
  expect(nextTurnWords({ ...none, pause }, null)).toBe(
    '2.1 is paused since 2026-03-01 00:00 UTC by A. Operator (mapping under review): nothing is taken before it is resumed.',
  )
  expect(nextTurnWords({ ...none, enabled: false }, null)).toBe(
    '2.1 is not enabled in deployment.yaml: nothing is taken.',
  )
  expect(nextTurnWords({ ...none, enabled: null }, null)).toContain('known where --deployment DIR is named')
  expect(nextTurnWords(none, null)).toContain('2.1 never runs by itself')
})
