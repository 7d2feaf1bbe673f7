import { individualOf, inventPeople, seedReferrals, transferStatus } from '@ping-primero/sandbox'
import { cast, notAgreedType, placesOf } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { interventionsWith, servicesOfUnhcr, simulatedCases } from '../simulated.ts'
import { counted, reasonWords } from '../words.ts'
import type { StoryWorld } from '../world.ts'

/** The part of the children whom caseworkers know already. */
const knownShare = 0.4

/** What a UNHCR officer does: refers good referrals, and one with a service that is not agreed. */
function refer(world: StoryWorld): { readonly known: number; readonly notAgreed: readonly string[] } {
  const { seed, canaries } = world
  const { known } = seedReferrals(world, { ...placesOf('byUnhcr'), seed, canaries, knownShare })
  const notAgreed = inventPeople({ ...placesOf('notAgreed'), seed, canaries }).map(
    (child) =>
      world.ping.act.refer({
        individual: individualOf(child),
        type: notAgreedType.progres,
        description: child.note,
        reason: child.reason,
        officer: child.officer,
      }).number,
  )
  return { known: known.length, notAgreed }
}

/** Referrals from proGres become cases and services in Primero; one stands still, and says why. */
export const unhcrRefers: Chapter = {
  name: 'unhcr-refers',
  title: 'UNHCR refers children to Primero',
  play: async ({ world, say, run }) => {
    const { ping, primero } = world
    const all = cast.byUnhcr + cast.notAgreed
    const { known, notAgreed } = refer(world)
    await say(
      `In proGres, UNHCR officers refer ${counted(all, 'child', 'children')} to Primero. ` +
        `Known there already: ${known === 0 ? 'none' : known} of them.`,
    )

    const report = await run('1.1')
    expect('Referrals found', report.found, all)
    expect('Referrals that got through', report.confirmed, cast.byUnhcr)
    expect(
      'Referrals that need attention',
      report.reasons.map(({ code, state, items }) => ({ code, state, items })),
      [{ code: 'service-type-unmapped', state: 'attention', items: notAgreed }],
    )
    expect('Cases in Primero', simulatedCases(primero).length, cast.byUnhcr)
    expect('Services from UNHCR in Primero', servicesOfUnhcr(primero).length, cast.byUnhcr)
    expect('Shown as delivered in proGres', interventionsWith(ping, transferStatus.pending), cast.byUnhcr)
    expect(
      'Shown as not delivered in proGres',
      interventionsWith(ping, transferStatus.deliveryFail),
      cast.notAgreed,
    )

    await say(
      `The exchange brings ${cast.byUnhcr} across: ${counted(cast.byUnhcr - known, 'new case')} in Primero, ` +
        `${counted(known, 'service')} added to cases that were there.`,
    )
    await say(`proGres shows these ${cast.byUnhcr} as delivered, waiting for the caseworkers' answer.`)
    for (const line of reasonWords(report)) await say(line, 'attention')
    await say(
      `That one asks for "${notAgreedType.progres}", which nobody has agreed on. UNHCR sees it in proGres as not ` +
        'delivered, with the reason. Nothing was guessed, and Primero has nothing of it.',
    )
  },
}
