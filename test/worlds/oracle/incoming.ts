import {
  casesOf,
  interventionOf,
  rowsOf,
  textOf,
  timelineOf,
  type Claim,
  type Seen,
  type Violation,
} from './seen.ts'

const pending = 125080002
/** Ready, delivery fail: what SHP-2747 lists (ping-contract §4.1). */
const undelivered = new Set([125080000, 125080001])
const told: ReadonlyMap<number, string> = new Map([
  [125080003, 'accepted'],
  [125080004, 'rejected'],
])
const codes: Readonly<Record<string, number>> = { accepted: 125080003, rejected: 125080004 }
/** The service types that the sandbox's deployment has agreed on. */
const knownTypes = new Set([
  'Alternative Care',
  'BID',
  'BIA',
  'Family Tracing and Reunification',
  'Advocacy / Direct intervention',
])

type Intervention = NonNullable<ReturnType<Seen['ping']['store']['interventions']['get']>>

interface Place {
  readonly caseId: string
  readonly number: string | null
  readonly rowId: string
  readonly status: string | null
  readonly row: Readonly<Record<string, unknown>>
}

/** Every row in Primero that says it came from proGres, by the intervention. */
function placesOf(seen: Seen): ReadonlyMap<string, readonly Place[]> {
  const places = casesOf(seen).flatMap((record) =>
    rowsOf(record.data['services_section']).flatMap((row) => {
      const intervention = interventionOf(row)
      const rowId = textOf(row['unique_id'])
      if (intervention === null || rowId === null) return []
      const number = textOf(record.data['unhcr_individual_no'])
      const status = textOf(row['unhcr_referral_status'])
      return [{ intervention, place: { caseId: record.id, number, rowId, status, row } }]
    }),
  )
  const byIntervention = new Map<string, Place[]>()
  for (const { intervention, place } of places) {
    byIntervention.set(intervention, [...(byIntervention.get(intervention) ?? []), place])
  }
  return byIntervention
}

/** Why a referral may rightly stay undelivered for a person to see to, judged from both systems as they are. */
function hindrances(seen: Seen, one: Intervention): ReadonlySet<string> {
  const why = new Set<string>()
  const person = seen.ping.store.individuals.get(one.individualGuid)
  if (person === undefined || !person.active) why.add('detail-missing')
  const blank = [person?.number, person?.givenName, person?.familyName, person?.birthDate].some(
    (value) => textOf(value) === null,
  )
  if (blank || textOf(one.type) === null) why.add('field-missing')
  if (textOf(one.type) !== null && !knownTypes.has(one.type ?? '')) why.add('service-type-unmapped')
  if (!isDate(person?.birthDate)) why.add('field-unreadable')
  const all = seen.primero.store.casesWith('unhcr_individual_no', person?.number ?? '') ?? []
  const enabled = all.filter(({ data }) => data['record_state'] !== false)
  if (enabled.length > 1) why.add('several-cases')
  if (enabled.length === 0 && all.length > 0) why.add('case-disabled')
  if (enabled.some(({ data }) => data['status'] === 'closed')) why.add('case-closed')
  return why
}

function isDate(text: string | null | undefined): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN
  return (
    !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text ?? '-') && text?.startsWith('20') === true
  )
}

function isListed(seen: Seen, one: Intervention): boolean {
  const delivery = seen.ping.store.deliveries.get(one.guid)
  const awaited = one.transferStatus === null || undelivered.has(one.transferStatus)
  return delivery?.active === true && (delivery.always || awaited)
}

/** P2, P4: what never may be, whatever happened. */
export function incomingSafety(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  const places = placesOf(seen)
  for (const [guid, rows] of places) {
    const one = seen.ping.store.interventions.get(guid)
    if (rows.length > 1) {
      violations.push({
        property: 'P2',
        words: `intervention ${one?.number ?? guid} stands in ${rows.length} rows`,
      })
    }
    const person = one === undefined ? undefined : seen.ping.store.individuals.get(one.individualGuid)
    for (const { caseId, number } of rows) {
      if (number !== person?.number) {
        violations.push({
          property: 'P4',
          words: `row of ${one?.number ?? guid} stands in case ${caseId} of another child`,
        })
      }
    }
  }
  const made = new Map<string, string[]>()
  for (const { id, data } of casesOf(seen)) {
    const first = seen.primero.store.history(id).at(-1)
    const number = textOf(data['unhcr_individual_no'])
    if (first?.userName !== 'ping_integration' || number === null) continue
    made.set(number, [...(made.get(number) ?? []), id])
  }
  for (const ids of made.values()) {
    if (ids.length > 1)
      violations.push({ property: 'P2', words: `two cases of one child were made: ${ids.join(', ')}` })
  }
  return [...violations, ...decisionsStated(seen, places)]
}

/** P3, P6: whatever was told to proGres was stated in Primero by then, and in that order. */
function decisionsStated(seen: Seen, places: ReadonlyMap<string, readonly Place[]>): readonly Violation[] {
  const violations: Violation[] = []
  for (const [guid, one] of seen.ping.store.interventions) {
    const written = seen.ping.store
      .changesOf(guid)
      .filter(({ by, status }) => by === 'gateway' && status !== null && told.has(status))
    const [place] = places.get(guid) ?? []
    if (place === undefined) continue
    const states = timelineOf(seen, place.caseId, place.rowId)
    let from = 0
    for (const { at, status } of written) {
      const word = told.get(status ?? 0)
      const latest = at + seen.clockSlackMs
      const found = states.findIndex(
        (state, index) => index >= from && state.at <= latest && state.status === word,
      )
      const any = states.some((state) => state.at <= latest && state.status === word)
      if (!any)
        violations.push({ property: 'P3', words: `${one.number} was told ${word}, which nobody had stated` })
      else if (found < 0) {
        violations.push({ property: 'P6', words: `${one.number} was told ${word} after a later decision` })
      }
      from = Math.max(from, found)
    }
  }
  return violations
}

function claimOf(seen: Seen, flow: Claim['flow'], guid: string): Claim | undefined {
  return seen.claims.find(
    (claim) => claim.flow === flow && (claim.key === guid || claim.interventionGuid === guid),
  )
}

/** Whether a person removed a row that was made of this referral. */
function wasRemoved(seen: Seen, guid: string): boolean {
  return casesOf(seen).some(({ id }) =>
    seen.primero.store
      .history(id)
      .flatMap(({ changes }) => changes)
      .filter(({ field }) => field === 'services_section')
      .flatMap(({ to }) => rowsOf(to))
      .some((row) => interventionOf(row) === guid && seen.removedRows.has(textOf(row['unique_id']) ?? '')),
  )
}

/** Whether Primero ever answered a save without keeping it, or another save erased ours: a person has to look then. */
function lostBySystem(seen: Seen): boolean {
  return seen.overlaps.length > 0 || seen.requests.some(({ fault }) => fault === 'F44')
}

/** P1, P9 for flows 1.1 and 1.2, once everything had time to settle. */
export function incomingSettled(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  const places = placesOf(seen)
  const lost = (words: string): void => void violations.push({ property: 'P1', words })
  for (const [guid, one] of seen.ping.store.interventions) {
    const claim = claimOf(seen, '1.1', guid)
    const [place] = places.get(guid) ?? []
    const byHand = seen.handled.has(`1.1 ${guid}`)
    if (byHand) continue
    const removed = wasRemoved(seen, guid)
    if (claim?.state === 'confirmed' && place === undefined && !removed) {
      violations.push({
        property: 'P9',
        words: `${one.number} is called confirmed and stands nowhere in Primero`,
      })
    }
    if (
      place !== undefined &&
      one.transferStatus !== null &&
      ![pending, 125080003, 125080004].includes(one.transferStatus)
    ) {
      lost(`${one.number} stands in Primero and proGres does not know: status ${one.transferStatus}`)
    }
    if (!isListed(seen, one) || place !== undefined) continue
    if (claim === undefined) {
      lost(`${one.number} is listed and in no ledger`)
      continue
    }
    if (claim.state === 'waiting') lost(`${one.number} still waits: ${claim.reason}`)
    const rightly = hindrances(seen, one)
    const gone = claim.reason === 'service-gone' && (removed || lostBySystem(seen))
    if (claim.state === 'attention' && !rightly.has(claim.reason ?? '') && !gone) {
      lost(`${one.number} is in attention without a cause: ${claim.reason}`)
    }
    if (claim.state === 'withdrawn') lost(`${one.number} is listed and called withdrawn`)
  }
  return [...violations, ...decisionsArrived(seen, places)]
}

/** P1, P3 for flow 1.2: what Primero states now is what proGres was told last. */
function decisionsArrived(seen: Seen, places: ReadonlyMap<string, readonly Place[]>): readonly Violation[] {
  const violations: Violation[] = []
  for (const [guid, rows] of places) {
    const one = seen.ping.store.interventions.get(guid)
    const [place] = rows
    if (one === undefined || place === undefined || rows.length > 1 || seen.handled.has(`1.2 ${guid}`))
      continue
    const code = codes[place.status ?? '']
    const last = seen.ping.store.changesOf(guid).findLast(({ by }) => by === 'gateway')
    if (code === undefined) continue
    const claim = claimOf(seen, '1.2', guid)
    if (last?.status !== code) {
      violations.push({
        property: 'P1',
        words: `decision ${place.status} on ${one.number} did not arrive: told ${String(last?.status)}, ledger ${claim?.state} ${claim?.reason ?? ''}`,
      })
    }
    if (claim?.state === 'confirmed' && last?.status !== code) {
      violations.push({
        property: 'P9',
        words: `decision on ${one.number} is called confirmed and was not told`,
      })
    }
  }
  return violations
}
