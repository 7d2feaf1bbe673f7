import { transferStatus } from '../ping/codes.ts'
import type { PingActs } from '../ping/acts.ts'
import type { PrimeroActs } from '../primero/acts.ts'
import type { Intervention } from '../ping/records.ts'
import { caseOf, owners } from './case-of-child.ts'
import { caseworkerDecides } from './caseworkers.ts'
import { inventPeople } from './people.ts'
import type { Child } from './people.ts'
import { seededRandom, streamOf } from './random.ts'
import { individualOf } from './seed-referrals.ts'
import type { SeedOptions } from './seed-referrals.ts'

/** The side of the simulators that is needed here. */
export interface DecisionTarget {
  readonly ping: { readonly act: Pick<PingActs, 'refer'> }
  readonly primero: { readonly act: Pick<PrimeroActs, 'createCase' | 'setServiceStatus'> }
}

/** A case with one service that UNHCR had asked for and the caseworker has decided on. */
export interface DecidedCase {
  readonly child: Child
  readonly caseId: string
  readonly rowId: string
  readonly intervention: Intervention
  readonly status: 'accepted' | 'rejected'
}

/**
 * Decisions waiting to go back to proGres (flow 1.2): interventions that are pending there, and in Primero a case for
 * each, whose owner has accepted or rejected the service.
 */
export function seedDecisions(
  { ping, primero }: DecisionTarget,
  options: SeedOptions & { readonly rejectShare?: number },
): readonly DecidedCase[] {
  const habits = { seed: options.seed, rejectShare: options.rejectShare ?? 0.3 }
  return inventPeople(options).map((child, index) => {
    const random = seededRandom(options.seed, streamOf((options.from ?? 0) + index, 'decision'))
    const caseId = random.guid()
    const rowId = random.guid()
    const owner = random.pick(owners)
    const intervention = ping.act.refer({
      individual: individualOf(child),
      guid: random.guid(),
      type: 'Alternative Care',
      transferStatus: transferStatus.pending,
      primeroId: caseId,
      officer: child.officer,
    })
    const row = {
      unique_id: rowId,
      service_type: 'alternative_care',
      service_response_type: 'service_provision',
      service_response_day_time: '2026-01-10T09:00:00.000Z',
      service_referral_notes: child.note,
      service_implementing_agency: 'UNICEF',
      service_request_agency: 'UNHCR',
      service_referral: 'external_referral',
      unhcr_referral_status: 'pending',
      progres_interventionnumber: [intervention.number, intervention.guid, intervention.businessUnit].join(
        ',',
      ),
    }
    primero.act.createCase(owner, caseOf(child, { id: caseId, case_id: caseId, services_section: [row] }))
    const { status, reason } = caseworkerDecides(rowId, child.givenName, habits)
    primero.act.setServiceStatus(owner, caseId, rowId, status, reason)
    return { child, caseId, rowId, intervention, status }
  })
}
