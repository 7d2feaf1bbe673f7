import type { RunReport } from '@ping-primero/core'
import type { Systems } from '@ping-primero/sandbox'
import { openLedger } from '../../packages/service/src/ledger/store.ts'
import { live } from './life.ts'
import type { Office } from './office.ts'
import { referralsToUnhcr } from './records.ts'

/** One of the answers of `run all --json`: a report, or why the flow was refused. */
interface FlowAnswer extends Pick<RunReport, 'flow'>, Partial<Pick<RunReport, 'reasons'>> {
  readonly error?: { readonly code: string }
}

/** What the last, undisturbed runs left to a person. */
export interface LeftOver {
  /** Referrals of 2.1 in doubt that were not in proGres, and were let go by a person. */
  readonly released: number
  /** Referrals of 2.1 in doubt that were in proGres, and that the runs had not found there. */
  readonly notFound: number
  /** What still stands under which reason, by flow. */
  readonly standing: ReadonlyMap<string, number>
}

/** Rounds after which nothing more can be expected to settle. */
const mostRounds = 20

/**
 * Undisturbed runs to the end, with the person whom a referral in doubt needs: she looks into proGres, lets go what is
 * not there, and says of the rest that it is settled.
 */
export async function finish(systems: Systems, office: Office): Promise<LeftOver> {
  let released = 0
  let notFound = 0
  for (let round = 1; ; round += 1) {
    const { stdout, code } = await live(systems, office, 'run all', { kind: 'undisturbed' })
    const reasons = answersIn(stdout, code).flatMap(({ flow, error, reasons: given = [] }) => [
      ...given.map((reason) => ({ flow, ...reason })),
      ...(error === undefined ? [] : [{ flow, code: error.code, count: 1, items: [] }]),
    ])
    const doubtful = reasons.filter(({ code }) => code === 'outcome-unknown').flatMap(({ items }) => items)
    if (round > 1 && (doubtful.length === 0 || round > mostRounds)) {
      const standing = new Map(reasons.map(({ flow, code, count }) => [`${flow} ${code}`, count]))
      return { released, notFound, standing }
    }
    const { absent, present } = lookInProgres(systems, doubtful)
    await settle(office, absent, present)
    released += absent.length
    notFound += present.length
  }
}

function answersIn(stdout: string, code: number | null): readonly FlowAnswer[] {
  try {
    return JSON.parse(stdout)
  } catch (error) {
    throw new Error(`An undisturbed run ended with ${code} and without its reports.`, { cause: error })
  }
}

function lookInProgres({ ping, primero }: Systems, referralIds: readonly string[]) {
  const rows = new Map(referralsToUnhcr(primero).map(({ id, row }) => [id, row]))
  const arrived = (id: string): boolean => ping.store.referralsOfService(rows.get(id) ?? '').length > 0
  return {
    absent: referralIds.filter((id) => !arrived(id)),
    present: referralIds.filter(arrived),
  }
}

async function settle(office: Office, absent: readonly string[], present: readonly string[]): Promise<void> {
  const store = await openLedger(`sqlite:${office.ledger}`)
  try {
    const act = { by: 'A. Person', at: new Date().toISOString() }
    const named = (ids: readonly string[]) => ids.map((key) => ({ flow: '2.1' as const, key }))
    const released = await store.operators.release('sandbox', named(absent), act)
    if (released.length !== absent.length) throw new Error('A referral in doubt could not be let go.')
    await store.operators.handle('sandbox', named(present), 'It is in proGres.', act)
  } finally {
    await store.close()
  }
}
