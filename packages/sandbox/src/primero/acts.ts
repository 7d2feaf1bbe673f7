import type { SystemAnswer } from '../server/system.ts'
import type { PrimeroContext } from './context.ts'
import { planRefer, planRevoke } from './referrals.ts'
import { planCreate, planUpdate } from './save/cases.ts'
import type { Planned } from './save/cases.ts'
import type { Caller } from './scope.ts'
import type { SignIn } from './sign-in.ts'
import type { Referral, StoredCase } from './store.ts'
import { isObject } from './value.ts'
import type { JsonObject } from './value.ts'

/** What is filled in to refer a service (contract §6.3). */
interface ReferInput {
  readonly service_record_id?: string
  readonly transitioned_to?: string
  readonly service?: string
  readonly notes?: string
  readonly consent_overridden?: boolean
  readonly remote?: boolean
  readonly transitioned_to_remote?: string
  readonly transitioned_to_agency?: string
}

/**
 * What people do in Primero's user interface, in process and at once, through the same rules as over HTTP. `as` is the
 * user name. What Primero refuses is thrown as `ActRefused`: it is the caller who asked for the impossible.
 */
export interface PrimeroActs {
  createCase(as: string, data: JsonObject): StoredCase
  updateCase(as: string, caseId: string, data: JsonObject): StoredCase
  closeCase(as: string, caseId: string): StoredCase
  reopenCase(as: string, caseId: string): StoredCase
  disableCase(as: string, caseId: string): StoredCase
  refer(as: string, caseId: string, input: ReferInput): Referral
  revoke(as: string, caseId: string, referralId: string): Referral
  /** The caseworker's decision on a service that UNHCR sent (contract §6.6). */
  setServiceStatus(as: string, caseId: string, rowId: string, status: string, reason?: string): StoredCase
  setConsent(
    as: string,
    caseId: string,
    consent: { readonly services: boolean; readonly others: boolean },
  ): StoredCase
  removeService(as: string, caseId: string, rowId: string): StoredCase
  /** Somebody tries wrong passwords of an account until it is locked. */
  lockAccount(userName: string): void
  /** An administrator unlocks an account. */
  unlockAccount(userName: string): void
}

/** Primero refused what somebody was to do; holds the answer. */
export class ActRefused extends Error {
  readonly answer: SystemAnswer

  constructor(what: string, answer: SystemAnswer) {
    super(`${what}: Primero answered ${answer.status} ${answer.body ?? ''}`)
    this.name = 'ActRefused'
    this.answer = answer
  }
}

export function createActs(context: PrimeroContext, signIn: SignIn): PrimeroActs {
  const { store } = context

  const callerOf = (userName: string): Caller => {
    const user = store.user(userName)
    const role = user && store.role(user.role)
    if (!user || !role) throw new Error(`nobody is called ${userName} in this Primero`)
    return { user, role }
  }

  const carryOut = (what: string, plan: Planned): JsonObject => {
    const answer = typeof plan === 'function' ? plan() : plan
    if (answer.status >= 300) throw new ActRefused(what, answer)
    const body: unknown = answer.body === undefined ? {} : JSON.parse(answer.body)
    return isObject(body) && isObject(body.data) ? body.data : {}
  }

  const caseOf = (id: unknown): StoredCase => {
    const record = typeof id === 'string' ? store.case(id.toLowerCase()) : undefined
    if (!record) throw new Error('the case is not there')
    return record
  }

  const referralOf = (id: unknown): Referral => {
    const referral = typeof id === 'string' ? store.referral(id) : undefined
    if (!referral) throw new Error('the referral is not there')
    return referral
  }

  const update = (as: string, caseId: string, data: JsonObject): StoredCase => {
    carryOut('update a case', planUpdate(context, callerOf(as), `/api/v2/cases/${caseId}`, caseId, { data }))
    return caseOf(caseId)
  }

  return {
    createCase(as, data) {
      const created = carryOut('create a case', planCreate(context, callerOf(as), '/api/v2/cases', { data }))
      return caseOf(created.id ?? data.id)
    },
    updateCase: update,
    closeCase: (as, caseId) => update(as, caseId, { status: 'closed' }),
    reopenCase: (as, caseId) => update(as, caseId, { status: 'open', case_status_reopened: true }),
    disableCase: (as, caseId) => update(as, caseId, { record_state: false }),
    refer(as, caseId, input) {
      const resource = `/api/v2/cases/${caseId}/referrals`
      return referralOf(
        carryOut('refer', planRefer(context, callerOf(as), resource, caseId, { data: input })).id,
      )
    },
    revoke(as, caseId, referralId) {
      const resource = `/api/v2/cases/${caseId}/referrals/${referralId}`
      const ids = { case: caseId, referral: referralId }
      return referralOf(carryOut('revoke', planRevoke(context, callerOf(as), resource, ids)).id)
    },
    setServiceStatus(as, caseId, rowId, status, reason) {
      const why = reason === undefined ? {} : { unhcr_referral_rejection_reason: reason }
      const row = { unique_id: rowId, unhcr_referral_status: status, ...why }
      return update(as, caseId, { services_section: [row] })
    },
    setConsent: (as, caseId, consent) =>
      update(as, caseId, { consent_for_services: consent.services, disclosure_other_orgs: consent.others }),
    removeService: (as, caseId, rowId) =>
      update(as, caseId, { services_section: [{ unique_id: rowId, _destroy: true }] }),
    lockAccount: (userName) => signIn.lockAccount(userName),
    unlockAccount: (userName) => signIn.unlockAccount(userName),
  }
}
