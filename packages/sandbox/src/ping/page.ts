import { referralWord, reviewDecision, serviceName, transferStatus, transferWord } from './codes.ts'
import type { PingContext } from './context.ts'
import { isListed } from './listed-rows.ts'
import type { InteropReferral, Intervention } from './records.ts'

const shown = 200

/** What proGres shows now, for a person: referrals to Primero and referrals from Primero, the newest first. */
export function pingPage(context: PingContext): string {
  const { store } = context
  const listed = [...store.deliveries.values()].filter((delivery) => {
    const intervention = store.interventions.get(delivery.interventionGuid)
    return intervention !== undefined && isListed(delivery, intervention, context)
  }).length
  const interventions = newest(store.interventions.values())
  const referrals = newest(store.referrals.values())
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width">
<title>proGres (simulated)</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1b1b }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
caption { text-align: left; padding-bottom: .5rem }
</style>
</head>
<body>
<h1>proGres, as UNHCR sees it (simulated)</h1>
<p>All children here are invented. The exchange reads and writes this system through the PING gateway.</p>
<h2>Referrals to Primero</h2>
<p>${store.interventions.size} in all; ${listed} wait to be fetched.</p>
${table(
  ['Intervention', 'Individual', 'Child', 'Service', 'Transfer status', 'Since', 'Caseworker', 'Comments'],
  interventions.map((intervention) => interventionCells(intervention, context)),
)}
<h2>Referrals from Primero</h2>
<p>${store.referrals.size} in all.</p>
${table(
  ['Number', 'Child', 'Service asked for', 'Status', 'Decision', 'Reason'],
  referrals.map(referralCells),
)}
</body>
</html>
`
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

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>None yet.</p>'
  const head = heads.map((text) => `<th scope="col">${escape(text)}</th>`).join('')
  const body = rows
    .map((cells) => `<tr>${cells.map((text) => `<td>${escape(text)}</td>`).join('')}</tr>`)
    .join('\n')
  const more = rows.length === shown ? `<caption>The newest ${shown}.</caption>` : ''
  return `<table>${more}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
