import { flows, type Flow, type System } from '../domain/flow.ts'
import type { Stop } from '../http/failure.ts'
import { LedgerFailure } from '../ledger/failure.ts'
import { isDue, itemNamed, settled } from '../ledger/item.ts'
import type { Ledger, LedgerItem } from '../ledger/ledger.ts'
import { dryLedger } from '../ledger/overlay.ts'
import { unsettledPages } from '../ledger/walk.ts'
import { lackingRights, may, readAccount, type Account } from '../primero/account.ts'
import { plainNumber } from '../domain/individual-number.ts'
import { individualPseudonyms } from '../privacy/pseudonym.ts'
import { runContext, type RunContext } from './context.ts'
import { decisionsIn } from './decisions-in/flow.ts'
import { decisionsOut } from './decisions-out/flow.ts'
import { fingerprintOf } from './defect.ts'
import { reasonOfRest } from './ending.ts'
import type { RunHost, RunRequest } from './host.ts'
import type { RunNotes } from './notes.ts'
import { nothingCounted, progressOf } from './progress.ts'
import { referralsIn } from './referrals-in/flow.ts'
import { referralsOut } from './referrals-out/flow.ts'
import { hindranceOf, type RunReport } from './report.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { rightsOf } from './rights.ts'
import { systemsOf, type Systems } from './systems.ts'
import { tallyAll, tallyMatching } from './tally.ts'

const steps: Readonly<Record<Flow, (run: RunContext) => Promise<void>>> = {
  '1.1': referralsIn,
  '1.2': decisionsOut,
  '2.1': referralsOut,
  '2.2': decisionsIn,
}

/**
 * Runs one flow of one deployment once: the heart of this project. Killing it anywhere and running it again gives the
 * same end. The host sees to it that one run takes place at a time per deployment.
 */
export async function runFlow(request: RunRequest, host: RunHost): Promise<RunReport> {
  const { deployment, flow } = request
  const runId = host.newId()
  const startedMs = host.clock.now()
  const startedAt = new Date(startedMs).toISOString()
  const known = afterOthers(host.ledger, deployment.takenOverAt)
  const ledger = request.dryRun ? dryLedger(known) : known
  host.log({ event: 'run-started', flow, runId, dryRun: request.dryRun })

  let account: Account | null = null
  const notes: RunNotes = {
    counted: nothingCounted(),
    touched: new Map(),
    warnings: new Map(),
    wouldWrite: [],
    listFailures: [],
    unreadableRows: 0,
    entered: 0,
    stop: null,
    failedBefore: new Set(),
    doubted: [],
  }
  const pauses = await ledger.pauses()
  const saving: Promise<void>[] = []
  const systems = systemsOf(deployment, host, {
    dryRun: request.dryRun,
    pauses,
    onPause: (name, pause) => {
      const saved = ledger.savePause(name, pause)
      // A failure is told where all are awaited: until then nobody may hold it for forgotten.
      saved.catch(() => {})
      saving.push(saved)
    },
    stumbled: (numbers) => notes.failedBefore.has(itemNamed(numbers) ?? ''),
    rightsKnown: () => account !== null,
  })
  const { ping, primero } = systems
  const unsettledBefore = await countUnsettled(ledger, flow)
  host.watched?.(() => progressOf(notes, unsettledBefore, request.only === null, systems.awaits()))
  const run = runContext(
    request,
    host,
    {
      ledger,
      ping,
      primero,
      runId,
      startedAt,
      matches: matcher(request, host),
      mayWriteCases: () => (account === null ? null : may(account, { resource: 'cases', anyOf: ['write'] })),
      queued: systems.queued,
      ailing: systems.ailing,
      mayBeBack: systems.mayBeBack,
      isProven: systems.isProven,
      primeroAheadMs: systems.primeroAheadMs,
    },
    notes,
  )

  const userName = host.secrets.primeroUsername.reveal()
  const first = await readAccount(primero, userName)
  // One passing trouble must not leave a run without knowledge of its rights.
  const again = !first.ok && first.failure.kind === 'trouble'
  const self = again ? await readAccount(primero, userName) : first
  if (!self.ok && self.failure.kind === 'stop') run.stop(self.failure)
  if (self.ok) {
    account = self.value
    const lacking = account === null ? null : lackingRights(account, rightsOf(flow))
    if (lacking !== null && !lacking.ok && lacking.failure.kind === 'stop') run.stop(lacking.failure)
  }
  try {
    try {
      if (run.stopped() === null) await steps[flow](run)
    } finally {
      // Nothing of a run goes on after it, however it ends.
      await run.awaitLate()
    }
  } catch (error) {
    if (!(error instanceof LedgerFailure)) {
      host.log({ event: 'defect', flow, fingerprint: fingerprintOf(error) })
    }
    throw error
  } finally {
    systems.finish()
    await Promise.all(saving)
  }
  await settleDoubted(run, notes, systems.isProven)
  if (notes.stop !== null) await markStopped(ledger, run, notes.stop)

  const finishedAt = run.now()
  const { counts, reasons } =
    request.only === null
      ? await tallyAll(ledger, flow, runId, notes)
      : await tallyMatching(ledger, flow, runId, notes, run.matches)
  const requests = systems.requests()
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (!request.dryRun) {
    const stoppedBy = notes.stop?.reason ?? null
    const hinderedBy = hindranceOf(reasons)
    await ledger.saveRun({ id: runId, flow, startedAt, finishedAt, counts, requests, stoppedBy, hinderedBy })
  }
  // What a run counted whose turn was lost was another's work as well: it has thrown by now, unless it saves nothing.
  await host.awake?.()
  const isAlone = host.halted?.() !== 'ledger-failed'
  const expected = unsettledBefore + notes.entered
  if (request.only === null && isAlone && found !== expected) {
    // Persons may have settled meanwhile what this run had not come to.
    const handled = await ledger.handledSince(flow, startedAt, runId)
    const balances = found < expected && found + handled >= expected
    if (!balances) host.log({ event: 'conservation-broken', flow, found: expected, counted: found })
  }
  const durationMs = host.clock.now() - startedMs
  host.log({ event: 'run-finished', flow, runId, counts, found, requests, durationMs })
  return {
    deployment: deployment.name,
    flow,
    startedAt,
    finishedAt,
    dryRun: request.dryRun,
    found,
    ...counts,
    requests,
    warnings: [...notes.warnings.values()],
    reasons,
    ...(notes.stop === null
      ? {}
      : { stopped: { reason: notes.stop.reason, about: notes.stop.about, ...notes.stop.held } }),
    ...(request.dryRun ? { wouldWrite: notes.wouldWrite } : {}),
  }
}

/**
 * What another system did up to the takeover, or another ledger before this one began, is as unknown to a ledger as what
 * one that was set back has forgotten. What flow 2.1 sent before the beginning it looks for by itself (`first-look.ts`).
 */
function afterOthers(ledger: Ledger, takenOverAt: string | null): Ledger {
  const latest = (...times: readonly (string | null)[]): string | null =>
    times
      .filter((time) => time !== null)
      .toSorted((one, other) => Date.parse(one) - Date.parse(other))
      .at(-1) ?? null
  return {
    ...ledger,
    doubt: async () => {
      const { sends, tellings } = await ledger.doubt()
      const { at } = await ledger.beginning()
      return { sends: latest(sends, takenOverAt), tellings: latest(tellings, takenOverAt, at) }
    },
  }
}

/** Whether an item carries the number that `--only` asked for. */
function matcher(request: RunRequest, host: RunHost): (item: LedgerItem) => boolean {
  if (request.only === null) return () => true
  const { only } = request
  const wanted = new Set([only.trim(), plainNumber(only)].map((one) => one.toLowerCase()))
  const individuals = new Set(individualPseudonyms(host.keys, request.deployment.name, only))
  return (item) =>
    wanted.has(item.key) ||
    (item.individual !== null && individuals.has(item.individual)) ||
    Object.values(item.numbers).some((number) => wanted.has(number.toLowerCase()))
}

async function countUnsettled(ledger: Ledger, flow: Flow): Promise<number> {
  const counts = await ledger.counts(flow, '')
  return counts.waiting + counts.attention
}

/** Whose credentials, rights or configuration stop a flow by a refusal of all. */
const refusers: Readonly<Partial<Record<ReasonCode, System>>> = {
  'ping-credentials-refused': 'ping',
  'ping-configuration-refused': 'ping',
  'primero-credentials-refused': 'primero',
  'permission-missing': 'primero',
}

/**
 * What was refused before anything of its kind went well: where all is refused, it waits as the others do; where nothing
 * else of its kind was asked, the next run asks again, for nobody knows.
 */
async function settleDoubted(run: RunContext, notes: RunNotes, isProven: Systems['isProven']): Promise<void> {
  const refuser = notes.stop === null ? undefined : refusers[notes.stop.reason]
  for (const { work, trouble } of notes.doubted) {
    if (trouble.system === refuser && notes.stop !== null) {
      const waiting = {
        state: 'waiting',
        reason: 'flow-stopped',
        about: [notes.stop.reason],
        nextTry: null,
      } as const
      // Among the first in the next run, those before others would stop it again.
      await run.settle(work, { ...waiting, trouble: true }, { refusedAt: null })
    } else if (!isProven(trouble.system, trouble.refused?.kind ?? '')) {
      await run.change(work, { refusedAt: null })
    }
  }
}

/** What was due and not reached waits, and says so (`interface.md`, exit code 2). */
async function markStopped(ledger: Ledger, run: RunContext, stopped: Stop): Promise<void> {
  for await (const items of unsettledPages(ledger, run.flow)) {
    const now = run.now()
    const left = items.filter(
      (item) => item.state === 'waiting' && isDue(item, now) && !run.taken(item) && run.matches(item),
    )
    const waiting = {
      state: 'waiting',
      reason: reasonOfRest(stopped),
      about: stopped.reason === 'run-interrupted' ? stopped.about : [stopped.reason],
      nextTry: null,
    } as const
    const next = left.map((item) => settled(item, waiting, run.runId, now))
    if (next.length > 0) await ledger.save(next, [])
  }
}

/** Whether a text names a flow. */
export function isFlow(text: string): text is Flow {
  return flows.some((flow) => flow === text)
}
