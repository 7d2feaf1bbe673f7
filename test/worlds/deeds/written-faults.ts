import type { Child, SeededRandom } from '@ping-primero/sandbox'
import type { Passing } from '../engine/network.ts'
import type { World } from '../world.ts'
import { processOf, strike, until, watch, windowOf } from './arm.ts'
import { child, pickOf, refersToPrimero, refersToUnhcr, type Deed } from './people.ts'

/** A child whom Primero does not know, where there is one. */
function newChild(world: World, random: SeededRandom): Child {
  const unknown = world.children.filter(
    ({ number }) => (world.primero.store.casesWith('unhcr_individual_no', number) ?? []).length === 0,
  )
  return pickOf(unknown, random) ?? child(world, random)
}

const isCaseWrite = ({ system, request, line }: Passing): boolean =>
  system === 'primero' && request.method !== 'GET' && line.startsWith('/api/v2/cases')
const isProfile = ({ system, line }: Passing): boolean =>
  system === 'primero' && line.startsWith('/api/v2/users?')

/** Where an answer is to come late, with others of that child, case or caseworker behind it. */
const lateAt = [
  ['a write to a case', isCaseWrite],
  ['a referral to proGres', (passing) => processOf(passing) === 'SHP-2731'],
  ['the profile of a caseworker', isProfile],
  ['the details of an intervention', (passing) => processOf(passing) === 'SHP-2358'],
] as const satisfies readonly (readonly [string, (passing: Passing) => boolean])[]

/** Longer than a run waits for a straggler, and well within what counts as no answer. */
const lateMs = { least: 1_500, more: 50_000 } as const

const comesLate: Deed = (world, random) => {
  const [where, fits] = random.pick(lateAt)
  const [one, other] = [newChild(world, random), child(world, random)]
  for (let left = 2 + random.below(2); left > 0; left -= 1) refersToPrimero(world, random, one)
  for (let left = 2; left > 0; left -= 1) refersToUnhcr(world, random, other)
  strike(
    world,
    random,
    'F86',
    fits,
    () => ({ kind: 'slow', ms: lateMs.least + random.below(lateMs.more) }),
    4,
  )
  return `F86 is to come: ${where} is answered late, and well`
}

const account = 'role-ping-integration'
const readOnly = 'basic_identity'

/** Somebody ticks the wrong box: of the form that says who a child is, the account may only read. */
const formReadOnly: Deed = (world, random) => {
  const { store } = world.primero
  const role = store.role(account)
  if (role?.forms !== 'rw') return null
  for (let left = 2; left > 0; left -= 1) refersToPrimero(world, random, newChild(world, random))
  const all = store.forms().filter(({ nested }) => !nested)
  const forms = Object.fromEntries(
    all.map(({ uniqueId }) => [uniqueId, uniqueId === readOnly ? ('r' as const) : ('rw' as const)]),
  )
  store.addRole({ ...role, forms })
  const standing: World['deeds']['readOnlyForms'][number] = { from: world.time.now(), until: null }
  world.deeds.readOnlyForms.push(standing)
  const ms = windowOf(random)
  // A case that is made while it stands is made without all that this form holds.
  const isMade = ({ system, request, line }: Passing): boolean =>
    system === 'primero' && request.method === 'POST' && line === '/api/v2/cases'
  watch(world, ms, 'F88', isMade, ({ status }) => status === 204)
  until(world, ms, () => {
    standing.until = world.time.now()
    const now = store.role(account)
    if (now !== undefined) store.addRole({ ...now, forms: 'rw' })
  })
  return `F88: the account may only read ${readOnly}`
}

/** What comes late, and what is written and not kept. */
export const writtenFaults: Readonly<Record<string, Deed>> = { F86: comesLate, F88: formReadOnly }
