import { seedOutgoing } from '@ping-primero/sandbox'
import { cast, placesOf } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { simulatedCases, simulatedReferrals } from '../simulated.ts'
import { counted, reasonWords } from '../words.ts'
import type { StoryWorld } from '../world.ts'

/** Caseworkers refer; one family takes its consent back before anything was sent. Gives the ids of those services. */
function refer(world: StoryWorld): ReadonlySet<string> {
  const { primero, seed, canaries } = world
  seedOutgoing(primero, { ...placesOf('byCaseworkers'), seed, canaries })
  const takenBack = seedOutgoing(primero, { ...placesOf('withoutConsent'), seed, canaries })
  const cases = simulatedCases(primero)
  for (const { caseId } of takenBack) {
    const owner = cases.find(({ id }) => id === caseId)?.owner ?? ''
    primero.act.setConsent(owner, caseId, { services: false, others: false })
  }
  return new Set(takenBack.map(({ rowId }) => rowId))
}

/** Referrals of caseworkers reach proGres; without consent nothing leaves. */
export const caseworkersRefer: Chapter = {
  name: 'caseworkers-refer',
  title: 'Caseworkers refer children to UNHCR',
  play: async ({ world, say, run }) => {
    const { ping, primero } = world
    const all = cast.byCaseworkers + cast.withoutConsent
    const takenBack = refer(world)
    await say(
      `In Primero, caseworkers refer ${counted(all, 'child', 'children')} to UNHCR. ` +
        `${cast.withoutConsent} family takes its consent back before anything is sent.`,
    )

    const report = await run('2.1')
    const held = simulatedReferrals(primero).filter(({ rowId }) => takenBack.has(rowId))
    expect('Referrals found', report.found, all)
    expect('Referrals that reached proGres', report.confirmed, cast.byCaseworkers)
    expect(
      'Referrals that need attention',
      report.reasons.map(({ code, state, items }) => ({ code, state, items })),
      [{ code: 'consent-missing', state: 'attention', items: held.map(({ id }) => id) }],
    )
    expect('Referrals from Primero in proGres', ping.store.referrals.size, cast.byCaseworkers)
    const leaked = [...takenBack].flatMap((rowId) => ping.store.referralsOfService(rowId)).length
    expect('Referrals sent without consent', leaked, 0)

    await say(`${report.confirmed} are in proGres now, and proGres has said so itself.`)
    for (const line of reasonWords(report)) await say(line, 'attention')
    await say('Of that child nothing has left Primero: consent is looked at before anything is sent.')
  },
}
