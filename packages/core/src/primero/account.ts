import { z } from 'zod'
import { failed, ok, stop, unreadable, type Result } from '../http/failure.ts'
import type { SystemAnswer } from '../http/system.ts'
import type { Primero } from './client.ts'

/** What an account may do, as Primero says (primero-contract §15); null where even that may not be read. */
export interface Account {
  readonly userName: string
  /** `all`, `group`, `agency` or `self`: which cases it sees. */
  readonly scope: string | null
  /** Actions by resource, in the plural: `cases` → `read`, `create`, … */
  readonly permissions: ReadonlyMap<string, ReadonlySet<string>>
  /** Forms it may use, `r` or `rw`. */
  readonly forms: ReadonlyMap<string, string>
}

const accountShape = z.object({
  data: z.array(
    z.object({
      user_name: z.string(),
      role_group_permission: z.string().nullish(),
      permissions: z
        .object({ list: z.array(z.object({ resource: z.string(), actions: z.array(z.string()) })) })
        .nullish(),
      permitted_form: z.record(z.string(), z.string()).nullish(),
    }),
  ),
})

/** Reads the account's own rights: one request. Null when the account may not read users. */
export async function readAccount(primero: Primero, userName: string): Promise<Result<Account | null>> {
  const query = new URLSearchParams({ user_name: userName, extended: 'true' }).toString()
  const isDue = ({ json }: SystemAnswer): boolean => accountShape.safeParse(json).success
  const answer = await primero.get(`/api/v2/users?${query}`, { name: 'read-account', isDue })
  if (!answer.ok) return answer
  if (answer.value.status === 403) return ok(null)
  const read = accountShape.safeParse(answer.value.json)
  if (!read.success || answer.value.status !== 200) return failed(unreadable('primero'))
  const self = read.data.data.find((user) => user.user_name === userName)
  if (self?.permissions === undefined || self.permissions === null) return ok(null)
  return ok({
    userName,
    scope: self.role_group_permission ?? null,
    permissions: new Map(self.permissions.list.map((entry) => [entry.resource, new Set(entry.actions)])),
    forms: new Map(Object.entries(self.permitted_form ?? {})),
  })
}

/** A right a flow needs: one of several actions on a resource. */
export interface NeededRight {
  readonly resource: 'cases' | 'users'
  /** Any one of them is enough. */
  readonly anyOf: readonly string[]
}

/** Whether an account may take one of these actions; `manage` is everything. */
export function may(account: Account, right: NeededRight): boolean {
  const actions = account.permissions.get(right.resource)
  return actions !== undefined && (actions.has('manage') || right.anyOf.some((action) => actions.has(action)))
}

/** The rights an account lacks, in words for the administrator; `scope` first. */
export function lackingRights(account: Account, needed: readonly NeededRight[]): Result<true> {
  if (account.scope !== null && account.scope !== 'all') {
    return failed(stop('scope-limited', [account.scope]))
  }
  const lacking = needed.filter((right) => !may(account, right))
  if (lacking.length === 0) return ok(true)
  return failed(
    stop(
      'permission-missing',
      lacking.map((right) => `${right.resource}: ${right.anyOf.join(' or ')}`),
    ),
  )
}
