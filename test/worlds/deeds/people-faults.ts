import { transferStatus } from '@ping-primero/sandbox'
import type { Passing } from '../engine/network.ts'
import type { World } from '../world.ts'
import { until, windowOf } from './arm.ts'
import { casesOf, child, peopleDeeds, refersToPrimero, refersToUnhcr, rowsOf, type Deed } from './people.ts'

/** UNHCR decides on what it has: so many decisions are on their way when the fault comes. */
function afterDecisions(deed: Deed): Deed {
  return (world, random) => {
    for (let count = 0; count < 3; count += 1) peopleDeeds['officer-decides']?.(world, random)
    return deed(world, random)
  }
}

/** Somebody acts at the very moment at which a fitting request arrives. */
function atArrival(
  id: string,
  words: string,
  fits: (passing: Passing, kind: string | null) => boolean,
  act: (world: World, passing: Passing, random: Parameters<Deed>[1]) => boolean,
): Deed {
  return (world, random) => {
    let left = 1 + random.below(2)
    const before = world.network.onArrival
    const hook = (passing: Passing, kind: string | null): void => {
      before(passing, kind)
      if (left <= 0 || !fits(passing, kind)) return
      if (!act(world, passing, random)) return
      left -= 1
      world.fire(id)
      world.say(`${id} strikes: ${words}`)
    }
    world.network.onArrival = hook
    until(world, windowOf(random) * 2, () => {
      left = 0
    })
    return `${id} is to come: ${words}`
  }
}

function caseIdIn({ line }: Passing): string | null {
  return /\/cases\/([0-9a-f-]{36})/.exec(line)?.[1] ?? null
}

/** What an ingestion carries in a field. */
function sentValue({ request }: Passing, name: string): string | undefined {
  return new RegExp(`"${name}"[^}]*?"Value"\\s*:\\s*"([^"]+)"`).exec(request.body ?? '')?.[1]
}

function isCaseSave({ system, request, line }: Passing): boolean {
  return system === 'primero' && request.method === 'PATCH' && !line.includes('/referrals/')
}

function isRespond({ system, request, line }: Passing): boolean {
  return system === 'primero' && request.method === 'PATCH' && line.includes('/referrals/')
}

/** Primero refuses what cannot be done to a record as it stands. */
function tried(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'ActRefused') return false
    throw error
  }
}

function ownerOf(world: World, caseId: string): string {
  const owner = world.primero.store.case(caseId)?.data['owned_by']
  return owner === 'caseworker2' ? owner : 'caseworker1'
}

const overlapMs = 5_000

/** A caseworker's own save of the case, begun before ours and ended after it: the last one wins (primero-contract §7). */
function overlap(world: World, passing: Passing): boolean {
  const caseId = caseIdIn(passing)
  if (caseId === null || world.primero.store.case(caseId) === undefined) return false
  const basic = Buffer.from(`${ownerOf(world, caseId)}:Lantern-Orchard-42`).toString('base64')
  const begun = world.primero.store.history(caseId).length
  const save = world.primero.begin({
    method: 'PATCH',
    path: `/api/v2/cases/${caseId}`,
    query: '',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    // Another text each time, so that each such save stands in the history.
    body: JSON.stringify({ data: { address_current: `moved again after ${begun} saves` } }),
  })
  void save.then(({ finish }) => world.time.after(overlapMs, null, finish))
  return true
}

/** A deed of people that is itself on the list of faults. */
function counted(id: string, name: keyof typeof peopleDeeds): Deed {
  const deed = peopleDeeds[name]
  if (deed === undefined) throw new Error(`There is no deed ${name}.`)
  return (world, random) => {
    const said = deed(world, random)
    if (said !== null) world.fire(id)
    return said === null ? null : `${id}: ${said}`
  }
}

const bothSides: Deed = (world, random) => {
  const of = child(world, random)
  const one = refersToPrimero(world, random, of)
  const other = refersToUnhcr(world, random, of)
  if (other === null) return one
  world.fire('F47')
  return `F47: ${one}; ${other}`
}

/** Whether a row was made of a referral that proGres already knows to be there. */
function isConfirmed(world: World, row: Readonly<Record<string, unknown>>): boolean {
  const address = row['progres_interventionnumber']
  const [, guid] = typeof address === 'string' ? address.split(',') : []
  const status =
    world.ping.store.interventions.get(guid?.trim() ?? '')?.transferStatus ?? transferStatus.ready
  return status !== transferStatus.ready && status !== transferStatus.deliveryFail
}

/** A caseworker removes a row: one made of a referral that is confirmed, or any other. */
function removeRow(world: World, random: Parameters<Deed>[1], confirmed: boolean): boolean {
  const fitting = casesOf(world).flatMap((record) =>
    rowsOf(record)
      .filter((row) => isConfirmed(world, row) === confirmed)
      .map((row) => ({ id: record.id, row: String(row['unique_id']) })),
  )
  const found = fitting[random.below(Math.max(1, fitting.length))]
  if (found === undefined) return false
  if (!tried(() => world.primero.act.removeService(ownerOf(world, found.id), found.id, found.row)))
    return false
  world.deeds.removedRows.add(found.row)
  return true
}

/** What people do at the worst moment: the group of meaning. */
export const peopleFaults: Readonly<Record<string, Deed>> = {
  F38: counted('F38', 'case-opened-twice'),
  F39: atArrival(
    'F39',
    'the case is closed between reading and writing',
    (passing, kind) => kind === null && isCaseSave(passing),
    (world, passing, random) => {
      const id = caseIdIn(passing)
      if (id === null) return false
      return tried(() =>
        random.chance(0.5)
          ? world.primero.act.closeCase(ownerOf(world, id), id)
          : world.primero.act.disableCase(ownerOf(world, id), id),
      )
    },
  ),
  'F39 handed over': atArrival(
    'F39',
    'the case gets another owner between reading and writing',
    (passing, kind) => kind === null && isCaseSave(passing),
    (world, passing) => {
      const id = caseIdIn(passing)
      if (id === null || world.primero.store.case(id) === undefined) return false
      const owner = ownerOf(world, id)
      const next = owner === 'caseworker1' ? 'caseworker2' : 'caseworker1'
      return tried(() => world.primero.act.updateCase(owner, id, { owned_by: next }))
    },
  ),
  'F39 revoked': atArrival(
    'F39',
    'a referral is revoked between reading and writing',
    (passing, kind) => kind === null && (isRespond(passing) || passing.line.includes('asyncdata')),
    (world, passing) => {
      const row = sentValue(passing, 'progres_orgreferralid')
      const found = casesOf(world)
        .flatMap(({ id }) => world.primero.store.referralsOf(id))
        .findLast((one) => passing.line.endsWith(one.id) || one.serviceRecordId === row)
      if (found === undefined) return false
      return tried(() => world.primero.act.revoke(ownerOf(world, found.caseId), found.caseId, found.id))
    },
  ),
  F40: counted('F40', 'consent-withdrawn'),
  'F40 race': atArrival(
    'F40',
    'consent is withdrawn while a referral is sent',
    ({ system, line }, kind) => kind === null && system === 'ping' && line.includes('asyncdata'),
    (world, passing) => {
      const id = sentValue(passing, 'progres_offlineid')
      if (id === undefined || world.primero.store.case(id) === undefined) return false
      return tried(() =>
        world.primero.act.setConsent(ownerOf(world, id), id, { services: false, others: false }),
      )
    },
  ),
  F41: counted('F41', 'officer-reverses'),
  'F41 in Primero': counted('F41', 'caseworker-changes-mind'),
  F42: atArrival(
    'F42',
    'caseworkers decide before the referral is confirmed',
    ({ system, line, request }, kind) =>
      kind === null &&
      system === 'ping' &&
      line.includes('/ingestion/v2/') &&
      (request.body ?? '').includes('125080002'),
    (world, _passing, random) => (peopleDeeds['caseworkers-decide']?.(world, random) ?? null) !== null,
  ),
  F43: atArrival(
    'F43',
    'a service row is removed',
    (_passing, kind) => kind === null,
    (world, _passing, random) => removeRow(world, random, false),
  ),
  F69: atArrival(
    'F69',
    'a row is removed after it was confirmed',
    (_passing, kind) => kind === null,
    (world, _passing, random) => removeRow(world, random, true),
  ),
  F47: bothSides,
  F67: atArrival(
    'F67',
    'a caseworker saves the case at the same time and wins',
    (passing, kind) => kind === null && isCaseSave(passing),
    overlap,
  ),
  F70: afterDecisions(
    atArrival(
      'F70',
      'consent is withdrawn just before the decision',
      (passing, kind) => kind === null && isRespond(passing),
      (world, passing) => {
        const id = caseIdIn(passing)
        return (
          id !== null &&
          tried(() =>
            world.primero.act.setConsent(ownerOf(world, id), id, { services: false, others: false }),
          )
        )
      },
    ),
  ),
}
