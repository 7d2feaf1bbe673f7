import type { World } from './world.ts'

/**
 * Whether proGres holds a referral of a row that is none of the row's other referrals, or PING may still make one of what
 * it took.
 */
function isThere({ ping }: World, rowId: string, others: number): boolean {
  if (ping.store.referralsOfService(rowId).length > others) return true
  return [...ping.store.transactions.values()].some(({ items }) =>
    items.some(
      ({ item, outcome }) => outcome.state === 'queued' && item.fields['progres_orgreferralid'] === rowId,
    ),
  )
}

/** A person looks in proGres for what is in doubt, and lets go what is surely not there. */
export function releaseAbsent(world: World): void {
  const { machine } = world
  if (machine === null) return
  const claims = world.claims().filter(({ flow }) => flow === '2.1')
  const othersThere = (rowId: string): number =>
    claims.filter(({ state, refIopGuid, serviceUniqueId }) => {
      return serviceUniqueId === rowId && (state === 'confirmed' || refIopGuid !== null)
    }).length
  const doubtful = claims.filter(
    ({ state, reason, serviceUniqueId }) =>
      state === 'attention' &&
      (reason === 'outcome-unknown' || reason === 'transaction-missing') &&
      serviceUniqueId !== null &&
      !isThere(world, serviceUniqueId, othersThere(serviceUniqueId)),
  )
  const act = { by: 'operator', at: new Date(world.time.now()).toISOString() }
  for (const { flow, key } of doubtful) {
    world.deeds.acts.push(world.time.now())
    world.deeds.released.add(`${flow} ${key}`)
    void machine.store.operators.release('sandbox', [{ flow, key }], act)
    world.say(`the operator has looked in proGres and lets ${flow} ${key} go`)
  }
}
