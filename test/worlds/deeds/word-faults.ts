import { withFewerRows, withMark, withOddRow } from '@ping-primero/sandbox'
import { gatewayBodies } from '../../support/gateways.ts'
import type { Passing } from '../engine/network.ts'
import { minute } from '../world.ts'
import { isWrite, onRequests, processOf, strike } from './arm.ts'
import { altered, jsonOf, rowsIn } from './pages.ts'
import { peopleDeeds, type Deed } from './people.ts'

const json = { 'content-type': 'application/json' }

const isPingList = (passing: Passing): boolean => ['SHP-2747', 'SHP-2795'].includes(processOf(passing))
const isRetrieval = (passing: Passing): boolean => passing.line.includes('/fetch/paging/')
const isReading = (passing: Passing): boolean =>
  passing.system === 'ping' ? isRetrieval(passing) : passing.request.method === 'GET'

/** What stands in a list where a row should. */
const oddRows = [null, 'no row', 7, [], {}] as const

/** A system's gateway fails, and says so with 200 in words of its own. */
function gatewayFails(fits?: (passing: Passing) => boolean): Deed {
  return onRequests(
    'F77',
    "a gateway's own error with 200",
    (_world, random) => {
      const [, body] = random.pick(gatewayBodies)
      const answer = { status: 200, headers: json, body }
      return { kind: 'answer', done: random.chance(0.5), answer }
    },
    fits,
    8,
  )
}

/** Many referrals stay pending, and then the list of proGres shows few of them, or none, and counts those alone. */
const listLosesMost: Deed = (world, random) => {
  for (let left = 11; left > 0; left -= 1) peopleDeeds['unhcr-refers']?.(world, random)
  for (const one of world.ping.store.interventions.values()) {
    if (one.transferStatus === null) world.ping.act.correct(one.guid, { type: 'Accessibility' })
  }
  const keep = random.below(3)
  world.time.after(65 * minute, null, () => {
    strike(
      world,
      random,
      'F78',
      isPingList,
      altered((page) => {
        const rows = rowsIn(page).slice(0, keep)
        return rows.length > 0
          ? { ...page, Data: rows, RecordCount: rows.length }
          : { ...page, Data: 'No Data Available', RecordCount: null }
      }),
      3,
    )
  })
  return 'F78 is to come: lists of proGres lose most of what was pending'
}

/** Gateways, lists and rows that are not what a system says. */
export const wordFaults: Readonly<Record<string, Deed>> = {
  F77: gatewayFails(),
  'F77 writes': gatewayFails(isWrite),
  F78: listLosesMost,
  'F78 counts': (world, random) => {
    const keep = random.below(2)
    strike(world, random, 'F78', isPingList, {
      kind: 'rewrite',
      with: (answer) => (rowsIn(jsonOf(answer)).length > keep ? withFewerRows(answer, keep) : answer),
    })
    return 'F78 is to come: lists of proGres hold less than they count'
  },
  F79: onRequests('F79', 'a mark before JSON', () => ({ kind: 'rewrite', with: withMark })),
  F80: onRequests(
    'F80',
    'a row that cannot be read',
    (_world, random) => {
      const row = random.pick(oddRows)
      const at = random.below(4)
      return { kind: 'rewrite', with: (answer) => withOddRow(answer, row, at) }
    },
    isReading,
    6,
  ),
  'F80 changed': (world, random) => {
    const row = random.pick(oddRows)
    const isChanged = ({ system, line }: Passing): boolean =>
      system === 'primero' && line.includes('last_updated_at=')
    strike(
      world,
      random,
      'F80',
      isChanged,
      { kind: 'rewrite', with: (answer) => withOddRow(answer, row, random.below(3)) },
      3,
    )
    strike(
      world,
      random,
      'F80',
      ({ line }) => line.endsWith('/referrals'),
      {
        kind: 'rewrite',
        with: (answer) => withOddRow(answer, row),
      },
      2,
    )
    return 'F80 is to come: a changed case, and a referral, that cannot be read'
  },
}
