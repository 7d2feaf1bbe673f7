import type { ItemState } from '@ping-primero/core/domain/flow.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { flowWords } from '../../words/words.ts'
import { cast } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { changesSoFar, simulatedCases, simulatedReferrals } from '../simulated.ts'
import { balanceOf } from '../totals.ts'
import { sentence } from '../words.ts'
import type { StoryWorld } from '../world.ts'

const words: readonly (readonly [ItemState, string])[] = [
  ['confirmed', 'confirmed'],
  ['waiting', 'waiting'],
  ['attention', 'needing attention'],
  ['withdrawn', 'withdrawn'],
  ['handled', 'handled'],
]

/** What must stand in the books, by what people did in the simulators. */
function expectedFound({ ping, primero }: StoryWorld): readonly number[] {
  const decidedInPrimero = simulatedCases(primero)
    .flatMap(({ services }) => services)
    .filter(({ status }) => status === 'accepted' || status === 'rejected').length
  return [
    ping.store.interventions.size,
    decidedInPrimero,
    simulatedReferrals(primero).length,
    [...ping.store.referrals.values()].filter((one) => one.reviewDecision !== null).length,
  ]
}

/** Looks into both simulators without the exchange: every referral in exactly one place, no child with two cases. */
function lookIndependently({ ping, primero }: StoryWorld): void {
  const cases = simulatedCases(primero)
  const children = cases.map(({ individualNumber }) => individualNumber)
  expect('Children with more than one case', children.length - new Set(children).size, 0)
  const arrived = cases.flatMap(({ services }) => services.flatMap((one) => one.interventionNumber ?? []))
  expect(
    'Referrals of UNHCR, each in Primero once',
    arrived.toSorted(),
    [...ping.store.interventions.values()].map(({ number }) => number).toSorted(),
  )
  const copies = simulatedReferrals(primero).map(({ rowId }) => ping.store.referralsOfService(rowId).length)
  expect(
    'Referrals of caseworkers, each in proGres once',
    copies.filter((count) => count === 1).length,
    cast.byCaseworkers,
  )
  expect(
    'Referrals of caseworkers held back',
    copies.filter((count) => count === 0).length,
    cast.withoutConsent,
  )
}

/** Everything that was found is in exactly one place, and a further look changes nothing. */
export const theBalance: Chapter = {
  name: 'the-balance',
  title: 'The balance',
  play: async ({ world, say, run }) => {
    const before = changesSoFar(world)
    for (const flow of flows) await run(flow)
    expect('Changes in either system by a further look', changesSoFar(world) - before, 0)
    await say(
      'The exchange looks at everything once more and finds nothing left to do; nothing is sent twice.',
    )

    const balance = await balanceOf(world)
    expect(
      'Found in all',
      balance.flows.map(({ found }) => found),
      expectedFound(world),
    )
    for (const { flow, found, counts } of balance.flows) {
      const parts = words
        .filter(([state]) => counts[state] > 0)
        .map(([state, word]) => `${counts[state]} ${word}`)
      await say(`${sentence(flowWords[flow])}: ${found} found = ${parts.join(' + ')}`)
    }
    const { found, ...counts } = balance.totals
    expect('Needing attention in all', counts.attention, cast.withoutConsent)
    expect('Waiting in all', counts.waiting, 0)
    await say(
      `In all ${found} found = ${words.map(([state, word]) => `${counts[state]} ${word}`).join(' + ')}.`,
    )

    lookIndependently(world)
    await say(
      'Both systems were asked without the exchange as well: every referral is in exactly one place, none is ' +
        'there twice, and no child has two cases.',
    )
    await say(
      'The one that needs attention waits for its caseworker: without consent it will never be sent.',
      'attention',
    )
  },
}
