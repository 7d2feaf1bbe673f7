import { expect, test } from 'vitest'
import { pauseWords } from './words.ts'

const pause = { at: '2026-03-01T21:30:00.000Z', by: 'A. Operator', why: 'mapping under review' }

test.each([
  ['Africa/Nairobi', '2026-03-02 00:30 +03:00'],
  [null, '2026-03-01 21:30 UTC'],
])('since when a flow is paused is told by the clocks of %s', (zone, since) => {
  const paused = { deployment: 'sandbox', flow: '2.1', paused: true, pause, did: 'paused' } as const
  expect(pauseWords(paused, zone)).toBe(
    `2.1 of sandbox is paused since ${since} by A. Operator: mapping under review`,
  )
  expect(pauseWords({ ...paused, did: 'paused-before' }, zone)).toContain(`since ${since} by A. Operator`)
})
