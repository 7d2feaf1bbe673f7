import { officersDecide, referralStatus, reviewDecision } from '@ping-primero/sandbox'
import { cast } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { simulatedReferrals } from '../simulated.ts'
import { counted, sentence } from '../words.ts'

/** UNHCR's decisions are shown in Primero, and proGres is told that they are. */
export const unhcrDecides: Chapter = {
  name: 'unhcr-decides',
  title: 'UNHCR decides',
  play: async ({ world, say, run }) => {
    const { ping, primero } = world
    const decided = officersDecide(ping, { seed: world.seed, rejectShare: 0.4 })
    expect('Decisions made', decided, cast.byCaseworkers)
    const referrals = [...ping.store.referrals.values()]
    const accepted = referrals.filter((one) => one.reviewDecision === reviewDecision.accepted).length
    await say(
      `UNHCR officers answer the ${counted(decided, 'referral')}: ${accepted} accepted, ` +
        `${decided - accepted} rejected with a reason.`,
    )

    const report = await run('2.2')
    expect('Decisions found', report.found, decided)
    expect('Decisions that reached Primero', report.confirmed, decided)
    const inPrimero = new Map(simulatedReferrals(primero).map(({ rowId, status }) => [rowId, status]))
    expect(
      'Decisions in Primero, referral by referral',
      referrals.map(({ orgReferralId }) => inPrimero.get(orgReferralId ?? '')),
      referrals.map((one) => (one.reviewDecision === reviewDecision.accepted ? 'accepted' : 'rejected')),
    )
    const told = [...ping.store.referrals.values()].filter(({ status }) => status === referralStatus.synced)
    expect('Decisions of which proGres knows that Primero shows them', told.length, decided)

    await say(
      `${sentence(counted(report.confirmed, 'decision'))} stand in Primero, each at the right referral.`,
    )
    await say('proGres was told so: UNHCR can see that its answer has arrived.')
  },
}
