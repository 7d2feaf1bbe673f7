import { moduleId } from './forms.ts'

/** How far a role sees: every case, its agency's, its user groups', or its own (contract §3). */
type GroupPermission = 'all' | 'agency' | 'group' | 'self'

/** What an account may do and see. */
export interface Role {
  readonly uniqueId: string
  readonly name: string
  readonly groupPermission: GroupPermission
  /** Actions by resource, in the singular as `GET /roles` has them: `{ case: ['read', 'write'], user: ['read'] }`. */
  readonly permissions: Readonly<Record<string, readonly string[]>>
  /** Every form with one right, or the forms by unique id; a form not named is neither read nor written. */
  readonly forms: 'rw' | 'r' | Readonly<Record<string, 'r' | 'rw'>>
}

/** An account. */
export interface User {
  readonly id: number
  readonly userName: string
  readonly password: string
  readonly fullName: string
  readonly email: string
  readonly phone: string | null
  readonly position: string | null
  /** Unique id of the agency. */
  readonly agency: string
  readonly role: string
  readonly groups: readonly string[]
  readonly modules: readonly string[]
  readonly disabled: boolean
}

const caseWorker = [
  'read',
  'write',
  'create',
  'flag',
  'add_note',
  'close',
  'reopen',
  'enable_disable_record',
  'change_log',
  'search_owned_by_others',
  'referral',
  'referral_from_service',
  'receive_referral',
  'remove_assigned_users',
  'transfer',
  'receive_transfer',
  'assign',
  'services_section_from_case',
]

/** Primero's own roles that matter here. */
export const seedRoles: readonly Role[] = [
  {
    uniqueId: 'role-cp-case-worker',
    name: 'CP Case Worker',
    groupPermission: 'self',
    permissions: { case: caseWorker },
    forms: 'rw',
  },
  {
    uniqueId: 'role-cp-user-manager',
    name: 'CP User Manager',
    groupPermission: 'group',
    permissions: { user: ['read', 'write', 'create'], role: ['read'], agency: ['read'] },
    forms: {},
  },
]

/** The roles of the recorded world: integrations of full and of lacking rights, and UNHCR's focal point. */
export const recordedRoles: readonly Role[] = [
  {
    uniqueId: 'role-ping-integration',
    name: 'PING Integration',
    groupPermission: 'all',
    permissions: {
      case: [
        'read',
        'write',
        'create',
        'referral',
        'referral_from_service',
        'services_section_from_case',
        'receive_referral',
        'change_log',
      ],
      user: ['read'],
    },
    forms: 'rw',
  },
  {
    uniqueId: 'role-ping-least',
    name: 'PING Least',
    groupPermission: 'all',
    permissions: {
      case: ['read', 'create', 'services_section_from_case', 'receive_referral'],
      user: ['read'],
    },
    forms: 'rw',
  },
  {
    uniqueId: 'role-ping-no-services',
    name: 'PING No Services',
    groupPermission: 'all',
    permissions: { case: ['read', 'write', 'create'] },
    forms: { basic_identity: 'rw' },
  },
  {
    uniqueId: 'role-ping-read-only',
    name: 'PING Read Only',
    groupPermission: 'all',
    permissions: { case: ['read'] },
    forms: 'r',
  },
  {
    uniqueId: 'role-unhcr-focal',
    name: 'UNHCR Focal Point',
    groupPermission: 'self',
    permissions: { case: ['read', 'receive_referral'] },
    forms: { basic_identity: 'r', services: 'r' },
  },
]

/** The password of every account of the recorded world. */
export const recordedPassword = 'Lantern-Orchard-42'

const account = (
  userName: string,
  fullName: string,
  role: string,
  more: Partial<User> = {},
): Omit<User, 'id'> => ({
  userName,
  password: recordedPassword,
  fullName,
  email: `${userName}@example.org`,
  phone: null,
  position: null,
  agency: 'UNICEF',
  role,
  groups: ['usergroup-primero-cp'],
  modules: [moduleId],
  disabled: false,
  ...more,
})

const worker = { position: 'Case worker' }

/** The accounts of the recorded world, and the two that the exchange itself needs: the intake user and UNHCR's. */
export const recordedUsers: readonly Omit<User, 'id'>[] = [
  account('ping_integration', 'PING Integration', 'role-ping-integration'),
  account('ping_least', 'PING Least', 'role-ping-least'),
  account('ping_no_services', 'PING No Services', 'role-ping-no-services'),
  account('ping_read_only', 'PING Read Only', 'role-ping-read-only'),
  account('caseworker1', 'Caseworker One', 'role-cp-case-worker', { ...worker, phone: '0000000001' }),
  account('caseworker2', 'Caseworker Two', 'role-cp-case-worker', { ...worker, phone: '0000000002' }),
  account('unhcr_focal', 'UNHCR Focal', 'role-unhcr-focal', { agency: 'UNHCR' }),
  account('gone', 'Gone Worker', 'role-cp-case-worker', { disabled: true }),
  account('primero_user_mgr_cp', 'CP User Manager', 'role-cp-user-manager'),
  account('progresv4_primero_intake', 'proGres Intake', 'role-cp-case-worker', { position: 'Intake' }),
  account('unhcr_cw', 'UNHCR', 'role-unhcr-focal', { agency: 'UNHCR' }),
]
