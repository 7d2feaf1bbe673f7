import type { System } from '@ping-primero/core/domain/flow.ts'
import type { SystemPause } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowStatus, ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import type { ConsoleDeployment } from '../../host.ts'

/** What the page reads of one deployment. */
export interface CountryInput {
  readonly deployment: Pick<ConsoleDeployment, 'name' | 'title' | 'timezone' | 'isEnabled'>
  readonly flows: readonly FlowStatus[]
  readonly systemsDown: readonly SystemPause[]
  readonly ages: readonly ReasonAge[]
}

/** How a deployment is now, by what matters most. */
export type CountryState =
  | { readonly kind: 'silent'; readonly system: System; readonly since: string }
  | { readonly kind: 'stopped' | 'paused' | 'off' | 'running' }

/** One deployment in the list of all. */
export interface Country {
  readonly name: string
  readonly title: string
  readonly timezone: string
  readonly state: CountryState
  /** Referrals that came through since its beginning, by who referred. */
  readonly byUnhcr: number
  readonly toUnhcr: number
  readonly waiting: number
  readonly attention: number
  /** Since when the oldest needs somebody; null = none does. */
  readonly oldest: string | null
}

/** What the list of all deployments shows of one. Pure. */
export function countryOf({ deployment, flows, systemsDown, ages }: CountryInput): Country {
  const { name, title, timezone } = deployment
  const total = (count: (status: FlowStatus) => number): number =>
    flows.reduce((sum, status) => sum + count(status), 0)
  const confirmed = (flow: FlowStatus['flow']): number =>
    flows.find((status) => status.flow === flow)?.counts.confirmed ?? 0
  const needy = ages.filter(({ state }) => state === 'attention').map(({ since }) => since)
  return {
    name,
    title,
    timezone,
    state: stateOf({ deployment, flows, systemsDown }),
    byUnhcr: confirmed('1.1'),
    toUnhcr: confirmed('2.1'),
    waiting: total(({ counts }) => counts.waiting),
    attention: total(({ counts }) => counts.attention),
    oldest: needy.toSorted()[0] ?? null,
  }
}

function stateOf({
  deployment,
  flows,
  systemsDown: [down],
}: Pick<CountryInput, 'deployment' | 'flows' | 'systemsDown'>): CountryState {
  if (flows.every(({ flow }) => !deployment.isEnabled(flow))) return { kind: 'off' }
  if (down !== undefined) return { kind: 'silent', system: down.system, since: down.since }
  if (flows.some(({ stoppedBy }) => stoppedBy !== null && stoppedBy !== 'run-interrupted')) {
    return { kind: 'stopped' }
  }
  return { kind: flows.some(({ pause }) => pause !== null) ? 'paused' : 'running' }
}
