import { z } from 'zod'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { isUnsettled } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { NamedItem } from '@ping-primero/core/ledger/questions.ts'
import { isReleasable, isReleased } from '@ping-primero/core/story/release.ts'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, tryListPath } from '../addresses.ts'
import { runFor } from '../run-for.ts'
import { referralsContent } from './content.ts'
import { addressedFilter, filterOf, isOpenOnly } from './filter.ts'
import { itemPieces } from './read.ts'

/**
 * All that is open of a list is due, and its flows are run at once for it, one after the other. Asks nothing first: it is read
 * anew, and nothing is ever sent twice. What only a person lets go stays as it is.
 */
export const tryList: Act = act({
  path: tryListPath,
  may: operators,
  does: 'act.try-list',
  page: 'referrals',
  form: () => z.record(z.string(), z.string()),
  again: (reading) => referralsContent(reading, oldForm(reading)),
  perform: async (typed, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const filter = { ...filterOf(new URLSearchParams(typed)), after: null, shown: null }
    const items: NamedItem[] = []
    if (isOpenOnly(filter)) {
      for await (const piece of itemPieces(filter, reading)) items.push(...piece.filter(isTriable).map(named))
    }
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const tried = items.length === 0 ? 0 : await host.deeds.tryThese(deployment.name, items, act)
    const concerned = flows.filter((flow) => items.some((item) => item.flow === flow))
    for (const flow of concerned) await runFor(flow, act, reading)
    const [first = '1.1'] = concerned
    return addressOf(deployment.name, 'referrals', {
      ...addressedFilter(filter),
      tried: String(tried),
      'tried-flow': first,
    })
  },
})

function isTriable(item: LedgerItem): boolean {
  return isUnsettled(item) && (!isReleasable(item) || isReleased(item))
}

function named({ flow, key }: LedgerItem): NamedItem {
  return { flow, key }
}
