import type { Role, User } from './configuration/roles.ts'
import type { PrimeroStore, StoredCase } from './store.ts'
import { textOf, textsOf } from './value.ts'

/** Who asks: an account with its role. */
export interface Caller {
  readonly user: User
  readonly role: Role
}

/** Whether a case lies within what the caller's role reaches (contract §3). */
export function inScope(store: PrimeroStore, caller: Caller, record: StoredCase): boolean {
  const { user, role } = caller
  if (role.groupPermission === 'all') return true
  const names = associatedNames(record)
  if (role.groupPermission === 'self') return names.includes(user.userName)
  const associated = names.flatMap((name) => store.user(name) ?? [])
  if (role.groupPermission === 'agency') return associated.some((other) => other.agency === user.agency)
  return associated.some((other) => other.groups.some((group) => user.groups.includes(group)))
}

/** Whether the caller sees a case only because it was referred to him. */
export function seesByReferral(caller: Caller, record: StoredCase): boolean {
  const { user, role } = caller
  if (role.groupPermission === 'all' || record.data.owned_by === user.userName) return false
  return textsOf(record.data.assigned_user_names).includes(user.userName)
}

function associatedNames(record: StoredCase): readonly string[] {
  const owner = textOf(record.data.owned_by)
  return [...(owner === undefined ? [] : [owner]), ...textsOf(record.data.assigned_user_names)]
}
