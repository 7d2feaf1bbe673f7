import type { PingActs } from '../ping/acts.ts'
import { requestedServices, sexCode } from '../ping/codes.ts'
import type { RequestedService } from '../ping/codes.ts'
import type { InteropReferral } from '../ping/records.ts'
import type { PrimeroActs } from '../primero/acts.ts'
import { caseOf, owners } from './case-of-child.ts'
import { officerDecides } from './officers.ts'
import { inventPeople } from './people.ts'
import type { Child } from './people.ts'
import { seededRandom, streamOf } from './random.ts'
import type { SeedOptions } from './seed-referrals.ts'

/** The side of Primero that is needed here. */
export interface OutgoingTarget {
  readonly act: Pick<PrimeroActs, 'createCase' | 'refer'>
}

/** A case whose owner has referred one service to UNHCR. */
export interface OutgoingCase {
  readonly child: Child
  readonly caseId: string
  readonly rowId: string
  readonly service: RequestedService
}

/** Primero's service types and what each is called in proGres. */
const services = [
  ['legal_support', 'Legal / Protection Counselling'],
  ['medical', 'Health Assistance'],
  ['shelter', 'Shelter Assistance'],
  ['education_formal', 'Education'],
  ['cash_assistance', 'Cash Assistance'],
  ['documentation', 'Documentation'],
  ['livelihoods', 'Livelihoods'],
  ['nutrition', 'Food Assistance'],
] as const

/** Referrals waiting to go to proGres (flow 2.1): consent given, one service referred to `unhcr_cw`. */
export function seedOutgoing(primero: OutgoingTarget, options: SeedOptions): readonly OutgoingCase[] {
  return inventPeople(options).map((child, index) => {
    const random = seededRandom(options.seed, streamOf((options.from ?? 0) + index, 'outgoing'))
    const caseId = random.guid()
    const rowId = random.guid()
    const owner = random.pick(owners)
    const [type, service] = random.pick(services)
    const row = {
      unique_id: rowId,
      service_type: type,
      service_response_type: 'service_provision',
      service_response_day_time: '2026-01-10T09:00:00.000Z',
      service_referral_notes: child.reason,
      service_implementing_agency: 'UNHCR',
    }
    primero.act.createCase(owner, caseOf(child, { id: caseId, case_id: caseId, services_section: [row] }))
    primero.act.refer(owner, caseId, { service_record_id: rowId, transitioned_to: 'unhcr_cw', service: type })
    return { child, caseId, rowId, service }
  })
}

/**
 * Decisions of UNHCR waiting to go to Primero (flow 2.2), on referrals that are in progress there. They were sent by
 * nobody's ledger: a flow must find case and referral by what proGres shows.
 */
export function seedReviewed(
  ping: { readonly act: Pick<PingActs, 'receive' | 'decide'> },
  primero: OutgoingTarget,
  options: SeedOptions & { readonly rejectShare?: number },
): readonly (OutgoingCase & { readonly referral: InteropReferral })[] {
  const habits = { seed: options.seed, rejectShare: options.rejectShare ?? 0.3 }
  return seedOutgoing(primero, options).map((outgoing) => {
    const { child, caseId, rowId, service } = outgoing
    const received = ping.act.receive({
      progres_externalguid: caseId,
      progres_externalid: caseId,
      progres_offlineid: caseId,
      progres_orgreferralid: rowId,
      progres_orgreferredby: 'Primero CP',
      progres_orgemail: 'caseworker1@example.org',
      progres_requestedservice: requestedServices[service],
      progres_reasonforreferral: child.reason,
      progres_unhcrid: child.number,
      progres_pocfirstname: child.givenName,
      progres_pocmiddlename: child.middleName,
      progres_poclastname: child.familyName,
      progres_pocdateofbirth: child.birthDate,
      progres_pocsex: String(sexCode[child.sex]),
      progres_pocphonenumber: child.phone,
      progres_pocaddress: child.levels.join(' '),
    })
    return { ...outgoing, referral: ping.act.decide(received.guid, officerDecides(received, habits)) }
  })
}
