import type { SeenAccount } from '../../host.ts'
import { everybody, type Role } from '../../roles.ts'
import type { Key } from '../../words/catalogue.ts'

/** A page, a file or an act: who may, and what that is called. */
export interface Doing {
  readonly may: readonly Role[]
  readonly does: Key
}

/** What the same roles may do. */
export interface Permission {
  readonly kind: 'see' | 'do'
  readonly what: readonly Key[]
  readonly may: Readonly<Record<Role, boolean>>
}

/** People, before it is said in a language. */
export interface People {
  readonly accounts: readonly SeenAccount[]
  readonly permissions: readonly Permission[]
}

/** What the page reads. */
export interface PeopleInput {
  readonly accounts: readonly SeenAccount[]
  /** Pages. */
  readonly seen: readonly Doing[]
  /** Acts and files. */
  readonly done: readonly Doing[]
}

/** What the page of the people shows: its table of roles is what the pages and acts themselves ask for. Pure. */
export function peopleOf({ accounts, seen, done }: PeopleInput): People {
  return { accounts, permissions: [...permissionsOf('see', seen), ...permissionsOf('do', done)] }
}

/** Those of the same roles together, what more roles may first. */
function permissionsOf(kind: Permission['kind'], doings: readonly Doing[]): readonly Permission[] {
  const groups = Map.groupBy(doings, ({ may }) => everybody.filter((role) => may.includes(role)).join(' '))
  return [...groups.values()]
    .map((group) => {
      const [first] = group
      const has = (role: Role): boolean => first?.may.includes(role) ?? false
      const may = {
        viewer: has('viewer'),
        operator: has('operator'),
        administrator: has('administrator'),
        auditor: has('auditor'),
      }
      return { kind, what: group.map(({ does }) => does), may }
    })
    .toSorted((one, other) => rolesIn(other) - rolesIn(one))
}

function rolesIn({ may }: Permission): number {
  return everybody.filter((role) => may[role]).length
}
