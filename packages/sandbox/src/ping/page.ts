import { referralWord, reviewDecision, serviceName, transferStatus, transferWord } from './codes.ts'
import type { PingContext } from './context.ts'
import { isListed } from './listed-rows.ts'
import { table, type StatePage } from '../server/page.ts'
import type { InteropReferral, Intervention } from './records.ts'

const shown = 200

/** What proGres shows now, for a person: referrals to Primero and referrals from Primero, the newest first. */
export function pingPage(context: PingContext): StatePage {
  const { store } = context
  const listed = [...store.deliveries.values()].filter((delivery) => {
    const intervention = store.interventions.get(delivery.interventionGuid)
    return intervention !== undefined && isListed(delivery, intervention, context)
  }).length
  const interventions = newest(store.interventions.values())
  const referrals = newest(store.referrals.values())
  return {
    title: 'proGres, as UNHCR sees it (simulated)',
    body: `<p>The exchange reads and writes this system through the PING gateway.</p>
<h2>Referrals to Primero</h2>
<p>${store.interventions.size} in all; ${listed} wait to be fetched.</p>
${newestTable(
  ['Intervention', 'Individual', 'Child', 'Service', 'Transfer status', 'Since', 'Caseworker', 'Comments'],
  interventions.map((intervention) => interventionCells(intervention, context)),
)}
<h2>Referrals from Primero</h2>
<p>${store.referrals.size} in all.</p>
${newestTable(
  ['REF-IOP number', 'Child', 'Service asked for', 'Status', 'Decision', 'Reason'],
  referrals.map(referralCells),
)}`,
  }
}

function newestTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return table(heads, rows, rows.length === shown ? `The newest ${shown}.` : '')
}

function newest<T>(records: Iterable<T>): readonly T[] {
  return [...records].slice(-shown).reverse()
}

function interventionCells(intervention: Intervention, { store }: PingContext): readonly string[] {
  const individual = store.individuals.get(intervention.individualGuid)
  const { transferStatus: status, transferStatusDate, caseworker, comments } = intervention
  return [
    intervention.number,
    individual?.number ?? '',
    [individual?.givenName, individual?.middleName, individual?.familyName].filter(Boolean).join(' '),
    intervention.type ?? '',
    status === null || status === transferStatus.ready ? 'Waiting to be fetched' : transferWord(status),
    transferStatusDate ?? '',
    caseworker ?? '',
    comments.join('; '),
  ]
}

function referralCells(referral: InteropReferral): readonly string[] {
  const { fields, rejectionReason, rejectionComment, requestedService } = referral
  return [
    referral.number,
    [fields['progres_pocfirstname'], fields['progres_pocmiddlename'], fields['progres_poclastname']]
      .filter(Boolean)
      .join(' '),
    serviceName(requestedService ?? '') ?? requestedService ?? '',
    referralWord(referral.status),
    decisionWord(referral.reviewDecision),
    [rejectionReason, rejectionComment].filter(Boolean).join(': '),
  ]
}

function decisionWord(code: number | null): string {
  if (code === reviewDecision.accepted) return 'Accepted'
  if (code === reviewDecision.rejected) return 'Rejected'
  return code === null ? '' : String(code)
}
