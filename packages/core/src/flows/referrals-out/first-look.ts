/**
 * A ledger that began without knowing its deployment does not know what another one sent before: lost, or under another
 * address. So flow 2.1 looks through proGres before its first send, and what stands there is not sent again (ADR 0019).
 */
import type { Failure } from '../../http/failure.ts'
import { laterBy } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroReferral } from '../../primero/record.ts'
import type { ListIncomplete } from '../../ping/client.ts'
import type { RunContext } from '../context.ts'
import { meaningOf } from '../decisions-in/decide.ts'
import type { ProgresReferral } from '../decisions-in/progres-referral.ts'
import { endOfId, isRecordOf, listRecords, readRecord } from './records-in-progres.ts'
import { mayBeForgotten, maybeSent } from './referral.ts'

/** Records whose details a look has read, or has passed over. */
const readShelf = 'records looked at'
/** How many runs could not make out a record although PING showed others. */
const failedShelf = 'records not made out'
/** Services by their ids as records name them, with those records. */
const serviceShelf = 'services in progres'
/** After so many runs a record that cannot be made out is passed over: it must not hold up every referral for ever. */
const mostTries = 3

/** A record of proGres as a look remembers it: ids, and whether it was marked as applied in Primero. */
interface Known extends Pick<ProgresReferral, 'refIopGuid' | 'refIopNumber' | 'caseId'> {
  readonly synced: boolean
}

/** What a look of one run came to. */
interface Looked {
  read: number
  /** Records with nothing to show. */
  readonly empty: string[]
  /** Records that could not be read. */
  readonly unread: string[]
  /** Why not, the first of them. */
  failure: Failure | ListIncomplete | null
}

/** What keeps a run from knowing what proGres has already; null = it knows. */
export type LookFailure = Failure | ListIncomplete | null

const looks = new WeakMap<RunContext, Promise<LookFailure>>()

/** The look of a run, taken once however often it is asked for. */
export async function lookThroughProgres(run: RunContext): Promise<LookFailure> {
  const begun = looks.get(run) ?? look(run)
  looks.set(run, begun)
  return begun
}

/**
 * Looks through proGres where the ledger owes it. Details are read in sets and noted, so that a look that was cut off is
 * gone on with; it is done once the list was read to its end and each of its records was read, or passed over.
 */
async function look(run: RunContext): Promise<LookFailure> {
  if (run.dryRun || (await run.ledger.beginning()).look !== 'due') return null
  // By the later of both clocks: what was made in Primero before the list was read may stand in it.
  const listedAt = laterBy(run.now(), Math.max(0, run.primeroAheadMs()))
  const { guids, failure } = await listRecords(run)
  if (failure?.kind === 'stop') return failure
  const looked: Looked = { read: 0, empty: [], unread: [], failure }
  let known: string | undefined
  for (let at = 0; at < guids.length; at += run.setSize) {
    const stopped = run.stopped()
    if (stopped !== null) return stopped
    const set = guids.slice(at, at + run.setSize)
    const before = new Set((await run.ledger.seen(readShelf, set)).map(({ id }) => id))
    known ??= set.find((one) => before.has(one))
    await lookAt(
      run,
      set.filter((one) => !before.has(one)),
      looked,
    )
  }
  const stopped = run.stopped()
  if (stopped !== null) return stopped
  const passed = await passOver(run, looked, known)
  if (failure !== null) return failure
  if (passed < looked.empty.length + looked.unread.length) return looked.failure ?? incomplete
  await run.ledger.saveLook(listedAt)
  await run.ledger.forgetSeen(readShelf, afterAnyTime)
  return null
}

const incomplete = { kind: 'list-incomplete' } as const

/** Sorts after every time. */
const afterAnyTime = '9999'

/** Reads some records and notes which services they are of. */
async function lookAt(run: RunContext, guids: readonly string[], looked: Looked): Promise<void> {
  const records: ProgresReferral[] = []
  await Promise.all(
    guids.map(async (one) => {
      const record = await readRecord(run, one)
      if (record.ok) {
        if (record.value === null) looked.empty.push(one)
        else records.push(record.value)
        return
      }
      looked.unread.push(one)
      looked.failure ??= record.failure
    }),
  )
  looked.read += records.length
  await noteServices(run, records)
  await noteRead(
    run,
    records.map(({ refIopGuid }) => refIopGuid),
  )
}

async function noteRead(run: RunContext, guids: readonly string[]): Promise<void> {
  await run.ledger.saveSeen(
    readShelf,
    guids.map((id) => ({ id, version: run.startedAt })),
  )
}

/**
 * Counts the runs in which a record could not be made out while PING showed others, and passes over what has been tried
 * often enough; gives how many. `known`: a record that was read before, asked for where none was read in this run.
 */
async function passOver(run: RunContext, looked: Looked, known: string | undefined): Promise<number> {
  const isUp = looked.read > 0 || (known !== undefined && (await isReadable(run, looked, known)))
  const failed = [...looked.empty, ...(isUp ? looked.unread : [])]
  const tries = new Map(
    (await run.ledger.seen(failedShelf, failed)).map(({ id, version }) => [id, Number(version)]),
  )
  const counted = failed.map((id) => ({ id, count: (tries.get(id) ?? 0) + 1 }))
  await run.ledger.saveSeen(
    failedShelf,
    counted.map(({ id, count }) => ({ id, version: String(count) })),
  )
  const passed = counted.filter(({ count }) => count >= mostTries).map(({ id }) => id)
  await noteRead(run, passed)
  return passed.length
}

async function isReadable(run: RunContext, { unread }: Looked, known: string): Promise<boolean> {
  if (unread.length === 0) return false
  const read = await readRecord(run, known)
  return read.ok && read.value !== null
}

async function noteServices(run: RunContext, records: readonly ProgresReferral[]): Promise<void> {
  const named = records.filter(({ serviceUniqueId }) => serviceUniqueId !== null)
  const byService = Map.groupBy(named, ({ serviceUniqueId }) => serviceUniqueId ?? '')
  const before = await knownOf(run, [...byService.keys()])
  await run.ledger.saveSeen(
    serviceShelf,
    [...byService].map(([id, ofService]) => {
      const shown = ofService.map((record) => knownFor(run, record))
      const known = new Map([...(before.get(id) ?? []), ...shown].map((one) => [one.refIopGuid, one]))
      return { id, version: [...known.values()].map(textOf).join(',') }
    }),
  )
}

function knownFor({ deployment }: RunContext, record: ProgresReferral): Known {
  const synced = meaningOf(deployment.valueMaps, 'referral-status', record.status) === 'synced'
  const { refIopGuid, refIopNumber, caseId } = record
  return { refIopGuid, refIopNumber, caseId, synced }
}

/** None of the ids holds a blank or a comma. */
function textOf({ refIopGuid, refIopNumber, caseId, synced }: Known): string {
  return [refIopGuid, refIopNumber ?? '', caseId ?? '', synced ? 'synced' : ''].join(' ')
}

function knownFrom(text: string): Known {
  const [refIopGuid = '', refIopNumber = '', caseId = '', synced = ''] = text.split(' ')
  return {
    refIopGuid,
    refIopNumber: refIopNumber || null,
    caseId: caseId || null,
    synced: synced === 'synced',
  }
}

async function knownOf(
  run: RunContext,
  services: readonly string[],
): Promise<ReadonlyMap<string, readonly Known[]>> {
  const seen = await run.ledger.seen(serviceShelf, services)
  return new Map(seen.map(({ id, version }) => [id, version.split(',').map(knownFrom)]))
}

/** What the look says of a referral of which the ledger knows no send. */
export type Standing =
  /** It stands in proGres; of several records of its row nobody knows which one is its own: then without numbers. */
  | { readonly kind: 'sent'; readonly numbers: Partial<LedgerItem['numbers']> }
  /** A record of its row stands there, and may be that of another referral of it. */
  | { readonly kind: 'unclear' }

/** A referral to UNHCR as Primero shows it, with the public id of its case and what the ledger has of it. */
export interface Shown {
  readonly referral: PrimeroReferral
  readonly caseId: string | null
  readonly item: LedgerItem | undefined
}

/**
 * How referrals stand in proGres of which the ledger knows no send, by their ids; those that do not stand there are left
 * out. `shown` = all referrals to UNHCR of their cases. Only such as were made before the look can be in question.
 */
export async function standingsOf(
  run: RunContext,
  shown: readonly Shown[],
): Promise<ReadonlyMap<string, Standing>> {
  const standings = new Map<string, Standing>()
  const { look } = await run.ledger.beginning()
  if (typeof look === 'string') return standings
  const isInQuestion = ({ referral, item }: Shown): boolean =>
    mayBeForgotten(referral, item, look.doneAt, run.primeroAheadMs())
  const unknown = shown.filter((one) => isUnsent(one.item) && isInQuestion(one))
  const rows = unknown.flatMap(({ referral }) => referral.serviceRecordId ?? [])
  const known = await knownOf(run, [...new Set(rows.flatMap((row) => [row, row.slice(-endOfId)]))])
  if (known.size === 0) return standings
  for (const one of unknown) {
    const row = one.referral.serviceRecordId ?? ''
    const records = [row, row.slice(-endOfId)].flatMap((name) =>
      (known.get(name) ?? []).filter((record) =>
        isRecordOf({ serviceUniqueId: name, caseId: record.caseId }, numbersOf(one)),
      ),
    )
    const free = await freeOf(run, records, one.referral.id)
    const rivals = shown.filter(
      (other) =>
        other.referral.id !== one.referral.id &&
        other.referral.serviceRecordId === row &&
        isInQuestion(other) &&
        other.item?.numbers.refIopGuid === undefined,
    )
    const standing = standingAmong(
      free,
      rivals.map(({ referral }) => referral),
    )
    if (standing !== null) standings.set(one.referral.id, standing)
  }
  return standings
}

/**
 * How a referral stands, of whose row these records are free, and these other referrals may have sent them. Each was sent
 * once: with more records than rivals it has arrived. A record that was applied in Primero is that of one that ended there.
 */
function standingAmong(free: readonly Known[], rivals: readonly PrimeroReferral[]): Standing | null {
  const ended = rivals.filter(({ status }) => endedByDecision.includes(status)).length
  const applied = free.filter(({ synced }) => synced).length
  const settled = Math.min(ended, applied)
  const [left, others] = [free.length - settled, rivals.length - settled]
  if (left === 0) return null
  if (left <= others) return { kind: 'unclear' }
  return sent(settled === applied ? free.filter(({ synced }) => !synced) : free)
}

const endedByDecision: readonly PrimeroReferral['status'][] = ['accepted', 'rejected', 'done']

/** What a ledger knows of that it neither sent nor was done with. */
function isUnsent(item: LedgerItem | undefined): boolean {
  return item === undefined || (!maybeSent(item) && item.state !== 'handled' && item.state !== 'confirmed')
}

function numbersOf({ referral, caseId }: Shown): Partial<LedgerItem['numbers']> {
  return {
    ...(referral.serviceRecordId === null ? {} : { serviceUniqueId: referral.serviceRecordId }),
    ...(caseId === null ? {} : { caseId }),
  }
}

/** Records that the ledger binds to no other referral. */
async function freeOf(
  run: RunContext,
  records: readonly Known[],
  referralId: string,
): Promise<readonly Known[]> {
  const guids = records.map(({ refIopGuid }) => refIopGuid)
  const inOne = await run.ledger.byNumber('2.1', 'refIopGuid', guids)
  const inTwo = await run.ledger.byNumber('2.2', 'refIopGuid', guids)
  const others = [...inOne, ...inTwo].filter(
    ({ numbers }) => numbers.referralId !== undefined && numbers.referralId !== referralId,
  )
  const bound = new Set(others.map(({ numbers }) => numbers.refIopGuid))
  return records.filter(({ refIopGuid }) => !bound.has(refIopGuid))
}

function sent(free: readonly Known[]): Standing {
  const [only, second] = free
  if (only === undefined || second !== undefined) return { kind: 'sent', numbers: {} }
  const { refIopGuid, refIopNumber } = only
  return { kind: 'sent', numbers: { refIopGuid, ...(refIopNumber === null ? {} : { refIopNumber }) } }
}
