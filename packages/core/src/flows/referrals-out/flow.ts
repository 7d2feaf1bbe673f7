/**
 * Flow 2.1: a caseworker's referral to UNHCR becomes an interoperability referral in proGres (`flows.md`, 2.1).
 * Discover → assess → map → send → ask what became of it; then what earlier runs left, read again.
 */
import { ok } from '../../http/failure.ts'
import { inTurn } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral, PrimeroUser } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import { askedFields } from '../asked-fields.ts'
import { eachChangedPage } from '../changed-cases.ts'
import type { RunContext, Work } from '../context.ts'
import { heldBack } from '../held.ts'
import { maySend, printFor, still } from '../resend.ts'
import { askStatus, awaitsWord } from './ask-status.ts'
import { assess, isLetGo } from './assess.ts'
import { lookThroughProgres, standingsOf, type LookFailure } from './first-look.ts'
import { mapOutgoing, outgoingMap } from './map.ts'
import {
  isUnhcrs,
  mayBeForgotten,
  mayHoldReferral,
  maybeSent,
  notSent,
  referralFinding,
  type Outgoing,
} from './referral.ts'
import { findUnknownOutcomes } from './unknown-outcomes.ts'
import { noteUnknownSiblings } from './unknown-siblings.ts'
import { failCase, forbidden, gone, notRead } from './unread.ts'
import { sendReferrals, type Sending } from './send.ts'

const always = [
  'case_id',
  'case_id_display',
  'owned_by',
  'unhcr_individual_no',
  'assigned_user_names',
  'consent_for_services',
  'disclosure_other_orgs',
  'services_section',
]

export async function referralsOut(run: RunContext): Promise<void> {
  const fields = askedFields(outgoingMap(run.deployment), always)
  await eachChangedPage(run, fields, async (cases) => settleChanged(run, cases))
  for await (const items of run.due()) await settleLeftOver(run, items, fields)
  await run.host.enter?.('confirm')
  const asked = new Set<string>()
  await askStatus(run, asked)
  await run.awaitLate()
  await askStatus(run, asked)
  await findUnknownOutcomes(run, null)
}

/** Settles the referrals of changed cases; gives the cases whose referrals could not be read. */
async function settleChanged(run: RunContext, cases: readonly PrimeroCase[]): Promise<ReadonlySet<string>> {
  const ids = cases.map((found) => found.id)
  const known = await run.ledger.byNumber('2.1', 'primeroId', ids)
  const withItems = new Set(known.map((item) => item.numbers.primeroId))
  const candidates = cases.filter(
    (found) => withItems.has(found.id) || mayHoldReferral(found, run.deployment),
  )
  return settleCases(run, candidates, known)
}

interface CaseReferrals {
  readonly case: PrimeroCase
  readonly referrals: readonly PrimeroReferral[]
  /** Every row of its list could be read. */
  readonly isWhole: boolean
}

async function settleCases(
  run: RunContext,
  cases: readonly PrimeroCase[],
  known: readonly LedgerItem[],
): Promise<ReadonlySet<string>> {
  await run.primero.expect(cases.length)
  // A case whose referrals come late is settled at the end, and listed again.
  const unread = new Set(cases.map((found) => found.id))
  const read = new Map<PrimeroCase, readonly PrimeroReferral[]>()
  // Of these some rows cannot be read: they are listed again, and stay in sight.
  const inPart = new Set<string>()
  const readReferrals = async (found: PrimeroCase): Promise<void> => {
    const numbers = { primeroId: found.id }
    const answer = await run.primero.referralRows(found.id, { name: 'list-referrals', numbers })
    if (answer.ok && answer.value.kind === 'found') {
      const { referrals, unreadable } = answer.value.value
      read.set(
        found,
        referrals.filter((one) => one.recordId === found.id && isUnhcrs(one, run.deployment)),
      )
      if (unreadable > 0) inPart.add(found.id)
      run.rowsUnreadable(unreadable, 'primero', numbers)
    } else {
      // Missing as well: a case that was shown a moment ago is only believed to be gone once no list shows it.
      await failCase(run, known, found.id, answer)
    }
  }
  const settle = async (those: readonly PrimeroCase[]): Promise<void> =>
    settleReferrals(
      run,
      those.flatMap((found) => {
        const referrals = read.get(found)
        return referrals === undefined ? [] : [{ case: found, referrals, isWhole: !inPart.has(found.id) }]
      }),
    )
  const came = await run.abreast(cases, readReferrals, { again: async (found) => settle([found]) })
  for (const found of came) if (read.has(found) && !inPart.has(found.id)) unread.delete(found.id)
  await settle(came)
  return unread
}

/** A referral that ended before we first saw it, or after it was withdrawn unsent, is none of ours. */
function isOurs(referral: PrimeroReferral, item: LedgerItem | undefined, inDoubt: boolean): boolean {
  const ended = referral.status !== 'in_progress' && referral.status !== 'unknown'
  // Revoked after a send that was forgotten: UNHCR may have it.
  if (referral.status === 'revoked' && item === undefined) return inDoubt
  return !ended || (item !== undefined && item.state !== 'withdrawn')
}

async function settleReferrals(run: RunContext, read: readonly CaseReferrals[]): Promise<void> {
  const shown = read.flatMap(({ case: found, referrals }) =>
    referrals.map((referral) => [referral.id, { found, referral }] as const),
  )
  // What an answer shows twice counts once.
  const byId = new Map(shown)
  const keys = [...byId.keys()]
  const all = [...byId.values()]
  const before = new Map((await run.ledger.get('2.1', keys)).map((item) => [item.key, item]))
  const { sends } = await run.ledger.doubt()
  const asks = all.some(({ referral }) => mayBeElsewhere(referral, before.get(referral.id)))
  const isKnown = !asks || (await lookThroughProgres(run)) === null
  const standings = await standingsOf(
    run,
    all.map(({ found, referral }) => ({ referral, caseId: found.caseId, item: before.get(referral.id) })),
  )
  const inDoubt = (referral: PrimeroReferral): boolean =>
    standings.has(referral.id) ||
    mayBeForgotten(referral, before.get(referral.id), sends, run.primeroAheadMs())
  const ours = all.filter(({ referral }) =>
    isOurs(referral, before.get(referral.id), !isKnown || inDoubt(referral)),
  )
  const items = await run.record(
    ours.map(({ found, referral }) => referralFinding(found, referral, run.deployment, run.host.keys)),
  )
  const works: Outgoing[] = []
  for (const { found, referral } of ours) {
    const item = items.get(referral.id)
    if (item === undefined || run.taken(item) || !run.matches(item)) continue
    const siblings = all
      .filter((one) => one.found === found && one.referral.id !== referral.id)
      .filter((one) => one.referral.serviceRecordId === referral.serviceRecordId)
      .map(({ referral: other }) => ({
        referral: other,
        item: items.get(other.id) ?? before.get(other.id) ?? null,
      }))
    works.push({ item, open: true, case: found, referral, siblings, inDoubt: inDoubt(referral) })
  }
  const unseen = await sentUnseen(run, read, byId)
  await run.each(
    works.filter(({ item, referral }) => !maybeSent(item) && unseen.has(referral.serviceRecordId ?? '')),
    async (work) => {
      run.take(work.item)
      await run.settle(work, { state: 'attention', reason: 'record-unreadable', about: ['referrals'] })
    },
  )
  await noteUnknownSiblings(run, works)
  await run.each(works, async (work) => {
    const standing = standings.get(work.referral.id)
    if (standing?.kind !== 'sent') return
    const numbers = { ...work.item.numbers, ...standing.numbers }
    await run.change(work, { step: 'confirmed', releasedAt: null, numbers })
  })
  await run.each(
    works.filter((work) => isLetGo(work.item)),
    async (work) => run.change(work, notSent),
  )
  await run.each(works, async (work) => void run.take(work.item))
  const late = await lateOwners(run, works)
  const isBehind = (work: Outgoing): boolean => late.has(work.case.ownedBy ?? '') && needsOwner(run, work)
  const behind = works.filter(isBehind)
  if (behind.length > 0) run.afterLate(async () => takeAndSend(run, behind))
  await takeAndSend(
    run,
    works.filter((work) => !behind.includes(work)),
  )
}

/**
 * The service rows of which UNHCR has a referral, or may have it, that is not among the rows that could be read: whether
 * another referral of such a row may go, that one would have to say.
 */
async function sentUnseen(
  run: RunContext,
  read: readonly CaseReferrals[],
  shown: ReadonlyMap<string, unknown>,
): Promise<ReadonlySet<string>> {
  const inPart = read.filter(({ isWhole }) => !isWhole).map(({ case: { id } }) => id)
  if (inPart.length === 0) return new Set()
  const known = await run.ledger.byNumber('2.1', 'primeroId', inPart)
  const sent = known.filter((item) => maybeSent(item) && !shown.has(item.key))
  return new Set(sent.flatMap((item) => item.numbers.serviceUniqueId ?? []))
}

/** Settles referrals that were taken on, and sends those that are to go. */
async function takeAndSend(run: RunContext, works: readonly Outgoing[]): Promise<void> {
  const sendings: Sending[] = []
  await run.each(inTurn(works), async (work) => take(run, work, sendings))
  await run.host.enter?.('send')
  await sendReferrals(run, sendings)
}

function needsOwner(run: RunContext, work: Outgoing): boolean {
  return assess(work, run.deployment).kind === 'send' && run.isReady(work.item, run.now())
}

/** Asks for the owners of the cases that have something to send, each once; gives those who are late. */
async function lateOwners(run: RunContext, works: readonly Outgoing[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  await run.each(works, async (work) => {
    if (work.case.ownedBy !== null && needsOwner(run, work)) names.add(work.case.ownedBy)
  })
  const known = await run.abreast([...names], async (name) => void (await run.user(name)))
  return names.difference(new Set(known))
}

/** Settles one referral, leaves it as it is, or puts it among what is sent. */
async function take(run: RunContext, work: Outgoing, sendings: Sending[]): Promise<void> {
  // What was revoked is over only once it is known that UNHCR has not got it.
  if (work.referral.status === 'revoked' && !maybeSent(work.item)) {
    const unknown = await lookThroughProgres(run)
    if (unknown !== null) return notLooked(run, work, unknown)
  }
  const assessment = assess(work, run.deployment)
  if (assessment.kind === 'settle') {
    const { outcome, step } = assessment
    const changes = work.item.releasedAt === null ? {} : { releasedAt: null }
    return run.reopen(work, outcome, step === undefined ? changes : { ...changes, step })
  }
  if (assessment.kind === 'leave' || !run.isReady(work.item, run.now())) {
    work.open = false
    return
  }
  const unknown = await lookThroughProgres(run)
  if (unknown !== null) return notLooked(run, work, unknown)
  const { ownedBy } = work.case
  const owner = ownedBy === null ? ok(null) : await run.user(ownedBy)
  if (!owner.ok) return run.fail(work, owner.failure)
  await prepare(run, work, assessment.service, owner.value, sendings)
}

/** Nothing leaves before it is known what proGres has already. */
async function notLooked(run: RunContext, work: Work, failure: NonNullable<LookFailure>): Promise<void> {
  if (failure.kind !== 'list-incomplete') return run.fail(work, failure)
  return run.settle(work, { state: 'waiting', reason: 'progres-not-looked-through', nextTry: null })
}

/** Whether it matters of a referral that another ledger may have sent it: it is open, or was revoked. */
function mayBeElsewhere({ status }: PrimeroReferral, item: LedgerItem | undefined): boolean {
  return (status === 'in_progress' || status === 'revoked') && (item === undefined || !maybeSent(item))
}

async function prepare(
  run: RunContext,
  work: Outgoing,
  service: Parameters<typeof mapOutgoing>[1],
  owner: PrimeroUser | null,
  sendings: Sending[],
): Promise<void> {
  const now = work.item.intentAt ?? run.startedAt
  const mapped = mapOutgoing(work, service, owner, run.deployment, now)
  run.warn(mapped)
  const held = heldBack([mapped])
  if (held !== null) return run.settle(work, held)
  const { caseId } = work.case
  if (caseId === null)
    return run.settle(work, { state: 'attention', reason: 'field-missing', about: ['case_id'] })
  const item = { externalId: caseId, externalGuid: work.case.id, fields: mapped.fields }
  const print = printFor(run.host.keys, work.item, item)
  if (!maySend(work.item, print, run.host.clock.now())) {
    return run.settle(work, still(work.item, 'ping-rejected'))
  }
  if (run.dryRun) return run.wouldWrite(work, [{ record: '2.1-referral', mapped }])
  sendings.push({ work, item, fingerprint: print })
}

/** Items that the list of changes no longer shows: their cases and referrals are read again. */
async function settleLeftOver(run: RunContext, items: readonly LedgerItem[], fields: string): Promise<void> {
  const toRead = items.filter((item) => !awaitsWord(item))
  const ids = [...new Set(toRead.flatMap((item) => item.numbers.primeroId ?? []))]
  const reading = await readCases(run.primero, ids, fields)
  const unread = await settleCases(run, [...reading.found.values()].flat(), toRead)
  const left = toRead.filter((item) => !run.taken(item) && !unread.has(item.numbers.primeroId ?? ''))
  await run.each(left.map(run.take), async (work) => {
    const { primeroId = '' } = work.item.numbers
    const failure = reading.failures.get(primeroId)
    if (failure !== undefined) return notRead(run, work, failure)
    if (reading.forbidden.has(primeroId)) return forbidden(run, work)
    if (reading.absent.has(primeroId)) return gone(run, work)
    // The case is there and does not show the referral: seen too little, or something nobody foresaw.
    return run.settle(work, { state: 'attention', reason: 'referral-not-found' })
  })
}
