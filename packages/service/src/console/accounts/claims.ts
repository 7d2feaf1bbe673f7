import { longest, plainLine } from '../../ledger/history.ts'

/** What an organisation says of an account, by name. */
export type Claims = Readonly<Record<string, unknown>>

/** The groups of an account; `untold` where there are so many that they are not said. */
export type Groups =
  { readonly kind: 'told'; readonly groups: readonly string[] } | { readonly kind: 'untold' }

function isClaims(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(claims: unknown, name: string): unknown {
  return isClaims(claims) && Object.hasOwn(claims, name) ? claims[name] : undefined
}

/** A claim by its whole name, or by a way down with dots between: `realm_access.roles`. */
export function claimOf(claims: Claims, name: string): unknown {
  const whole = own(claims, name)
  return whole === undefined ? name.split('.').reduce<unknown>(own, claims) : whole
}

/**
 * The groups that a claim lists. Entra ID leaves out a list that is too long, and says so by `_claim_names`, or `hasgroups`: an
 * account must not seem to be in none then.
 */
export function groupsOf(claims: Claims, name: string): Groups {
  const listed = claimOf(claims, name)
  if (listed === undefined) {
    const isElsewhere = own(own(claims, '_claim_names'), name) !== undefined
    if (isElsewhere || (name === 'groups' && own(claims, 'hasgroups') === true)) return { kind: 'untold' }
  }
  const all: unknown[] = Array.isArray(listed) ? listed : [listed]
  return { kind: 'told', groups: all.filter((group) => typeof group === 'string') }
}

/** The name of an account as the history keeps it; null where none is told, or an address that nobody vouches for. */
export function accountOf(claims: Claims, name: string): string | null {
  const said = claimOf(claims, name)
  if (typeof said !== 'string' || (name === 'email' && own(claims, 'email_verified') === false)) return null
  const account = plainLine(said, longest.by)
  return account === '' ? null : account
}
