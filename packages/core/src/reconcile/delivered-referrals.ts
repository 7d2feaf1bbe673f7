import { guid } from '../domain/ids.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { footing, type Comparison, type Found } from './comparison.ts'
import { listedNumbers } from './numbers.ts'
import { itemsOfPeriod } from './reading-ledger.ts'
import { compareInterventions } from './read-interventions.ts'

const chunk = 200

/**
 * Flow 1.1 from its source and from the ledger: what proGres lists as pending must be known, and what the ledger calls
 * confirmed must stand in Primero and show in proGres. Reads SHP-2747 page by page, then one detail (SHP-2358) and a
 * place in a set of cases for each confirmed item.
 */
export async function compareDelivered(comparison: Comparison): Promise<void> {
  const again = await compareListed(comparison)
  for await (const items of itemsOfPeriod(comparison.ledger, '1.1', comparison.period, chunk)) {
    const confirmed = items.filter(({ state }) => state === 'confirmed')
    await compareInterventions(
      comparison,
      confirmed.map((item) => ({ key: item.key, item, place: null, listed: again.has(item.key) })),
    )
    for (const { key } of confirmed) again.delete(key)
  }
  const earlier = (await comparison.ledger.get('1.1', [...again])).filter(
    ({ foundAt }) => foundAt < comparison.period.from,
  )
  for (let at = 0; at < earlier.length; at += chunk) {
    const some = earlier.slice(at, at + chunk)
    await compareInterventions(
      comparison,
      some.map((item) => ({ key: item.key, item, place: null, listed: true })),
    )
  }
}

/** Notes what the list shows and the ledger does not know; gives what it lists although it was confirmed. */
async function compareListed(comparison: Comparison): Promise<Set<string>> {
  const again = new Set<string>()
  for await (const page of comparison.ping.retrieve('listReferrals', null, { name: 'list-referrals' })) {
    if (!page.ok) {
      comparison.unread('ping', 'pending-referrals', page.failure)
      break
    }
    const rows = page.value.flatMap((row) => {
      const interventionGuid = guid(row['progres_lpinterventionid']) ?? guid(row['progres_intervention'])
      const key = interventionGuid ?? guid(row['progres_dtpdeliveryid'])
      return key === null ? [] : [{ key, numbers: listedNumbers(row, interventionGuid) }]
    })
    if (rows.length < page.value.length) {
      comparison.unread('ping', 'pending-referrals', { kind: 'list-incomplete' })
    }
    const known = new Map<string, LedgerItem>()
    for (const item of await comparison.ledger.get(
      '1.1',
      rows.map(({ key }) => key),
    ))
      known.set(item.key, item)
    const found: Found[] = []
    for (const { key, numbers } of rows) {
      const item = known.get(key) ?? null
      comparison.count('1.1', 'compared')
      if (item?.state === 'confirmed') again.add(key)
      if (item !== null && item.state !== 'withdrawn') continue
      const about = { flow: '1.1', numbers, progres: 'listed', ledger: item, unlooked: true } as const
      found.push({ ...about, code: 'referral-unknown', footing: [footing('1.1', key, item)] })
    }
    await comparison.note(found)
  }
  return again
}
