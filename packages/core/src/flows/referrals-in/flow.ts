/**
 * Flow 1.1: referrals from proGres become cases, or services on existing cases, in Primero (`flows.md`, 1.1).
 * Look again → discover → read → plan → write and read back → tell proGres.
 */
import { guid, serviceRowId } from '../../domain/ids.ts'
import { stop } from '../../http/failure.ts'
import type { Finding } from '../../ledger/item.ts'
import type { ItemNumbers, ItemPosition, LedgerItem } from '../../ledger/ledger.ts'
import { aggregateRows } from '../../mapping/aggregate.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { PingRow } from '../../ping/envelope.ts'
import { isBlank } from '../../ping/envelope.ts'
import { readCases } from '../../primero/sets.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'
import { controlValue } from '../control.ts'
import { configSource } from '../../deployment/config-source.ts'
import { heldBack } from '../held.ts'
import { caseFields, findCases, rowOf } from './find.ts'
import type { Referral } from './referral.ts'
import { confirmDeliveries, refuse } from './report.ts'
import { writeAndReadBack, type Proof } from './write.ts'

/** Items settled together: enough for sets and batches, few enough to hold in memory. */
const chunk = 200

export async function referralsIn(run: RunContext): Promise<void> {
  await lookAgain(run)
  const listed = await discover(run)
  const control = controlValue(run, 'unhcr_individual_no')
  const proof: Proof = { proven: false }
  for await (const items of run.due(chunk)) {
    const referrals = items.map((item) => newReferral(run, item))
    await run.primero.expect(referrals.length)
    await readDetails(run, referrals)
    await run.each(referrals, async (referral) => plan(run, referral))
    await refuse(
      run,
      referrals.filter((referral) => referral.refusal !== null),
      (referral) => listed.businessUnitOf(referral.item),
    )
    const toWrite = referrals.filter((referral) => referral.open && referral.item.step !== 'delivered')
    const found = new Map(await findCases(run, toWrite, control))
    await requireIntakeUser(run, toWrite, found)
    await writeAndReadBack(run, toWrite, found, proof)
    await confirmDeliveries(run, referrals)
  }
}

function newReferral(run: RunContext, item: LedgerItem): Referral {
  const work = run.take(item)
  const rowId = serviceRowId(item.key)
  return Object.assign(work, { rowId, detail: null, individualNumber: '', mapped: null, target: null, refusal: null })
}

/** What was written since the last look is read back: a caseworker's save may have erased it although we got 200. */
async function lookAgain(run: RunContext): Promise<void> {
  let after: ItemPosition | null = null
  for (;;) {
    const page: readonly LedgerItem[] = await run.ledger.lookDue('1.1', after, chunk)
    const last: LedgerItem | undefined = page.at(-1)
    if (last === undefined || run.stopped() !== null) return
    after = { foundAt: last.foundAt, key: last.key }
    const items = page.filter(run.matches)
    const works = items.map((item) => ({ item, open: true }))
    await run.primero.expect(Math.ceil(items.length / 20))
    const ids = items.flatMap((item) => item.numbers.primeroId ?? [])
    const reading = await readCases(run.primero, ids, 'services_section')
    await run.each(works, async (work) => {
      const { primeroId = '', serviceUniqueId = '' } = work.item.numbers
      const failure = reading.failures.get(primeroId)
      if (failure?.kind === 'stop') return run.stop(failure)
      // Not readable now: it stays due for the next look.
      if (failure !== undefined || reading.forbidden.has(primeroId)) return
      const read = reading.found.get(primeroId)?.[0]
      const there = read !== undefined && rowOf(read, serviceUniqueId, work.item.numbers.interventionNumber) !== null
      if (there) return run.change(work, { lookDue: false })
      run.take(work.item)
      await run.reopen(work, { state: 'attention', reason: 'service-gone' }, { step: 'intended', releasedAt: null })
    })
  }
}

interface Listed {
  /** The business unit that the list showed for an item, null when it showed none or did not show the item. */
  readonly businessUnitOf: (item: LedgerItem) => string | null
}

function findingOf(run: RunContext, row: PingRow): Finding | null {
  const interventionGuid = guid(row['progres_lpinterventionid']) ?? guid(row['progres_intervention'])
  // A row without the intervention's id is kept under its delivery, so that it is seen.
  const key = interventionGuid ?? guid(row['progres_dtpdeliveryid'])
  if (key === null) return null
  const number = row['progres_lpintervention.int.progres_interventionnumber'] ?? row['progres_interventionname']
  const individual = row['progres_individual.indiv.progres_id'] ?? row['progres_lpintervention.progres_individualname']
  return {
    flow: '1.1',
    key,
    version: null,
    individual:
      typeof individual === 'string' && individual.trim() !== ''
        ? individualPseudonym(run.host.keys, run.deployment.name, individual)
        : null,
    numbers: {
      ...(interventionGuid === null ? {} : { interventionGuid }),
      ...(typeof number === 'string' && number.trim() !== '' ? { interventionNumber: number.trim() } : {}),
    },
  }
}

/** Lists everything pending; what was never delivered and is no longer listed is withdrawn. */
async function discover(run: RunContext): Promise<Listed> {
  const otherUnits = new Map<string, string | null>()
  const unit = run.deployment.progres.businessUnit
  let whole = true
  for await (const page of run.ping.retrieve('listReferrals', null, { name: 'list-referrals' })) {
    if (!page.ok) {
      whole = false
      run.listFailed(page.failure, 'ping')
      break
    }
    const findings: Finding[] = []
    for (const row of page.value) {
      const finding = findingOf(run, row)
      if (finding === null) {
        whole = false
        run.listFailed({ kind: 'list-incomplete' }, 'ping')
        continue
      }
      findings.push(finding)
      const listedUnit = row['progres_businessunit']
      // Kept only where it is not the deployment's own, so that memory does not grow with the list.
      if (listedUnit !== unit) otherUnits.set(finding.key, typeof listedUnit === 'string' ? listedUnit : null)
    }
    await run.record(findings)
  }
  if (whole && run.stopped() === null) await withdrawUnlisted(run)
  return {
    businessUnitOf: (item) => {
      const other = otherUnits.get(item.key)
      if (other !== undefined) return other
      return item.seenRun === run.runId ? unit : null
    },
  }
}

async function withdrawUnlisted(run: RunContext): Promise<void> {
  let after: ItemPosition | null = null
  for (;;) {
    const items: readonly LedgerItem[] = await run.ledger.unsettled('1.1', after, 500)
    const last = items.at(-1)
    if (last === undefined) return
    after = { foundAt: last.foundAt, key: last.key }
    const gone = items.filter((item) => item.seenRun !== run.runId && item.sentAt === null && run.matches(item))
    const maybe = gone.filter((item) => item.step === 'intended')
    const arrived = await findArrived(run, maybe)
    const withdrawn = gone.filter((item) => item.step !== 'intended' || arrived.get(item.key) === 'no')
    await run.each(withdrawn.map(run.take), async (work) => run.settle(work, { state: 'withdrawn' }, { lookDue: false }))
  }
}

/** Of writes that were cut off, which arrived: read back by the ids of their intents. */
async function findArrived(
  run: RunContext,
  items: readonly LedgerItem[],
): Promise<ReadonlyMap<string, 'yes' | 'no'>> {
  const reading = await readCases(run.primero, items.flatMap((item) => item.numbers.primeroId ?? []), caseFields)
  const arrived = new Map<string, 'yes' | 'no'>()
  for (const item of items) {
    const { primeroId = '', serviceUniqueId = '', interventionNumber } = item.numbers
    if (reading.failures.has(primeroId) || reading.forbidden.has(primeroId)) continue
    const read = reading.found.get(primeroId)?.[0]
    const row = read === undefined ? null : rowOf(read, serviceUniqueId, interventionNumber)
    arrived.set(item.key, row === null ? 'no' : 'yes')
  }
  return arrived
}

/** A row of another intervention is none of ours, whatever PING was asked for: it may be another child's. */
function isOf(row: PingRow, numbers: ItemNumbers): boolean {
  const shown = guid(row['progres_lpinterventionid'])
  if (shown !== null) return shown === numbers.interventionGuid
  const number = row['progres_interventionnumber']
  return isBlank(number) || numbers.interventionNumber === undefined || number === numbers.interventionNumber
}

/** Reads the details of each referral, all pages; several rows are one intervention. */
async function readDetails(run: RunContext, referrals: readonly Referral[]): Promise<void> {
  await run.each(referrals, async (referral) => {
    const id = referral.item.numbers.interventionGuid
    const rows: PingRow[] = []
    if (id === undefined) {
      referral.refusal = { state: 'attention', reason: 'field-missing', about: ['progres_lpinterventionid'] }
      return
    }
    const purpose = { name: 'read-referral', numbers: referral.item.numbers }
    for await (const page of run.ping.retrieve('referralDetail', id, purpose)) {
      if (!page.ok && page.failure.kind !== 'list-incomplete') return run.fail(referral, page.failure)
      if (!page.ok) {
        run.listFailed(page.failure, 'ping')
        return run.settle(referral, { state: 'waiting', reason: 'list-incomplete', nextTry: null })
      }
      rows.push(...page.value.filter((row) => isOf(row, referral.item.numbers)))
    }
    if (rows.length > 0) referral.detail = { ...aggregateRows(rows), progres_lpinterventionid: id }
    else referral.refusal = { state: 'attention', reason: 'detail-missing' }
  })
}

/** Maps a referral and says what holds it back. Pure but for the counting of warnings. */
async function plan(run: RunContext, referral: Referral): Promise<void> {
  if (referral.detail === null) return
  const number = referral.detail['progres_individual.individuals.progres_id']
  referral.individualNumber = isBlank(number) ? '' : String(number).trim()
  const caseMap = run.deployment.fieldMaps.get('1.1-case')
  const serviceMap = run.deployment.fieldMaps.get('1.1-service')
  if (caseMap === undefined || serviceMap === undefined) throw new Error('Flow 1.1 runs only with its field maps.')
  const sources = { progres: referral.detail, deployment: configSource(run.deployment) }
  const now = referral.item.intentAt ?? run.startedAt
  const context = { valueMaps: run.deployment.valueMaps, now }
  const mapped = { case: mapRecord(caseMap, sources, context), service: mapRecord(serviceMap, sources, context) }
  referral.mapped = mapped
  if (referral.item.step === 'delivered') return
  referral.refusal = heldBack([mapped.case, mapped.service])
  run.warn(mapped.case)
  run.warn(mapped.service)
  const named = referral.detail['progres_interventionnumber']
  const { numbers } = referral.item
  if (typeof named === 'string' && named.trim() !== '' && numbers.interventionNumber === undefined) {
    await run.change(referral, { numbers: { ...numbers, interventionNumber: named.trim() } })
  }
  if (referral.item.individual === null && referral.individualNumber !== '') {
    const individual = individualPseudonym(run.host.keys, run.deployment.name, referral.individualNumber)
    await run.change(referral, { individual })
  }
}

/** Before the first case is made: an intake user that Primero does not know would leave cases without an owner. */
async function requireIntakeUser(
  run: RunContext,
  referrals: readonly Referral[],
  found: ReadonlyMap<string, unknown>,
): Promise<void> {
  const creates = referrals.some((referral) => referral.open && !found.has(referral.individualNumber))
  if (!creates || run.stopped() !== null) return
  const name = run.deployment.primero.intakeUser
  const user = await run.user(name)
  // Where users may not be read, or not now, the owner of the first case tells when it is read back.
  if (!user.ok) return
  if (user.value === null || user.value.disabled) run.stop(stop('intake-user-unknown', ['primero.intakeUser']))
}
