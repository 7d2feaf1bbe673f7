import type { Deployment, PingProcesses } from '../deployment/deployment.ts'
import { guid } from '../domain/ids.ts'
import type { Flow } from '../domain/flow.ts'
import type { Stop } from '../http/failure.ts'
import { aggregateRows } from '../mapping/aggregate.ts'
import { decisionMeaning, type DecisionList } from '../mapping/value-map.ts'
import type { Ping } from '../ping/client.ts'
import type { PingRow } from '../ping/envelope.ts'
import { failureGap } from './failure.ts'
import type { Gap, PartReport } from './finding.ts'
import { shownCode, valueSightings, type Sightings } from './sightings.ts'
import { unseenSources } from './unseen-sources.ts'
import { unverifiedInProgres } from './unverified.ts'

/** Details read of each list: enough to see the codes in use, few enough to ask of a live system. */
const mostDetails = 20

/** What the check of PING has seen so far. */
interface Notes {
  readonly gaps: Gap[]
  unreachable: boolean
  /** Sign-in or key refused, or no answer: nothing more is asked. */
  over: boolean
}

/**
 * Compares a deployment with what PING shows (ping-contract §1, §4): sign-in and key, the four processes that only
 * read, and the codes that listed records show. Writes nothing; what shows only in writing is named as such. One
 * sign-in attempt.
 */
export async function checkPing(deployment: Deployment, ping: Ping): Promise<PartReport> {
  const notes: Notes = { gaps: [], unreachable: false, over: false }
  const units = await checkReferrals(deployment, ping, notes)
  await checkDecisions(deployment, ping, notes)
  notes.gaps.push(...unverifiedInProgres(deployment, units))
  return notes
}

/** Reads a process page by page; false when it could not be read to its end. */
async function eachPage(
  ping: Ping,
  process: keyof PingProcesses,
  recordId: string | null,
  flow: Flow,
  notes: Notes,
  take: (rows: readonly PingRow[]) => void,
): Promise<boolean> {
  if (notes.over) return false
  for await (const page of ping.retrieve(process, recordId, { name: `check-${process}` })) {
    if (page.ok) {
      take(page.value)
      continue
    }
    const { failure } = page
    if (failure.kind === 'list-incomplete') {
      notes.gaps.push({
        code: 'list-incomplete',
        severity: 'holds',
        flows: [flow],
        subject: `ping.paging, with ping.processes.${process}`,
        found: 'more is said to be there and does not come',
        expected: 'every page',
      })
      return false
    }
    const credentials = failure.kind === 'stop' && isAboutSignIn(failure)
    const gap = failureGap(failure, credentials ? ['1.1', '1.2', '2.1', '2.2'] : [flow])
    notes.gaps.push(
      failure.kind === 'stop' && !credentials
        ? { ...gap, subject: `ping.processes.${process}: ${gap.subject}` }
        : gap,
    )
    notes.unreachable ||= failure.kind === 'trouble'
    notes.over = credentials || failure.kind === 'trouble'
    return false
  }
  return true
}

/** What refuses a sign-in refuses every process. */
function isAboutSignIn({ reason, about }: Stop): boolean {
  return (
    reason === 'ping-credentials-refused' || reason === 'ping-account-locked' || about.includes('ping.token')
  )
}

/** Reads the details of some records; the process is named when there was none to read. */
async function readDetails(
  ping: Ping,
  process: 'referralDetail' | 'decisionDetail',
  ids: readonly string[],
  flow: Flow,
  notes: Notes,
  deployment: Deployment,
): Promise<readonly PingRow[]> {
  const details: PingRow[] = []
  for (const id of ids) {
    const rows: PingRow[] = []
    const whole = await eachPage(ping, process, id, flow, notes, (page) => rows.push(...page))
    if (!whole) return details
    if (rows.length > 0) details.push(aggregateRows(rows))
  }
  if (ids.length === 0) {
    notes.gaps.push({
      code: 'unverified-in-progres',
      severity: 'note',
      flows: [flow],
      subject: `ping.processes.${process} (${deployment.ping.processes[process]})`,
      found: 'nothing is listed whose details could be asked for',
      expected: 'the number that UNHCR gave',
    })
  }
  return details
}

/** The list and the details of flow 1.1; gives the business units that listed rows show. */
async function checkReferrals(
  deployment: Deployment,
  ping: Ping,
  notes: Notes,
): Promise<ReadonlySet<string>> {
  const ids: string[] = []
  const units = new Set<string>()
  const sexes = new Set<string>()
  const listed = await eachPage(ping, 'listReferrals', null, '1.1', notes, (rows) => {
    for (const row of rows) {
      const id = guid(row['progres_lpinterventionid']) ?? guid(row['progres_intervention'])
      if (id !== null && ids.length < mostDetails) ids.push(id)
      const unit = guid(row['progres_businessunit'])
      if (unit !== null) units.add(unit)
      // The alias in the middle of a linked column differs by process (ping-contract §3.2).
      for (const [column, value] of Object.entries(row)) {
        if (/^progres_individual\..*\.progres_sex$/.test(column)) sexes.add(String(value).trim())
      }
    }
  })
  if (!listed) return units
  const details = await readDetails(ping, 'referralDetail', ids, '1.1', notes, deployment)
  const sightings: Sightings = { sexes, details }
  notes.gaps.push(
    ...valueSightings(deployment, sightings),
    ...unseenSources(deployment, ['1.1-case', '1.1-service'], '1.1', details),
  )
  return units
}

/** The list and the details of flow 2.2: what every code that shows there means. */
async function checkDecisions(deployment: Deployment, ping: Ping, notes: Notes): Promise<void> {
  const statuses = new Set<string>()
  const ids: string[] = []
  const listed = await eachPage(ping, 'listDecisions', null, '2.2', notes, (rows) => {
    for (const row of rows) {
      const status = codeIn(row, 'progres_interoperabilityreferralstatus')
      if (status !== null) statuses.add(status)
      const id = guid(row['progres_interoperabilityreferralid'])
      const means =
        status === null ? 'ignore' : decisionMeaning(deployment.valueMaps, 'referral-status', status)
      if (id !== null && means !== 'open' && means !== 'synced' && ids.length < mostDetails) ids.push(id)
    }
  })
  if (!listed) return
  const details = await readDetails(ping, 'decisionDetail', ids, '2.2', notes, deployment)
  const reviews = new Set(details.flatMap((row) => codeIn(row, 'progres_reviewdecision') ?? []))
  notes.gaps.push(
    ...unlistedCodes(deployment, 'referral-status', statuses),
    ...unlistedCodes(deployment, 'review-decision', reviews),
  )
}

function codeIn(row: PingRow, column: string): string | null {
  const value = row[column]
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? String(value).trim()
    : null
}

function unlistedCodes(
  deployment: Deployment,
  list: DecisionList,
  codes: ReadonlySet<string>,
): readonly Gap[] {
  return [...codes]
    .filter((code) => decisionMeaning(deployment.valueMaps, list, code) === 'unlisted')
    .map((code) => ({
      code: 'decision-code-unknown',
      severity: 'holds',
      flows: ['2.2'],
      subject: `decision-codes.csv, ${list}: ${shownCode(code)}`,
      found: 'a code without a row, shown by listed referrals',
      expected: 'a row that says what it means',
    }))
}
