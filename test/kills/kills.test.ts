import { expect, test } from 'vitest'
import { killOften } from './country.ts'
import { restartLimitMs } from './life.ts'

const seed = 20_261_123
/** About eight seconds; a busy machine takes its time. */
const timeoutMs = 120_000

test(
  'F48 F52 P1 P2 P3 P17 twelve processes die under load, one for want of memory, and nothing is lost, doubled or wrong',
  async () => {
    const outcome = await killOften({ seed, times: 12, outOfMemory: true })
    const { violations, restartsMs, deaths } = outcome
    expect(violations, `seed ${seed}`).toEqual([])
    expect([...deaths.values()].reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(restartsMs.length).toBeGreaterThan(6)
    expect(Math.max(...restartsMs)).toBeLessThan(restartLimitMs)
    expect(outcome.judged).toBeGreaterThan(100)
    expect([...outcome.acts.keys()]).toEqual(
      expect.arrayContaining([
        'referred to Primero',
        'referred to UNHCR',
        'decided in Primero',
        'reversed in Primero',
      ]),
    )
  },
  timeoutMs,
)
