import { isNobodys, whoseNumber } from './numbers.ts'
import {
  casesOf,
  interventionOf,
  isEnabled,
  numberOf,
  rowsOf,
  textOf,
  type Case,
  type Seen,
  type Violation,
} from './seen.ts'
import { areTwoChildren, isAnothers, isBirthDay, type Person } from './identity.ts'
import { namelessOf } from './nameless.ts'
import { disagreements, mayHaveForgotten, wasWithdrawnThen, type Account, type Saying } from './says.ts'

const pending = 125080002
/** Pending acknowledgement, acknowledged, rejected: what proGres shows of a referral that it knows to be delivered. */
const delivered: ReadonlySet<number | null> = new Set([pending, 125080003, 125080004])
/** Ready, delivery fail: what SHP-2747 lists (ping-contract §4.1). */
const awaited: ReadonlySet<number | null> = new Set([null, 125080000, 125080001])
/** The service types that the sandbox's deployment has agreed on. */
const knownTypes: ReadonlySet<string | null> = new Set([
  'Alternative Care',
  'BID',
  'BIA',
  'Family Tracing and Reunification',
  'Advocacy / Direct intervention',
])

/** A label as people see it, whatever blanks and marks it was typed with. */
function asSeen(label: string | null): string | null {
  return label?.replace(/[\u00ad\u200b\u202a-\u202c\ufeff]/g, '').replace(/\s+/g, ' ') ?? null
}

export type Intervention = NonNullable<ReturnType<Seen['ping']['store']['interventions']['get']>>

/** A row in Primero that says from which intervention it came. */
export interface Place {
  readonly caseId: string
  readonly number: string | null
  /** Whether that case is in use. */
  readonly enabled: boolean
  readonly rowId: string
  readonly status: string | null
}

/** Every row in Primero that says it came from proGres, by the intervention. */
export function placesOf(seen: Seen): ReadonlyMap<string, readonly Place[]> {
  const byIntervention = new Map<string, Place[]>()
  for (const record of casesOf(seen)) {
    for (const row of rowsOf(record.data['services_section'])) {
      const intervention = interventionOf(row)
      const rowId = textOf(row['unique_id'])
      if (intervention === null || rowId === null) continue
      const status = textOf(row['unhcr_referral_status'])
      const place = { caseId: record.id, number: numberOf(record), enabled: isEnabled(record), rowId, status }
      byIntervention.set(intervention, [...(byIntervention.get(intervention) ?? []), place])
    }
  }
  return byIntervention
}

/** The cases of the child of an intervention, however their numbers are written. */
function casesOfChild(seen: Seen, one: Intervention): readonly Case[] {
  const child = whoseNumber(seen.ping.store.individuals.get(one.individualGuid)?.number)
  return child === null ? [] : casesOf(seen).filter((record) => numberOf(record) === child)
}

/** The interventions of the child of one, with itself. */
function siblingsOf(seen: Seen, one: Intervention): ReadonlySet<string> {
  const { individuals, interventions } = seen.ping.store
  const childOf = ({ individualGuid }: Intervention): string | null =>
    whoseNumber(individuals.get(individualGuid)?.number)
  const child = childOf(one)
  const others = [...interventions.values()].filter((other) => child !== null && childOf(other) === child)
  return new Set([one, ...others].map(({ guid }) => guid))
}

/** Why a referral may rightly stay undelivered for a person to see to, judged from both systems as they are. */
function hindrances(seen: Seen, one: Intervention): readonly string[] {
  const person = seen.ping.store.individuals.get(one.individualGuid)
  const nobodys = textOf(person?.number) !== null && isNobodys(person?.number)
  // Nothing is looked up by a number that stands for nobody.
  const all = nobodys ? [] : [...casesOfChild(seen, one), ...namelessOf(seen, new Set([one.guid]))]
  // Begun with others of its child into a case that lost its number: only who began it there knows of that one.
  const shared = nobodys ? [] : [...casesOfChild(seen, one), ...namelessOf(seen, siblingsOf(seen, one))]
  const enabled = all.filter(isEnabled)
  const blank = [person?.number, person?.givenName, person?.familyName, person?.birthDate, one.type].some(
    (value) => textOf(value) === null,
  )
  const causes: readonly (readonly [string, boolean])[] = [
    ['detail-missing', person?.active !== true],
    ['field-missing', blank],
    ['individual-number-doubtful', nobodys],
    ['service-type-unmapped', textOf(one.type) !== null && !knownTypes.has(asSeen(one.type))],
    ['field-unreadable', !isBirthDay(person?.birthDate)],
    ['several-cases', shared.filter(isEnabled).length > 1],
    ['case-disabled', enabled.length === 0 && all.length > 0],
    [
      'identity-differs',
      isContested(seen, one, person) ||
        all.some((record) => person !== undefined && isAnothers(person, record)),
    ],
    ['case-closed', enabled.length === 1 && enabled[0]?.data['status'] === 'closed'],
  ]
  return causes.flatMap(([reason, is]) => (is ? [reason] : []))
}

/** Whether another intervention is open beside one under the number of its child, and is another child's. */
function isContested(seen: Seen, one: Intervention, person: Person | undefined): boolean {
  const { individuals, interventions } = seen.ping.store
  return [...interventions.values()].some((other) => {
    const others = individuals.get(other.individualGuid)
    if (person === undefined || others === undefined) return false
    if (whoseNumber(others.number) !== whoseNumber(person.number)) return false
    const claim = seen.claims.find(({ flow, key }) => flow === '1.1' && key === other.guid)
    const open = isListed(seen, other) || claim?.state === 'waiting' || claim?.state === 'attention'
    return other.guid !== one.guid && open && areTwoChildren(person, others)
  })
}

function isListed(seen: Seen, one: Intervention): boolean {
  const delivery = seen.ping.store.deliveries.get(one.guid)
  return delivery?.active === true && (delivery.always || awaited.has(one.transferStatus))
}

/** How the row of an intervention was lost: a person removed it, or a save that overlapped ours erased it, or never. */
function lossOf(seen: Seen, guid: string): 'removed' | 'erased' | null {
  let loss: 'removed' | 'erased' | null = null
  for (const { id } of casesOf(seen)) {
    for (const { record } of seen.chronicle.casesOf(id)) {
      for (const row of rowsOf(record.data['services_section'])) {
        if (interventionOf(row) !== guid) continue
        if (seen.removedRows.has(textOf(row['unique_id']) ?? '')) return 'removed'
        loss = 'erased'
      }
    }
  }
  return loss
}

/** Whether Primero answered a save of this child's case and did not keep it (F44). */
function wasSwallowed(seen: Seen, one: Intervention): boolean {
  const ids = casesOfChild(seen, one).map(({ id }) => id)
  return seen.requests.some(
    ({ fault, path }) =>
      fault === 'F44' && (path === '/api/v2/cases' || ids.some((id) => path.endsWith(`/${id}`))),
  )
}

/** Whether we ever told proGres one of these statuses. */
function toldBy(seen: Seen, { guid }: Intervention, statuses: ReadonlySet<number | null>): boolean {
  return seen.ping.store.changesOf(guid).some(({ by, status }) => by === 'gateway' && statuses.has(status))
}

/** Whether the row of an intervention stands in cases without a number alone. */
function isNameless(places: ReadonlyMap<string, readonly Place[]>, { guid }: Intervention): boolean {
  const there = places.get(guid) ?? []
  return there.length > 0 && there.every(({ number }) => number === null)
}

/** What the ledger may say of a referral whose row stands in a case of ours without a number: never that it arrived. */
function mustSayOfNameless(seen: Seen, one: Intervention): ReadonlySet<Saying> {
  return new Set(hindrances(seen, one).map((reason) => `attention ${reason}`))
}

/** What the ledger may say of a referral of proGres. */
function mustSay(seen: Seen, one: Intervention, stands: boolean): ReadonlySet<Saying> {
  const listed = isListed(seen, one)
  const loss = lossOf(seen, one.guid)
  const told = toldBy(seen, one, delivered)
  const may = new Set<Saying>()
  const asks = listed || (!stands && loss !== null)
  // What is listed is looked at, wherever it stands, and a row that was lost is written once more.
  if (asks) for (const reason of hindrances(seen, one)) may.add(`attention ${reason}`)
  if (stands) {
    may.add('confirmed')
    // Others brought it there and told proGres: none of ours ever had to.
    if (!listed && !toldBy(seen, one, new Set([pending]))) may.add('nothing')
  } else {
    if (loss !== null || wasSwallowed(seen, one)) may.add('attention service-gone')
    // Nobody looks twice: what was removed later than the first look stays as it was.
    if (told && loss === 'removed') may.add('confirmed')
    // Taken back before proGres was told of it, though it may have stood there for a moment.
    if (!listed && !told) may.add('withdrawn')
    if (!listed && !told && loss === null) may.add('nothing')
  }
  // A referral that was delivered and is no longer listed asks for nothing. Where a ledger was set back behind the
  // product's back, nothing tells it to look for such rows. To be deleted once worlds bring backups back by `restore` alone.
  if (!listed && told && mayHaveForgotten(seen)) {
    may.add('nothing')
    if (wasWithdrawnThen(seen, '1.1', one.guid)) may.add('withdrawn')
  }
  return may
}

/** P1, P9 for flow 1.1, once everything had time to settle. */
export function referralsInSettled(seen: Seen): readonly Violation[] {
  const places = placesOf(seen)
  const all = [...seen.ping.store.interventions.values()]
  const accounts = all.map((one): Account => {
    const claim = seen.claims.find(
      ({ flow, key, interventionGuid }) =>
        flow === '1.1' && (key === one.guid || interventionGuid === one.guid),
    )
    const stands = places.has(one.guid)
    const may = isNameless(places, one) ? mustSayOfNameless(seen, one) : mustSay(seen, one, stands)
    return { flow: '1.1', key: one.guid, record: one.number, may, claim }
  })
  const untold = accounts.flatMap(({ key, record, may, claim }) => {
    const status = seen.ping.store.interventions.get(key)?.transferStatus ?? null
    const held = claim?.state === 'attention' && may.has(`attention ${claim.reason ?? ''}`)
    if (!places.has(key) || delivered.has(status) || held || seen.handled.has(`1.1 ${key}`)) return []
    return [
      {
        property: 'P1',
        words: `${record} stands in Primero and proGres does not know: status ${String(status)}`,
      },
    ]
  })
  return [...disagreements(seen, accounts), ...untold]
}
