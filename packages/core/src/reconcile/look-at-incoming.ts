import { guid } from '../domain/ids.ts'
import { decisionMeaning } from '../mapping/value-map.ts'
import { isUndelivered } from '../flows/referrals-in/referral.ts'
import {
  compareIntervention,
  decisionShown,
  type InterventionFacts,
  type Place,
  type ShownTransfer,
} from './compare-intervention.ts'
import type { Comparison } from './comparison.ts'
import { transferStatus } from '../flows/referrals-in/referral.ts'
import type { LookedItems, SideLook } from './live-look.ts'
import type { Looked, Shown } from './looked.ts'
import { interventionFacts } from './read-interventions.ts'

/** An intervention and the caseworker's decision on it: one detail, the list of those that wait, and its case. */
export async function lookAtIncoming(
  comparison: Comparison,
  { referral, decisions }: LookedItems,
): Promise<SideLook> {
  const [first] = [referral, ...decisions].filter((item) => item !== null)
  if (first === undefined) return { parts: [] }
  const waits = await isListed(comparison, first.key)
  const asked = { key: first.key, item: referral, place: null, listed: waits === true }
  const [facts] = await interventionFacts(comparison, [asked])
  if (facts === undefined) return { parts: [] }
  // What has not come across yet is known, and no difference.
  const compared = { ...facts, item: referral?.state === 'confirmed' ? referral : null }
  const { deployment, keys } = comparison
  await comparison.note(compareIntervention(compared, { deployment: deployment.name, keys }))
  const isPlaced = [referral, ...decisions].some((item) => item?.numbers.primeroId !== undefined)
  const parts: readonly Looked[] = [
    { part: 'referral', progres: transferOf(facts.shown, waits), primero: serviceOf(facts.place, isPlaced) },
    {
      part: 'decision',
      progres: shownDecision(facts.shown),
      primero: isPlaced ? statedDecision(comparison, facts) : 'not-asked',
    },
  ]
  return { parts }
}

/** Whether proGres lists it as waiting for Primero; null when the list could not be read so far. */
async function isListed({ ping, unread }: Comparison, key: string): Promise<boolean | null> {
  for await (const page of ping.retrieve('listReferrals', null, { name: 'list-referrals' })) {
    if (!page.ok) {
      unread('ping', 'pending-referrals', page.failure)
      return null
    }
    const isThere = page.value.some((row) =>
      ['progres_lpinterventionid', 'progres_intervention', 'progres_dtpdeliveryid'].some(
        (column) => guid(row[column]) === key,
      ),
    )
    if (isThere) return true
  }
  return false
}

function transferOf(shown: ShownTransfer, waits: boolean | null): Shown {
  if (shown.kind === 'unread') return 'unread'
  const status = shown.kind === 'shown' ? (shown.status ?? '') : ''
  if (shown.kind === 'shown' && !isUndelivered(status)) {
    return decisionShown(status) !== null || status === transferStatus.pending ? 'arrived' : 'unclear'
  }
  if (waits === true) return status === transferStatus.failed ? 'undelivered' : 'waits'
  if (waits === null) return 'unread'
  return status === transferStatus.failed ? 'undelivered' : 'not-shown'
}

function shownDecision(shown: ShownTransfer): Shown {
  if (shown.kind === 'unread') return 'unread'
  return shown.kind === 'none' ? 'not-shown' : (decisionShown(shown.status) ?? 'none')
}

function serviceOf(place: Place, isPlaced: boolean): Shown {
  if (!isPlaced) return 'not-asked'
  if (place.kind === 'there') return 'once'
  return place.kind === 'gone' ? 'absent' : 'unread'
}

/** What the row states, by the deployment's table. */
function statedDecision({ deployment }: Comparison, { place }: InterventionFacts): Shown {
  if (place.kind === 'unread') return 'unread'
  if (place.kind === 'gone') return 'not-shown'
  const code = place.row.decision?.trim() ?? ''
  if (code === '') return 'none'
  const means = decisionMeaning(deployment.valueMaps, 'unhcr-referral-status', code)
  if (means === 'accepted' || means === 'rejected') return means
  return means === 'open' || means === 'ignore' ? 'none' : 'unclear'
}
