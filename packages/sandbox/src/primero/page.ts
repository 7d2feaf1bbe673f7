import { escape, table, type StatePage } from '../server/page.ts'
import type { PrimeroStore, StoredCase } from './store.ts'
import { rowsOf, textOf } from './value.ts'

const shown = 50

/** What Primero shows now, for a person: the cases last changed with their services and referrals, and who is here. */
export function primeroPage(store: PrimeroStore): StatePage {
  const latest = [...store.cases()].sort((a, b) => b.updatedAt - a.updatedAt).slice(0, shown)
  const accounts = store
    .users()
    .map((user) => [user.userName, user.role, user.agency, user.disabled ? 'disabled' : ''])
  return {
    title: 'Primero, as caseworkers see it (simulated)',
    body: `<p>Cases: ${store.caseCount}; those changed last are shown, ${shown} at most.</p>
${latest.map((record) => caseSection(store, record)).join('\n')}
<h2>Accounts</h2>
${table(['User name', 'Role', 'Agency', ''], accounts)}`,
  }
}

function caseSection(store: PrimeroStore, record: StoredCase): string {
  const { data } = record
  const services = rowsOf(data.services_section).map((service) => [
    textOf(service.service_type),
    textOf(service.service_request_agency) ?? textOf(service.service_implementing_agency),
    textOf(service.unhcr_referral_status),
    textOf(service.unhcr_referral_rejection_reason),
    textOf(service.progres_interventionnumber),
    textOf(service.unique_id),
  ])
  const referrals = store
    .referralsOf(record.id)
    .map((referral) => [
      referral.id,
      referral.transitionedBy,
      referral.transitionedTo ?? textOf(referral.columns.transitioned_to_remote),
      referral.status,
      textOf(referral.columns.rejected_reason),
    ])
  const facts = [
    ['Case number', textOf(data.case_id_display)],
    ['Individual number', textOf(data.unhcr_individual_no)],
    ['Owner', textOf(data.owned_by)],
    [
      'Status',
      [textOf(data.status), data.record_state === false ? 'disabled' : ''].filter(Boolean).join(', '),
    ],
    ['Last change', `${textOf(data.last_updated_at) ?? ''} by ${textOf(data.last_updated_by) ?? 'nobody'}`],
    ['Case id', record.id],
  ].map(([name = '', value]) => `<dt>${escape(name)}</dt><dd>${escape(value ?? '–')}</dd>`)
  return `<h2>${escape(textOf(data.name) ?? 'No name')}</h2>
<dl>${facts.join('')}</dl>
${table(['Service', 'Asked by or of', 'Decision', 'Reason', 'Intervention', 'Service id'], services)}
${table(['Referral id', 'Referred by', 'To', 'Status', 'Reason'], referrals)}`
}
