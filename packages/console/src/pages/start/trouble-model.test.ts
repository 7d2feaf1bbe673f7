import { expect, test } from 'vitest'
import type { SystemTrouble } from '../../sandbox/trouble.ts'
import { troubleView } from './trouble-model.ts'

const well: SystemTrouble = { system: 'ping', isDown: false, isSlow: false, faults: [] }
const busy = [{ name: 'busy', struck: 2 }] as const

test.each([
  ['well', {}, ['down', 'slow']],
  ['down', { isDown: true }, ['up', 'slow', 'end']],
  ['slow', { isSlow: true }, ['down', 'quick', 'end']],
  ['broken', { faults: busy }, ['down', 'slow', 'end']],
  ['down', { isDown: true, isSlow: true, faults: busy }, ['up', 'quick', 'end']],
] as const)('a system that is %s says so, and what can be done to it', (is, more, acts) => {
  expect(troubleView([{ ...well, ...more }])).toEqual([{ ...well, ...more, is, acts }])
})
