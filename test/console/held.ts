import { seedOutgoing } from '@ping-primero/sandbox'
import { allChildren } from '../../packages/service/src/story/cast.ts'
import { simulatedCases } from '../../packages/service/src/story/simulated.ts'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'

/** One more child, beyond those of the story, is referred without consent, and held. */
export async function holdAnother({ primero, seed, canaries, run }: StoryWorld): Promise<void> {
  const [one] = seedOutgoing(primero, { from: allChildren, count: 1, seed, canaries })
  if (one === undefined) throw new Error('Nobody was referred.')
  setConsent({ primero }, one.caseId, false)
  const ran = await run('2.1')
  if (!ran.ok) throw new Error(ran.refusal.message)
}

/** Consent is recorded in every case, as caseworkers do. */
export function recordConsent({ primero }: Pick<StoryWorld, 'primero'>): void {
  for (const { id } of simulatedCases(primero)) setConsent({ primero }, id, true)
}

function setConsent({ primero }: Pick<StoryWorld, 'primero'>, caseId: string, given: boolean): void {
  const owner = simulatedCases(primero).find(({ id }) => id === caseId)?.owner ?? ''
  primero.act.setConsent(owner, caseId, { services: given, others: given })
}
