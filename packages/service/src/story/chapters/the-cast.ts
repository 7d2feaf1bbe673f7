import { allChildren, cast } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { counted } from '../words.ts'

/** Who is there, and where to look. */
export const theCast: Chapter = {
  name: 'the-cast',
  title: 'The cast',
  play: async ({ world, say }) => {
    const { ping, primero, pages } = world
    await say('UNHCR keeps its records in proGres; caseworkers keep theirs in Primero.')
    await say('Between them stands the exchange: it takes referrals and decisions from one to the other.')
    await say('Both systems are simulators on this computer. Nothing leaves it.')
    await say(
      `${counted(allChildren, 'child', 'children')} will come up, all invented: ` +
        `${cast.byUnhcr + cast.notAgreed + cast.duringOutage} referred by UNHCR, ` +
        `${cast.byCaseworkers + cast.withoutConsent} by their caseworkers. Here they are numbers only.`,
    )
    await say('What each system shows, as it happens:')
    await say(`proGres  ${pages.ping}`)
    await say(`Primero  ${pages.primero}`)
    expect('Referrals in proGres at the beginning', ping.store.interventions.size, 0)
    expect('Cases in Primero at the beginning', primero.store.caseCount, 0)
  },
}
