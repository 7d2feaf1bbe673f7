import type { PrimeroStore, StoredCase } from './store.ts'
import { rowsOf, textOf } from './value.ts'

const shown = 50

/** The state page: who is here, and the cases last changed with their services and referrals. */
export function statePage(store: PrimeroStore): string {
  const latest = [...store.cases()].sort((a, b) => b.updatedAt - a.updatedAt).slice(0, shown)
  const accounts = store
    .users()
    .map((user) => row([user.userName, user.role, user.agency, user.disabled ? 'disabled' : '']))
    .join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Primero simulator</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; max-width: 70rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem }
td, th { border: 1px solid #ccc; padding: .25rem .6rem; text-align: left; vertical-align: top }
h2 { margin-bottom: .2rem } .quiet { color: #666 }
</style></head><body>
<h1>Primero simulator</h1>
<p>A Primero of invented children. ${store.caseCount} cases; the ${latest.length} changed last are shown.</p>
${latest.map((record) => caseSection(store, record)).join('\n')}
<h2>Accounts</h2>
<table><tr><th>User name<th>Role<th>Agency<th></tr>${accounts}</table>
</body></html>`
}

function caseSection(store: PrimeroStore, record: StoredCase): string {
  const { data } = record
  const services = rowsOf(data.services_section).map((service) =>
    row([
      textOf(service.service_type),
      textOf(service.service_request_agency) ?? textOf(service.service_implementing_agency),
      textOf(service.unhcr_referral_status),
      textOf(service.unhcr_referral_rejection_reason),
      textOf(service.progres_interventionnumber),
    ]),
  )
  const referrals = store
    .referralsOf(record.id)
    .map((referral) =>
      row([
        referral.transitionedBy,
        referral.transitionedTo ?? textOf(referral.columns.transitioned_to_remote),
        referral.status,
        textOf(referral.columns.rejected_reason),
      ]),
    )
  const facts = [
    `case ${textOf(data.case_id_display) ?? ''}`,
    `individual ${textOf(data.unhcr_individual_no) ?? '–'}`,
    `owner ${textOf(data.owned_by) ?? 'nobody'}`,
    textOf(data.status) ?? '',
    data.record_state === false ? 'disabled' : '',
    `changed ${textOf(data.last_updated_at) ?? ''} by ${textOf(data.last_updated_by) ?? ''}`,
  ].filter((fact) => fact !== '')
  return `<h2>${escapeHtml(textOf(data.name) ?? 'No name')}</h2>
<div class="quiet">${escapeHtml(facts.join(' · '))}</div>
${table(['Service', 'Asked by or of', 'Decision', 'Reason', 'Return address'], services)}
${table(['Referred by', 'To', 'Status', 'Reason'], referrals)}`
}

function table(heads: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return ''
  return `<table><tr>${heads.map((head) => `<th>${head}`).join('')}</tr>${rows.join('')}</table>`
}

function row(cells: readonly (string | undefined)[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell ?? '')}`).join('')}</tr>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
