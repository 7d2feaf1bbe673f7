/**
 * Flow 1.2: a caseworker's decision on an intervention goes to proGres (`flows.md`, 1.2).
 * Discover → plan → tell proGres; then what earlier runs left, read again.
 */
import { inTurn } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import { askedFields } from '../asked-fields.ts'
import { eachChangedPage } from '../changed-cases.ts'
import type { RunContext } from '../context.ts'
import { tellProgres, withTransaction, type Telling } from '../tell-progres.ts'
import { doubtsOf } from './already-told.ts'
import { plan, type Decided } from './plan.ts'
import { bindingDecisions } from './binding.ts'
import { rediscover } from './rediscover.ts'
import { asKnown, statedDecisions } from './stated.ts'

const always = ['case_id', 'case_id_display', 'owned_by', 'unhcr_individual_no', 'services_section']

export async function decisionsOut(run: RunContext): Promise<void> {
  const fields = askedFields(run.deployment.fieldMaps.get('1.2-decision'), always)
  await eachChangedPage(run, fields, async (cases) => {
    await rediscover(run, cases)
    const again = await settleStated(run, cases, null)
    return again.union(inPart(run, cases))
  })
  for await (const items of run.due()) await settleLeftOver(run, items, fields)
}

/** Cases of which some rows cannot be read: they may state a decision, so that they are listed again and stay in sight. */
function inPart(run: RunContext, cases: readonly PrimeroCase[]): ReadonlySet<string> {
  const some = cases.filter(({ unreadableServices }) => unreadableServices > 0)
  for (const { id, unreadableServices } of some) {
    run.rowsUnreadable(unreadableServices, 'primero', { primeroId: id })
  }
  return new Set(some.map(({ id }) => id))
}

/**
 * Records what the cases state and settles it; with `asked`, only these items, of which all cases were read. Gives the
 * cases that are to be listed again: they contradict what was settled earlier in this run.
 */
async function settleStated(
  run: RunContext,
  cases: readonly PrimeroCase[],
  asked: ReadonlySet<string> | null,
): Promise<ReadonlySet<string>> {
  const again = new Set<string>()
  const { deployment, host, ledger } = run
  const all = cases.flatMap((found) => statedDecisions(found, deployment, host.keys))
  const wanted = all.filter(({ finding }) => asked === null || asked.has(finding.key))
  const known = await ledger.get(
    '1.2',
    wanted.map(({ finding }) => finding.key),
  )
  const byKey = new Map(known.map((item) => [item.key, item]))
  const stated = wanted.map((one) => asKnown(one, byKey.get(one.finding.key)))
  const decisions = bindingDecisions(stated, known, asked !== null)
  const items = await run.record(decisions.map(({ finding }) => finding))
  const works: Decided[] = []
  const now = run.now()
  for (const { stated: one, finding, contradicting } of decisions) {
    const item = items.get(finding.key)
    if (item !== undefined && run.taken(item) && contradicting.length > 0) again.add(one.case.id)
    if (item === undefined || run.taken(item) || !run.matches(item)) continue
    // Settled, or waiting for its next try: it must not go unseen until then.
    if (contradicting.length > 0 && item.state !== 'handled' && !run.isReady(item, now)) {
      const outcome = { state: 'attention', reason: 'decision-contradictory', about: contradicting } as const
      await run.reopen(run.take(item), outcome)
      continue
    }
    // Whether a contradiction is over, only all its cases together can tell.
    const unresolved = asked === null && item.reason === 'decision-contradictory'
    if (unresolved || !run.isReady(item, now)) continue
    works.push(Object.assign(run.take(item), { stated: one, contradicting }))
  }
  const tellings: Telling<Decided>[] = []
  const doubtOf = await doubtsOf(
    run,
    works.map(({ item }) => item.key),
  )
  const planOne = async (work: Decided): Promise<void> => plan(run, work, tellings, doubtOf(work.item.key))
  await run.abreast(inTurn(works), async (work) => run.each([work], planOne), {
    again: async (late) =>
      tell(
        run,
        tellings.filter(({ work }) => work === late),
      ),
  })
  await tell(run, [...tellings])
  return again
}

async function tell(run: RunContext, tellings: readonly Telling<Decided>[]): Promise<void> {
  await run.host.enter?.('send')
  await tellProgres(run, 'updateTransfer', tellings, {
    taken: async (work, transactionId) =>
      run.settle(
        work,
        { state: 'confirmed' },
        {
          step: 'confirmed',
          deliveredVersion: work.item.version,
          refusedAt: null,
          sentAt: run.now(),
          ...withTransaction(work.item, transactionId),
        },
        ['decision-sent'],
      ),
    refused: async (work, code) =>
      run.settle(
        work,
        { state: 'attention', reason: 'ping-rejected', about: code === null ? [] : [code] },
        { refusedAt: run.now() },
      ),
  })
}

/** The cases to read for an item: its own, or all that contradict each other. */
function casesOf(item: LedgerItem): readonly string[] {
  return item.reason === 'decision-contradictory' ? item.about : [item.numbers.primeroId ?? '']
}

/** Items that the list of changes no longer shows: their cases are read again. */
async function settleLeftOver(run: RunContext, items: readonly LedgerItem[], fields: string): Promise<void> {
  const ids = items.flatMap(casesOf)
  await run.primero.expect(Math.ceil(ids.length / 20))
  const reading = await readCases(run.primero, ids, fields)
  const unread = (id: string): boolean => reading.failures.has(id) || reading.forbidden.has(id)
  const whole = items.filter((item) => !casesOf(item).some(unread))
  const cases = [...reading.found.values()].flat()
  await settleStated(run, cases, new Set(whole.map((item) => item.key)))
  const left = items.filter((item) => !run.taken(item)).map(run.take)
  const partly = new Set(cases.filter(({ unreadableServices }) => unreadableServices > 0).map(({ id }) => id))
  await run.each(left, async (work) => {
    const id = casesOf(work.item).find(unread)
    if (id === undefined && casesOf(work.item).some((one) => partly.has(one))) {
      return run.settle(work, {
        state: 'attention',
        reason: 'record-unreadable',
        about: ['services_section'],
      })
    }
    // The case, the row or the decision is no longer there: its source took it back.
    if (id === undefined) return run.settle(work, { state: 'withdrawn' })
    const failure = reading.failures.get(id)
    const { reason, about } = work.item
    if (reason === 'decision-contradictory') {
      // It stays one until all its cases can be read; the trouble shows beside it.
      if (failure !== undefined) run.listFailed(failure, 'primero')
      return run.settle(work, { state: 'attention', reason, about })
    }
    if (failure !== undefined) return run.fail(work, failure)
    return run.settle(work, { state: 'attention', reason: 'primero-forbidden' })
  })
}
