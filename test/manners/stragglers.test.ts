import type { Flow } from '@ping-primero/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seed } from './records.ts'
import { startScene, type Scene } from './scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
})

afterEach(() => scene.stop())

const places = [
  ['1.1', 'its details are read', /SHP-2358/],
  ['1.1', 'it is written', /^(?:POST|PATCH) \/api\/v2\/cases/],
  ['1.1', 'proGres is told', /SHP-2748/],
  ['2.1', 'its referral is read', /^GET \S+\/referrals /],
  ['2.2', 'its details are read', /SHP-2796/],
  ['2.2', 'its referral is read', /^GET \S+\/referrals /],
  ['2.2', 'it is written', /^PATCH \S+\/referrals/],
  ['2.2', 'proGres is told', /SHP-2284/],
] as const satisfies readonly (readonly [Flow, string, RegExp])[]

test.each(places)(
  '(P7) %s: a record that is slow when %s holds nobody up and is confirmed in the same run',
  async (flow, _when, at) => {
    const records = seed(scene, flow, 60)
    const slow = records.toSorted((one, other) => (one.key < other.key ? -1 : 1))[0]
    scene.fate = ({ says }) =>
      at.test(says) && slow?.marks.some((mark) => says.includes(mark)) === true
        ? { kind: 'slow', ms: 40_000 }
        : null
    const startedAt = scene.time.now()
    const { found, confirmed } = await scene.run(flow)
    expect([found, confirmed]).toEqual([60, 60])
    const times = scene.log
      .filter(({ event }) => event.event === 'item' && event.state === 'confirmed')
      .map((one) => one.at - startedAt)
    const early = times.filter((time) => time < 15_000).length
    // Whoever is told in one batch is confirmed by one answer.
    expect(early).toBeGreaterThanOrEqual(/SHP-2748|SHP-2284/.test(at.source) ? 35 : 59)
    expect(scene.time.now() - startedAt).toBeLessThan(60_000)
  },
)
