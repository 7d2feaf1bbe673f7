import { z } from 'zod'
import type { Deployment } from '../deployment/deployment.ts'
import { sameAgency } from '../domain/ids.ts'
import { flows } from '../domain/flow.ts'
import { rightsOf } from '../flows/rights.ts'
import type { Failure } from '../http/failure.ts'
import { may, readAccount, type Account } from '../primero/account.ts'
import type { Primero } from '../primero/client.ts'
import { failureGap } from './failure.ts'
import { fieldGaps } from './field-gaps.ts'
import { fieldNeeds } from './field-needs.ts'
import type { Gap, PartReport } from './finding.ts'
import { readFields, readLookups } from './live-fields.ts'
import { optionGaps } from './option-gaps.ts'

/** Gaps found so far, and how a failed request adds to them. */
interface Notes {
  readonly gaps: Gap[]
  unreachable: boolean
}

/**
 * Compares a deployment with its Primero (primero-contract §7, §15). A refused sign-in ends it after one attempt; any
 * other failure ends only what needed that answer.
 */
export async function checkPrimero(
  deployment: Deployment,
  primero: Primero,
  userName: string,
): Promise<PartReport> {
  const notes: Notes = { gaps: [], unreachable: false }
  const self = await readAccount(primero, userName)
  if (!self.ok) {
    failedWith(notes, self.failure)
    return notes
  }
  notes.gaps.push(...accountGaps(self.value))
  await checkUsers(deployment, primero, notes)
  await checkAgency(deployment, primero, notes)
  await checkSearch(primero, notes)
  await checkForms(deployment, primero, self.value, notes)
  return notes
}

function failedWith(notes: Notes, failure: Failure): void {
  const known = notes.unreachable && failure.kind === 'trouble'
  if (!known) notes.gaps.push(failureGap(failure))
  if (failure.kind === 'trouble') notes.unreachable = true
}

function accountGaps(account: Account | null): readonly Gap[] {
  if (account === null) return [unverified("the account's own rights", 'not shown to the account')]
  const scope: readonly Gap[] =
    account.scope === null || account.scope === 'all'
      ? []
      : [
          {
            code: 'scope-limited',
            severity: 'stops',
            flows,
            subject: "scope of the account's role",
            found: account.scope,
            expected: 'all',
          },
        ]
  const lacking = new Map<string, Gap>()
  for (const flow of flows) {
    for (const right of rightsOf(flow)) {
      if (may(account, right)) continue
      const name = `${right.resource}: ${right.anyOf.join(' or ')}`
      lacking.set(name, rightGap(name, [...(lacking.get(name)?.flows ?? []), flow]))
    }
  }
  return [...scope, ...lacking.values()]
}

function rightGap(name: string, flows: Gap['flows']): Gap {
  return {
    code: 'permission-missing',
    severity: 'stops',
    flows,
    subject: `permission ${name}`,
    found: "not among the account's permissions",
    expected: 'granted to its role',
  }
}

function unverified(subject: string, found: string): Gap {
  return {
    code: 'unverified-in-primero',
    severity: 'note',
    flows: [],
    subject,
    found: `${found}, so it cannot be verified`,
    expected: 'a look by a person',
  }
}

async function checkUsers(deployment: Deployment, primero: Primero, notes: Notes): Promise<void> {
  const { intakeUser, unhcr } = deployment.primero
  const people = [
    {
      setting: 'primero.intakeUser',
      name: intakeUser,
      code: 'intake-user-unknown',
      severity: 'stops',
      flow: '1.1',
    },
    {
      setting: 'primero.unhcr.user',
      name: unhcr.user,
      code: 'unhcr-user-unknown',
      severity: 'holds',
      flow: '2.1',
    },
  ] as const
  for (const { setting, name, code, severity, flow } of people) {
    const user = await primero.user(name)
    if (!user.ok && user.failure.kind === 'stop' && user.failure.reason === 'permission-missing') {
      const needing = flows.filter((one) => rightsOf(one).some(({ resource }) => resource === 'users'))
      if (!notes.gaps.some((gap) => gap.code === 'permission-missing' && gap.subject.includes('users'))) {
        notes.gaps.push(rightGap('users: read', needing))
      }
      notes.gaps.push(unverified(setting, 'the account may not read users'))
      continue
    }
    if (!user.ok) {
      failedWith(notes, user.failure)
      return
    }
    if (user.value?.disabled === false) continue
    notes.gaps.push({
      code,
      severity,
      flows: [flow],
      subject: setting,
      found: user.value === null ? 'no such user that the account can see' : 'a disabled user',
      expected: 'an enabled user',
    })
  }
}

const agenciesShape = z.object({
  data: z.array(z.object({ unique_id: z.string().nullish(), disabled: z.boolean().nullish() })),
  metadata: z.object({ total: z.number() }),
})

async function checkAgency(deployment: Deployment, primero: Primero, notes: Notes): Promise<void> {
  const subject = 'primero.unhcr.agency'
  const answer = await primero.get('/api/v2/agencies?per=1000', { name: 'read-agencies' })
  if (!answer.ok) return failedWith(notes, answer.failure)
  const read = agenciesShape.safeParse(answer.value.json)
  if (answer.value.status !== 200 || !read.success) {
    notes.gaps.push(unverified(subject, 'the account may not read agencies'))
    return
  }
  const { agency } = deployment.primero.unhcr
  const named = read.data.data.find(({ unique_id: id }) => sameAgency(id ?? null, agency))
  if (named !== undefined && named.disabled !== true) return
  if (named === undefined && read.data.data.length < read.data.metadata.total) {
    notes.gaps.push(unverified(subject, 'the list of agencies is longer than one page'))
    return
  }
  notes.gaps.push({
    code: 'unhcr-agency-unknown',
    severity: 'holds',
    flows: ['1.1', '1.2', '2.1'],
    subject,
    found: named === undefined ? 'no such agency' : 'a disabled agency',
    expected: 'the unique id of an enabled agency',
  })
}

/** No office gives this number, so that a search by it finds nothing unless Primero ignores the filter. */
const nobody = '000-00-NOBODY'

/** Searches for a child who does not exist: an account that may not filter by the number is shown other cases. */
async function checkSearch(primero: Primero, notes: Notes): Promise<void> {
  const query = `unhcr_individual_no=${nobody}&per=1&fields=unhcr_individual_no`
  const answer = await primero.list(query, { name: 'probe-search' })
  if (!answer.ok) {
    const known =
      answer.failure.kind === 'stop' && notes.gaps.some((gap) => gap.subject.includes('cases: read'))
    if (known) return
    if (answer.failure.kind === 'stop' && answer.failure.reason === 'permission-missing') {
      notes.gaps.push(rightGap('cases: read', flows))
    } else failedWith(notes, answer.failure)
    return
  }
  if (answer.value.total === 0) return
  notes.gaps.push({
    code: 'primero-filter-ignored',
    severity: 'stops',
    flows: ['1.1'],
    subject: 'search by unhcr_individual_no',
    found: 'cases for a number that nobody has',
    expected: 'no case',
  })
}

async function checkForms(
  deployment: Deployment,
  primero: Primero,
  account: Account | null,
  notes: Notes,
): Promise<void> {
  const { moduleId } = deployment.primero
  const fields = await readFields(primero, moduleId)
  if (!fields.ok) return failedWith(notes, fields.failure)
  if (fields.value === null) {
    notes.gaps.push({
      code: 'primero-module-unknown',
      severity: 'stops',
      flows: ['1.1'],
      subject: 'primero.moduleId',
      found: 'no form of the case belongs to this module',
      expected: 'the unique id of the module, like primeromodule-cp',
    })
    return
  }
  const lookups = await readLookups(primero)
  notes.gaps.push(...fieldGaps(fieldNeeds(deployment), fields.value, account))
  if (!lookups.ok) return failedWith(notes, lookups.failure)
  notes.gaps.push(...optionGaps(deployment, { fields: fields.value, lookups: lookups.value }))
}
