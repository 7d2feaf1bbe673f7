import type { Form } from './configuration/field.ts'
import { localisedForms, seedForms } from './configuration/forms.ts'
import { localisedLookups, seedLookups } from './configuration/lookups.ts'
import type { Lookup } from './configuration/lookups.ts'
import { recordedRoles, recordedUsers, seedRoles } from './configuration/roles.ts'
import type { Role, User } from './configuration/roles.ts'
import type { JsonObject } from './value.ts'

/** A case as it stands: never altered, only replaced as a whole, as Primero's saves do. */
export interface StoredCase {
  readonly id: string
  /** Every field, `id` excluded. */
  readonly data: JsonObject
  /** `created_at` and `last_updated_at`, ms. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** What one save changed (contract §7.4). */
interface HistoryEntry {
  readonly at: number
  readonly userName: string
  readonly action: 'create' | 'update'
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[]
}

/** The statuses a referral can have (contract §6.1). */
export type ReferralStatus = 'in_progress' | 'accepted' | 'rejected' | 'done' | 'revoked'

/** A referral with the columns that the API shows; absent = null. */
export interface Referral {
  readonly id: string
  readonly caseId: string
  readonly status: ReferralStatus
  readonly remote: boolean
  readonly transitionedBy: string
  readonly transitionedTo?: string
  readonly serviceRecordId?: string
  readonly consentOverridden: boolean
  /** All other columns, under the API's names. */
  readonly columns: JsonObject
}

/** What a simulated Primero holds: its configuration, its accounts and its records. */
export interface PrimeroStore {
  case(id: string): StoredCase | undefined
  /** In the order of their creation. */
  cases(): IterableIterator<StoredCase>
  readonly caseCount: number
  /** Cases with this very text in one of the indexed number fields; undefined when the field is not indexed. */
  casesWith(field: string, value: string): readonly StoredCase[] | undefined
  putCase(next: StoredCase, entry: HistoryEntry): void
  /** Newest first. */
  history(caseId: string): readonly HistoryEntry[]
  referral(id: string): Referral | undefined
  referralsOf(caseId: string): readonly Referral[]
  putReferral(referral: Referral): void

  user(userName: string): User | undefined
  users(): readonly User[]
  /** Adds or replaces; a new one gets the next numeric id. */
  addUser(user: Omit<User, 'id'>): User
  role(uniqueId: string): Role | undefined
  roles(): readonly Role[]
  /** Adds or replaces. */
  addRole(role: Role): void
  agencies(): readonly string[]
  forms(): readonly Form[]
  form(uniqueId: string): Form | undefined
  /** Adds or replaces; so a field is added to a form or taken away. */
  putForm(form: Form): void
  lookups(): readonly Lookup[]
  lookup(uniqueId: string): Lookup | undefined
  /** Adds or replaces. */
  putLookup(lookup: Lookup): void
  /** Counts the changes of roles, forms and lookups, so that what is derived of them can be kept until they change. */
  readonly configuration: number
}

/** The number fields by which the exchange finds cases; looked up without a scan. */
const indexedFields = [
  'unhcr_individual_no',
  'case_id',
  'unhcr_id_no',
  'other_id_no',
  'case_id_display',
  'short_id',
]

/** `recorded`: localised, with all accounts, no cases. `empty`: Primero's seed, without any account. */
export function createStore(world: 'recorded' | 'empty'): PrimeroStore {
  const recorded = world === 'recorded'
  const cases = new Map<string, StoredCase>()
  const indexes = new Map(indexedFields.map((field) => [field, new Map<string, Set<string>>()]))
  const histories = new Map<string, HistoryEntry[]>()
  const referrals = new Map<string, Referral>()
  const referralIds = new Map<string, string[]>()
  const users = new Map<string, User>()
  const roles = new Map(
    [...seedRoles, ...(recorded ? recordedRoles : [])].map((role) => [role.uniqueId, role]),
  )
  const forms = new Map((recorded ? localisedForms : seedForms).map((form) => [form.uniqueId, form]))
  const lookups = new Map(
    (recorded ? localisedLookups : seedLookups).map((lookup) => [lookup.uniqueId, lookup]),
  )
  let configuration = 0

  const store: PrimeroStore = {
    case: (id) => cases.get(id),
    cases: () => cases.values(),
    get caseCount() {
      return cases.size
    },
    casesWith(field, value) {
      const index = indexes.get(field)
      if (!index) return undefined
      return [...(index.get(value) ?? [])].flatMap((id) => cases.get(id) ?? [])
    },
    putCase(next, entry) {
      const before = cases.get(next.id)
      for (const [field, index] of indexes) {
        const was = before?.data[field]
        const is = next.data[field]
        if (was === is) continue
        if (typeof was === 'string') index.get(was)?.delete(next.id)
        if (typeof is !== 'string') continue
        const ids = index.get(is)
        if (ids) ids.add(next.id)
        else index.set(is, new Set([next.id]))
      }
      cases.set(next.id, next)
      const history = histories.get(next.id)
      if (history) history.unshift(entry)
      else histories.set(next.id, [entry])
    },
    history: (caseId) => histories.get(caseId) ?? [],
    referral: (id) => referrals.get(id),
    referralsOf: (caseId) => (referralIds.get(caseId) ?? []).flatMap((id) => referrals.get(id) ?? []),
    putReferral(referral) {
      if (!referrals.has(referral.id)) {
        referralIds.set(referral.caseId, [...(referralIds.get(referral.caseId) ?? []), referral.id])
      }
      referrals.set(referral.id, referral)
    },

    user: (userName) => users.get(userName),
    users: () => [...users.values()],
    addUser(user) {
      const added = { ...user, id: users.get(user.userName)?.id ?? users.size + 1 }
      users.set(user.userName, added)
      return added
    },
    role: (uniqueId) => roles.get(uniqueId),
    roles: () => [...roles.values()],
    addRole(role) {
      roles.set(role.uniqueId, role)
      configuration += 1
    },
    agencies: () => (recorded ? ['UNICEF', 'UNHCR'] : ['UNICEF']),
    forms: () => [...forms.values()],
    form: (uniqueId) => forms.get(uniqueId),
    putForm(form) {
      forms.set(form.uniqueId, form)
      configuration += 1
    },
    lookups: () => [...lookups.values()],
    lookup: (uniqueId) => lookups.get(uniqueId),
    putLookup(lookup) {
      lookups.set(lookup.uniqueId, lookup)
      configuration += 1
    },
    get configuration() {
      return configuration
    },
  }
  if (recorded) for (const user of recordedUsers) store.addUser(user)
  return store
}
