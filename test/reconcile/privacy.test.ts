import {
  canariesOf,
  inventPeople,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
} from '@ping-primero/sandbox'
import { expect, test } from 'vitest'
import { reconcileWords } from '../../packages/service/src/commands/reconcile/words.ts'
import { startWorld } from '../support/world.ts'
import { compare, meddle, runAll } from './scene.ts'

test('X-01 a comparison names nobody: not in its answer, its words or its log, whatever it finds', async () => {
  const world = await startWorld()
  try {
    const people = { seed: 3, canaries: true } as const
    seedReferrals(world, { ...people, count: 6, knownShare: 0.5 })
    const decided = seedDecisions(world, { ...people, count: 4, from: 10 })
    seedOutgoing(world.primero, { ...people, count: 4, from: 20 })
    seedReviewed(world.ping, world.primero, { ...people, count: 4, from: 30 })
    await runAll(world)
    await runAll(world)
    // A person typed a name where the intervention's number was.
    const [first] = decided
    if (first === undefined) throw new Error('nothing was seeded')
    const { caseId, rowId, intervention, child } = first
    world.primero.act.updateCase(String(world.primero.store.case(caseId)?.data['owned_by']), caseId, {
      services_section: [
        {
          unique_id: rowId,
          progres_interventionnumber: `${child.givenName},${intervention.guid},${intervention.businessUnit}`,
        },
      ],
    })
    const [record] = world.ping.store.referrals.values()
    if (record === undefined) throw new Error('nothing was referred')
    world.ping.act.receive(record.fields)
    world.advance(60_000)
    meddle(world, 'delete from item')
    const report = await compare(world)
    const codes = new Set(report.differences.map(({ code }) => code))
    expect([...codes].toSorted()).toEqual([
      'decision-unknown',
      'referral-not-in-ledger',
      'referral-twice',
      'service-unknown',
    ])
    expect(report.differences.length).toBeGreaterThan(15)
    const said = JSON.stringify([report, world.log]) + reconcileWords(report)
    const children = inventPeople({ ...people, count: 40 })
    expect(canariesOf(children).filter((marker) => said.includes(marker))).toEqual([])
  } finally {
    await world.stop()
  }
})
