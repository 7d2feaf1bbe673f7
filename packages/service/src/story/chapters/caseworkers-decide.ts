import { caseworkersDecide, transferStatus } from '@ping-primero/sandbox'
import { cast } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { interventionsWith, servicesOfUnhcr, simulatedCases } from '../simulated.ts'
import { counted, sentence } from '../words.ts'
import type { StoryWorld } from '../world.ts'

const intakeUser = 'progresv4_primero_intake'

/** The focal point gives each new case to a caseworker. Gives how many. */
function handOut({ primero }: StoryWorld): number {
  const unassigned = simulatedCases(primero).filter(({ owner }) => owner === intakeUser)
  for (const [index, { id }] of unassigned.entries()) {
    primero.act.updateCase(intakeUser, id, { owned_by: `caseworker${1 + (index % 2)}` })
  }
  return unassigned.length
}

/** Decisions of caseworkers go back to proGres. */
export const caseworkersDecideOnThem: Chapter = {
  name: 'caseworkers-decide',
  title: 'Caseworkers decide',
  play: async ({ world, say, run }) => {
    const { ping, primero } = world
    const handedOut = handOut(world)
    await say(`The focal point hands ${counted(handedOut, 'new case')} to caseworkers.`)
    expect('Decisions made', caseworkersDecide(primero, { seed: world.seed, rejectShare: 0.3 }), cast.byUnhcr)
    const decided = servicesOfUnhcr(primero).map(({ status }) => status)
    const accepted = decided.filter((status) => status === 'accepted').length
    const rejected = decided.filter((status) => status === 'rejected').length
    await say(
      `The caseworkers read what UNHCR asks for: ${accepted} accepted, ${rejected} rejected with a reason.`,
    )

    const report = await run('1.2')
    expect('Decisions found', report.found, cast.byUnhcr)
    expect('Decisions that reached proGres', report.confirmed, cast.byUnhcr)
    expect('Shown as accepted in proGres', interventionsWith(ping, transferStatus.acknowledged), accepted)
    expect('Shown as rejected in proGres', interventionsWith(ping, transferStatus.rejected), rejected)

    await say(
      `${sentence(counted(report.confirmed, 'decision'))} came back to UNHCR. Each stands in proGres at its ` +
        'own referral, a rejection with its reason.',
    )
  },
}
