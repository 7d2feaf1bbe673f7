import type { Flow } from '../domain/flow.ts'
import type { NeededRight } from '../primero/account.ts'

const readCases: NeededRight = { resource: 'cases', anyOf: ['read'] }
const readUsers: NeededRight = { resource: 'users', anyOf: ['read'] }

const rights: Readonly<Record<Flow, readonly NeededRight[]>> = {
  '1.1': [
    readCases,
    { resource: 'cases', anyOf: ['create'] },
    { resource: 'cases', anyOf: ['write', 'services_section_from_case'] },
    readUsers,
  ],
  '1.2': [readCases],
  '2.1': [readCases, readUsers],
  '2.2': [readCases, { resource: 'cases', anyOf: ['write', 'receive_referral', 'remove_assigned_users'] }],
}

/** The rights in Primero for which a flow has no other way (primero-contract §4–§7). */
export function rightsOf(flow: Flow): readonly NeededRight[] {
  return rights[flow]
}
