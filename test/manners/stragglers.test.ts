import type { Flow } from '@ping-primero/core'
import { individualOf, inventPeople } from '@ping-primero/sandbox'
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

test('(P7) 1.1: while the write of a child is late, nothing else of that child is written', async () => {
  seed(scene, '1.1', 20)
  const [child] = inventPeople({ seed: 9, count: 1 })
  if (child === undefined) throw new Error('nobody was invented')
  for (const end of ['1', '2']) {
    const guid = `00000000-0000-4000-a000-00000000000${end}`
    scene.ping.act.refer({ individual: individualOf(child), guid, startDate: '2026-11-02' })
  }
  const writes: { from: number; to: number }[] = []
  scene.fate = ({ says, at }) => {
    if (!/^(?:POST|PATCH) \/api\/v2\/cases/.test(says) || !/0000-4000-a000-00000000000[12]/.test(says))
      return null
    const ms = writes.length === 0 ? 40_000 : 0
    writes.push({ from: at, to: at + ms })
    return { kind: 'slow', ms }
  }
  const first = await scene.run('1.1')
  expect([first.confirmed, first.reasons.map(({ code }) => code)]).toEqual([21, ['primero-unavailable']])
  expect(writes).toHaveLength(1)
  await scene.time.pass(scene.time.sleep(2 * 60_000, null))
  const second = await scene.run('1.1')
  expect([second.confirmed, second.waiting]).toEqual([1, 0])
  const [one, other, ...more] = writes
  expect([more, (one?.to ?? 0) < (other?.from ?? 0)]).toEqual([[], true])
  const cases = [...scene.primero.store.cases()].filter(
    ({ data }) => data['unhcr_individual_no'] === child.number,
  )
  expect(cases.map(({ data }) => data['services_section'])).toMatchObject([[{}, {}]])
})
