import type { Deployment } from '../deployment/deployment.ts'
import type { Flow } from '../domain/flow.ts'
import type { Gap } from './finding.ts'

function note(subject: string, flows: readonly Flow[], found = 'it shows only in writing'): Gap {
  return {
    code: 'unverified-in-progres',
    severity: 'note',
    flows,
    subject,
    found,
    expected: 'the value that UNHCR gave',
  }
}

/** What only a write to proGres would prove, one gap each; `units` = the business units that listed referrals show. */
export function unverifiedInProgres(deployment: Deployment, units: ReadonlySet<string>): readonly Gap[] {
  const { processes } = deployment.ping
  const services = deployment.valueMaps.maps.get('service-types-out')?.rows ?? []
  const guids = new Set(services.map(({ value }) => value)).size
  return [
    note(`ping.processes.updateTransfer (${processes.updateTransfer})`, ['1.1', '1.2']),
    note(`ping.processes.createReferral (${processes.createReferral})`, ['2.1']),
    note(`ping.processes.updateReferral (${processes.updateReferral})`, ['2.2']),
    note('service-types-out.csv', ['2.1'], `${guids} service GUIDs that show only in writing`),
    businessUnit(deployment.progres.businessUnit, units),
    note('progres.organizationFrom', ['2.1']),
  ]
}

function businessUnit(own: string, units: ReadonlySet<string>): Gap {
  const subject = 'progres.businessUnit'
  if (units.size === 0) return note(subject, ['2.1'], 'no listed referral shows one')
  if (units.has(own))
    return note(
      subject,
      ['2.1'],
      'listed referrals show it; whether it is the right one shows only in writing',
    )
  return {
    code: 'business-unit-differs',
    severity: 'note',
    flows: ['2.1'],
    subject,
    found: `listed referrals show ${[...units].join(', ')}`,
    expected: own,
  }
}
