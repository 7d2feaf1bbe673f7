import { guid } from '../../domain/ids.ts'
import { plainNumber } from '../../domain/individual-number.ts'
import type { Finding } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PingRow } from '../../ping/envelope.ts'
import { readCases } from '../../primero/sets.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext, Work } from '../context.ts'
import { forgetLoss, unlistedItems } from '../unlisted.ts'
import { rowOf } from './find.ts'
import { readDetail } from './read-details.ts'
import { isBegunElsewhere, isDelivered, isUndelivered, transferStatusOf } from './referral.ts'

/** What the list shows beyond what the ledger keeps. */
export interface Listed {
  /** The business unit that the list showed for an item, null when it showed none or did not show the item. */
  readonly businessUnitOf: (item: LedgerItem) => string | null
}

/** Lists everything pending; what was never delivered and is no longer listed is withdrawn. */
export async function discover(run: RunContext): Promise<Listed> {
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
    let unreadable = 0
    for (const row of page.value) {
      const finding = findingOf(run, row)
      if (finding === null) {
        unreadable += 1
        continue
      }
      findings.push(finding)
      const listedUnit = row['progres_businessunit']
      // Kept only where it is not the deployment's own, so that memory does not grow with the list.
      if (listedUnit !== unit) otherUnits.set(finding.key, typeof listedUnit === 'string' ? listedUnit : null)
    }
    // It may be the row of any item.
    if (unreadable > 0) whole = false
    run.rowsUnreadable(unreadable, 'ping')
    await run.record(findings)
  }
  if (whole && run.stopped() === null) await withdrawUnlisted(run)
  else await forgetLoss(run)
  return {
    businessUnitOf: (item) => {
      const other = otherUnits.get(item.key)
      if (other !== undefined) return other
      return item.seenRun === run.runId ? unit : null
    },
  }
}

function findingOf(run: RunContext, row: PingRow): Finding | null {
  const interventionGuid = guid(row['progres_lpinterventionid']) ?? guid(row['progres_intervention'])
  // A row without the intervention's id is kept under its delivery, so that it is seen.
  const key = interventionGuid ?? guid(row['progres_dtpdeliveryid'])
  if (key === null) return null
  const number =
    row['progres_lpintervention.int.progres_interventionnumber'] ?? row['progres_interventionname']
  const individual =
    row['progres_individual.indiv.progres_id'] ?? row['progres_lpintervention.progres_individualname']
  return {
    flow: '1.1',
    key,
    version: null,
    individual:
      typeof individual === 'string' && plainNumber(individual) !== ''
        ? individualPseudonym(run.host.keys, run.deployment.name, individual)
        : null,
    numbers: {
      ...(interventionGuid === null ? {} : { interventionGuid }),
      ...(typeof number === 'string' && number.trim() !== '' ? { interventionNumber: number.trim() } : {}),
    },
  }
}

/**
 * Leaves out what proGres shows as delivered: a ledger that was set back has forgotten it, whether or not it knows that it
 * was. Such a referral is looked for in Primero, and not written again without a person. A status that nobody knows tells
 * neither, and is a person's to ask about.
 */
async function withoutDelivered(
  run: RunContext,
  items: readonly LedgerItem[],
): Promise<readonly LedgerItem[]> {
  const kept = new Set<LedgerItem>()
  await run.each(items.map(asWork), async (work) => {
    const { item } = work
    const { interventionGuid } = item.numbers
    if (interventionGuid === undefined) return
    const read = await readDetail(run, interventionGuid, item.numbers)
    if (read !== 'incomplete' && read.ok && isUndelivered(transferStatusOf(read.value))) return
    kept.add(item)
    if (read === 'incomplete') {
      return run.settle(run.take(item), { state: 'waiting', reason: 'list-incomplete', nextTry: null })
    }
    if (!read.ok) return run.fail(run.take(item), read.failure)
    if (!isDelivered(transferStatusOf(read.value))) {
      return run.settle(run.take(item), {
        state: 'attention',
        reason: 'record-unreadable',
        about: ['progres_primerotransferstatus'],
      })
    }
    await run.change(work, { step: 'intended', lookDue: true })
  })
  return items.filter((item) => !kept.has(item))
}

function asWork(item: LedgerItem): Work {
  return { item, open: true }
}

/**
 * Withdraws what UNHCR took back. Of a write that was cut off nobody knows yet whether it arrived: that is read first;
 * one that did is left to be confirmed, and one that cannot be told waits.
 */
async function withdrawUnlisted(run: RunContext): Promise<void> {
  const pending = {
    isPending: (item: LedgerItem) => item.sentAt === null,
    isListed: (item: LedgerItem) => item.seenRun === run.runId,
    wasListed: (item: LedgerItem) => !isBegunElsewhere(item),
  }
  for await (const unlisted of unlistedItems(run, pending)) {
    const cutOff = unlisted.filter((item) => item.step === 'intended')
    const ids = cutOff.flatMap((item) => item.numbers.primeroId ?? [])
    const reading = await readCases(run.primero, ids, 'services_section')
    const arrived = (item: LedgerItem): boolean => {
      const { primeroId = '', serviceUniqueId = '', interventionNumber } = item.numbers
      const read = reading.found.get(primeroId)?.[0]
      return read !== undefined && rowOf(read, serviceUniqueId, interventionNumber) !== null
    }
    const absent = unlisted.filter((item) => item.step !== 'intended' || !arrived(item))
    const left = await withoutDelivered(run, absent)
    await run.each(left.map(run.take), async (work) => {
      const id = work.item.step === 'intended' ? (work.item.numbers.primeroId ?? '') : ''
      const failure = reading.failures.get(id)
      if (failure !== undefined) return run.fail(work, failure)
      if (reading.forbidden.has(id))
        return run.settle(work, { state: 'attention', reason: 'primero-forbidden' })
      await run.settle(work, { state: 'withdrawn' }, { lookDue: false })
    })
  }
}
