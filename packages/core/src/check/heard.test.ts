import { expect, test } from 'vitest'
import { listenTo } from './heard.ts'

const now = Date.parse('2026-11-20T08:00:00.000Z')

/** How far ahead a clock seems by one answer with these headers. */
async function aheadBy(headers: Readonly<Record<string, string>>): Promise<number | null> {
  const { transport, of } = listenTo(
    async () => ({ kind: 'answered', status: 200, headers: new Headers(headers), body: '{}' }),
    { now: () => now, sleep: async () => {} },
  )
  await transport({ method: 'GET', url: 'https://primero.example/api', headers: {} })
  return of('https://primero.example').aheadMs
}

const old = 'Fri, 20 Nov 2026 07:30:00 GMT'

test('F94 an answer that a cache kept tells the time of its keeping, not that of the system', async () => {
  expect(await aheadBy({ date: old, age: '1800' })).toBeNull()
})

test.each([{ date: old }, { date: old, age: '0' }])(
  'F94 a fresh answer tells the time: %j',
  async (headers) => {
    expect(await aheadBy(headers)).toBe(-1_799_500)
  },
)

test.each([{}, { date: 'soon' }, { date: '0' }, { date: '2026-11-20T11:00:00' }])(
  'F94 an answer without a readable time tells none: %j',
  async (headers) => {
    expect(await aheadBy(headers)).toBeNull()
  },
)
