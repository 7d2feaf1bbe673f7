import { areTwoChildren, isAnothers } from './identity.ts'
import { isFiltered, isNobodys, whoseNumber } from './numbers.ts'
import { isMadeNameless, namelessOf } from './nameless.ts'
import { placesOf } from './referrals-in.ts'
import {
  casesOf,
  interventionOf,
  isEnabled,
  numberOf,
  rowsOf,
  runOf,
  stoodThroughout,
  stretchOf,
  textOf,
  type Case,
  type CaseState,
  type Seen,
  type Violation,
} from './seen.ts'

/** The account of the exchange in Primero. */
const ours = 'ping_integration'
const minute = 60_000
/** A case that is older than this was to be found. */
const foundByMs = 5 * minute

/** What Primero itself computes when services of a case are changed (primero-contract §5.3). */
const computed: ReadonlySet<string> = new Set([
  'services_section',
  'status',
  'reopened_logs',
  'case_status_reopened',
  'current_alert_types',
  'not_edited_by_owner',
  'workflow',
  'associated_user_names',
  'referred_users',
  'assigned_user_names',
])

/** Acknowledged, rejected: what a caseworker decided. */
const decided: ReadonlySet<number> = new Set([125080003, 125080004])

/** A save of ours, with what stood before it. */
interface Write {
  readonly caseId: string
  readonly at: number
  readonly state: CaseState
  readonly before: CaseState | undefined
  /** From the turn of its run until then. */
  readonly stretch: readonly [number, number]
}

function writesOf(seen: Seen): readonly Write[] {
  return casesOf(seen).flatMap(({ id }) =>
    seen.chronicle.casesOf(id).flatMap((state, index, states) => {
      if (state.by !== ours) return []
      const { at } = state
      const isIt = ({ system, write, path }: { system: string; write: boolean; path: string }): boolean =>
        system === 'primero' && write && (path.includes(id) || path === '/api/v2/cases')
      return [{ caseId: id, at, state, before: states[index - 1], stretch: stretchOf(seen, at, isIt) }]
    }),
  )
}

/** P2, P4: what never may be in the cases of Primero, whatever happened. */
export function casesSafety(seen: Seen): readonly Violation[] {
  const writes = writesOf(seen)
  const created = writes.filter(({ before }) => before === undefined)
  const mended = writes.filter(({ before, state }) => {
    return before !== undefined && numberOf(before.record) === null && numberOf(state.record) !== null
  })
  const appended = writes.filter(({ before, state }) => {
    return before !== undefined && state.fields.includes('services_section')
  })
  return [
    ...rowsInTheirPlace(seen),
    ...[...created, ...mended].flatMap((write) => createdRightly(seen, write)),
    ...created.flatMap((write) => createdForOne(seen, write)),
    ...appended.flatMap((write) => appendedRightly(seen, write)),
    ...writes.flatMap((write) => onlyServices(seen, write)),
    ...caseIdsTold(seen),
  ]
}

/** One row of one intervention, in a case of that very child. */
function rowsInTheirPlace(seen: Seen): readonly Violation[] {
  return [...placesOf(seen)].flatMap(([guid, places]) => {
    const one = seen.ping.store.interventions.get(guid)
    const name = one?.number ?? guid
    const person = one === undefined ? undefined : seen.ping.store.individuals.get(one.individualGuid)
    // A nameless case of ours that a person has disabled is nobody's: the child's other case takes the row.
    const standing = places.filter(
      ({ caseId, number, enabled }) => number !== null || enabled || !isMadeNameless(seen, caseId),
    )
    const doubled =
      standing.length > 1
        ? [{ property: 'P2', words: `intervention ${name} stands in ${standing.length} rows` }]
        : []
    const strange = places.filter(({ caseId, number }) => {
      return number !== whoseNumber(person?.number) && !(number === null && isMadeNameless(seen, caseId))
    })
    return [
      ...doubled,
      ...strange.map(({ caseId }) => ({
        property: 'P4',
        words: `row of ${name} stands in case ${caseId} of another child`,
      })),
    ]
  })
}

/** How long a record may take to be seen in every list. */
const seenByMs = 60 * minute

/** A case is made only once it is clear which of the children that are listed under one number it is for. */
function createdForOne(seen: Seen, { caseId, at, state, stretch }: Write): readonly Violation[] {
  const { interventions, individuals, deliveries } = seen.ping.store
  const run = runOf(
    seen,
    seen.requests.find(({ doneAt, system, write }) => doneAt === at && system === 'primero' && write),
  )
  const disturbed = seen.requests.some(
    ({ system, fault, sentAt }) =>
      system === 'ping' && fault !== null && sentAt >= stretch[0] - 6 * seenByMs && sentAt <= at,
  )
  if (run === undefined || disturbed || seen.setBacks.some((time) => time <= at)) return []
  return rowsOf(state.record.data['services_section']).flatMap((row) => {
    const one = interventions.get(interventionOf(row) ?? '')
    const person = individuals.get(one?.individualGuid ?? '')
    if (one === undefined || person === undefined || seen.released.has(`1.1 ${one.guid}`)) return []
    const child = whoseNumber(person.number)
    const others = [...interventions.values()].filter((other) => {
      const theirs = individuals.get(other.individualGuid)
      const delivery = deliveries.get(other.guid)
      const states = seen.chronicle.interventionsOf(other.guid)
      const isOpen = delivery?.active === true && !delivery.always && !seen.handled.has(`1.1 ${other.guid}`)
      const wasOpen = states.every((then) => then.at > at || undelivered.has(then.one.transferStatus))
      const isOld = (states[0]?.at ?? at) <= stretch[0] - seenByMs
      if (theirs?.active !== true || whoseNumber(theirs.number) !== child || other.type === null) return false
      if (!isOpen || !wasOpen || !isOld) return false
      const ever = seen.chronicle.personsOf((written) => whoseNumber(written) === child)
      const mine = ever.filter(({ guid }) => guid === person.guid)
      const others = ever.filter(({ guid }) => guid === theirs.guid)
      return mine.every((me) => others.every((them) => areTwoChildren(me, them)))
    })
    return others.map(({ number }) => ({
      property: 'P4',
      words: `case ${caseId} was made for ${one.number} while ${number} of another child was listed under its number`,
    }))
  })
}

/** Ready, delivery fail, or no word yet. */
const undelivered: ReadonlySet<number | null> = new Set([null, 125080000, 125080001])

function createdRightly(seen: Seen, { caseId, at, state, before }: Write): readonly Violation[] {
  const number = numberOf(state.record)
  // Then it is filled in later, or a person sees to it (`referrals-in.ts`).
  if (number === null && isMadeNameless(seen, caseId)) return []
  if (number === null) return [{ property: 'P4', words: `case ${caseId} was made without a number` }]
  if (isNobodys(writtenIn(state.record)))
    return [{ property: 'P4', words: `case ${caseId} was made under a number that stands for nobody` }]
  if (!isFiltered(writtenIn(state.record)))
    return [{ property: 'P2', words: `case ${caseId} was made with a number that no filter finds again` }]
  const earlier = casesOf(seen).filter(({ id }) => {
    // Beside a case that is filled in, only another enabled one would be a second.
    const isIt = (one: Case): boolean => numberOf(one) === number && (before === undefined || isEnabled(one))
    return id !== caseId && stoodThroughout(seen, id, [at - foundByMs, at], isIt)
  })
  const second = earlier.map(({ id }) => ({
    property: 'P2',
    words: `case ${caseId} was made while case ${id} of that child had long been there`,
  }))
  const persons = seen.chronicle.personsOf((written) => whoseNumber(written) === number)
  const { data } = state.record
  const own: readonly (readonly [string, readonly (string | null)[]])[] = [
    ['name_first', persons.map(({ givenName }) => givenName)],
    ['name_last', persons.map(({ familyName }) => familyName)],
    ['date_of_birth', persons.map(({ birthDate }) => birthDate)],
  ]
  const strange = own.flatMap(([field, values]) =>
    values.includes(textOf(data[field]))
      ? []
      : [{ property: 'P4', words: `${field} of case ${caseId} is not the child's own` }],
  )
  return [...second, ...strange]
}

function appendedRightly(seen: Seen, { caseId, at, state, stretch, before }: Write): readonly Violation[] {
  const known = new Set(rowsOf(before?.record.data['services_section']).map((row) => row['unique_id']))
  const added = rowsOf(state.record.data['services_section']).some((row) => !known.has(row['unique_id']))
  if (!added) return []
  const number = numberOf(state.record)
  if (number === null && isMadeNameless(seen, caseId)) return []
  if (number === null || isNobodys(writtenIn(state.record)))
    return [
      { property: 'P4', words: `a row was written into case ${caseId}, whose number stands for nobody` },
    ]
  // Of a child that filters find, other cases are looked for by filters alone.
  const byFilter = isFiltered(writtenIn(state.record))
  const isOther = (one: Case): boolean =>
    isEnabled(one) && numberOf(one) === number && (!byFilter || isFiltered(writtenIn(one)))
  const others = casesOf(seen).filter(({ id }) => {
    return id !== caseId && stoodThroughout(seen, id, stretch, isOther)
  })
  const wrong = [
    ...others.map(({ id }) => `while case ${id} of that child was enabled as well`),
    ...ofAnotherChild(seen, state.record, known)
      .filter((isOther) => stoodThroughout(seen, caseId, [stretch[0], at - 1], isOther))
      .map(() => "which is another child's"),
    ...(stoodThroughout(seen, caseId, [stretch[0], at - 1], ({ data }) => data['status'] === 'closed')
      ? ['which was closed']
      : []),
    ...(others.length === 0 && stoodThroughout(seen, caseId, [stretch[0], at - 1], (one) => !isEnabled(one))
      ? ['which was disabled']
      : []),
  ]
  return wrong.map((how) => ({ property: 'P4', words: `a row was written into case ${caseId} ${how}` }))
}

/** For each row that was added: whether a case is another child's than the one whom the row was asked for. */
function ofAnotherChild(
  seen: Seen,
  { data }: Case,
  known: ReadonlySet<unknown>,
): readonly ((record: Case) => boolean)[] {
  const { interventions, individuals } = seen.ping.store
  return rowsOf(data['services_section'])
    .filter((row) => !known.has(row['unique_id']))
    .flatMap((row) => {
      const guid = interventionOf(row)
      const person = individuals.get(interventions.get(guid ?? '')?.individualGuid ?? '')
      if (guid === null || person === undefined || seen.released.has(`1.1 ${guid}`)) return []
      const ever = [...seen.chronicle.personsOf((written) => written === person.number), person].filter(
        (one) => one.guid === person.guid,
      )
      return [(record: Case) => ever.every((one) => isAnothers(one, record))]
    })
}

function writtenIn({ data }: Case): string | null {
  return textOf(data['unhcr_individual_no'])
}

/** Of a case that is there, nothing but its services is ever changed by us; what a form dropped of our own is filled in. */
function onlyServices(seen: Seen, { caseId, before, state }: Write): readonly Violation[] {
  const isFilledIn = (field: string): boolean =>
    isMadeNameless(seen, caseId) && isBlank(before?.record.data[field])
  const strange =
    before === undefined ? [] : state.fields.filter((field) => !computed.has(field) && !isFilledIn(field))
  if (strange.length === 0) return []
  return [{ property: 'P4', words: `we changed ${strange.join(', ')} of case ${caseId}` }]
}

/** The case that proGres was told belongs to that very child. */
function caseIdsTold(seen: Seen): readonly Violation[] {
  return [...seen.ping.store.interventions.values()].flatMap((one) => {
    const person = seen.ping.store.individuals.get(one.individualGuid)
    const told = seen.ping.store
      .changesOf(one.guid)
      .flatMap(({ by, fields, status }) =>
        by === 'gateway' ? [{ caseId: textOf(fields['progres_primeroid']), status }] : [],
      )
    const strange = told.filter(({ caseId, status }) => {
      const named = caseId === null ? [] : (seen.primero.store.casesWith('case_id', caseId) ?? [])
      // What its caseworker decided is told, whatever a form has dropped of the case.
      const isDecided = status !== null && decided.has(status)
      const nameless = isDecided ? namelessOf(seen, new Set([one.guid])) : []
      const isTheirs = (record: Case): boolean =>
        numberOf(record) === whoseNumber(person?.number) || nameless.some(({ id }) => id === record.id)
      return caseId !== null && !named.some(isTheirs)
    })
    return strange.map(({ caseId }) => ({
      property: 'P4',
      words: `proGres was told case ${caseId} for ${one.number}, which is not that child's`,
    }))
  })
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
