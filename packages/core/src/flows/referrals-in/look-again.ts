import { lookDuePages } from '../../ledger/walk.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { rowOf } from './find.ts'

const chunk = 200

/**
 * What was written since the last look is read back: a caseworker's save may have erased it although we got 200. A row
 * that is gone needs a person (`flows.md`, "Looked at again"); its `lookDue` stays, so that it is not forgotten.
 */
export async function lookAgain(run: RunContext): Promise<void> {
  for await (const page of lookDuePages(run.ledger, '1.1', chunk)) {
    if (run.stopped() !== null) return
    const items = page.filter(run.matches)
    const works = items.map((item) => ({ item, open: true }))
    await run.primero.expect(Math.ceil(items.length / 20))
    const ids = items.flatMap((item) => item.numbers.primeroId ?? [])
    const reading = await readCases(run.primero, ids, 'services_section')
    await run.each(works, async (work) => {
      const { primeroId = '', serviceUniqueId = '', interventionNumber } = work.item.numbers
      const failure = reading.failures.get(primeroId)
      if (failure?.kind === 'stop') return run.stop(failure)
      // Not readable now: it stays due for the next look.
      if (failure !== undefined || reading.forbidden.has(primeroId)) return
      const read = reading.found.get(primeroId)?.[0]
      const there = read !== undefined && rowOf(read, serviceUniqueId, interventionNumber) !== null
      if (there) return run.change(work, { lookDue: false })
      run.take(work.item)
      const outcome = { state: 'attention', reason: 'service-gone' } as const
      await run.reopen(work, outcome, { step: 'intended', releasedAt: null })
    })
  }
}
