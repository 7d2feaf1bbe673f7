import type { Newcomer as KnownAccount } from '@ping-primero/console/entry/entry.ts'
import type { EntryRefusal } from '@ping-primero/console/entry/refusals.ts'
import type { ProviderSettings } from '../../configuration/console/schema.ts'
import { accountOf, groupsOf } from './claims.ts'
import type { Said } from './provider.ts'
import { rolesOf } from './roles.ts'

/** Whoever an organisation says has signed in, as far as this console knows them. */
export type Newcomer =
  | { readonly kind: 'known'; readonly as: KnownAccount }
  | {
      readonly kind: 'refused'
      readonly why: EntryRefusal
      /** The code by which the organisation or the client calls it. */
      readonly said: string | null
      /** The id of the account there, which names nobody; null where it is not known. */
      readonly subject: string | null
      /** Those in which it would have a role. */
      readonly deployments: readonly string[]
    }

/**
 * Who has signed in, and with which roles. Where several organisations sign in, the name of an account begins with that of its
 * own: none may go under a name of another.
 */
export function newcomerOf(
  said: Said,
  settings: Pick<ProviderSettings, 'name' | 'accountClaim' | 'groupsClaim' | 'roles'>,
  organisations: number,
): Newcomer {
  if (said.kind === 'trouble')
    return { kind: 'refused', why: said.why, said: said.said, subject: null, deployments: [] }
  const { claims, subject } = said
  const refused = (why: EntryRefusal, deployments: readonly string[] = []): Newcomer => {
    return { kind: 'refused', why, said: null, subject, deployments }
  }
  const groups = groupsOf(claims, settings.groupsClaim)
  if (groups.kind === 'untold') return refused('groups')
  const roles = rolesOf(groups.groups, settings.roles)
  if (Object.keys(roles).length === 0) return refused('no-role')
  const account = accountOf(claims, settings.accountClaim)
  if (account === null) return refused('nameless', Object.keys(roles))
  return {
    kind: 'known',
    as: { account: organisations > 1 ? `${settings.name}:${account}` : account, roles },
  }
}
