import type { Deployment } from '../deployment/deployment.ts'
import type { Problem } from '../deployment/problem.ts'
import type { RunHost } from '../flows/host.ts'
import type { System } from '../domain/flow.ts'
import { requestTimeoutMs, systemsOf } from '../flows/systems.ts'
import { fetchTransport } from '../http/transport.ts'
import { addressGaps, type Diagnose } from './addresses.ts'
import { configurationGaps } from './configuration.ts'
import { findingOf, worstFirst, type Gap, type PartReport } from './finding.ts'
import type { CheckReport } from './report.ts'
import { listenTo } from './heard.ts'
import { checkPing } from './ping.ts'
import { checkPrimero } from './primero.ts'
import { settingGaps, type SettingPlaces } from './settings.ts'

export type { CheckFinding, CheckReport } from './report.ts'

/** What is to be checked. */
export interface CheckRequest {
  readonly deployment: Deployment
  readonly problems: readonly Problem[]
  /** Where the settings stand, so that findings can name their lines. */
  readonly places?: SettingPlaces
  /** What the host has found by itself, such as schedules that never come. */
  readonly more?: readonly Gap[]
}

/** What a host lends a check: as for a run, and a closer look at addresses that give no answer. */
export interface CheckHost extends RunHost {
  readonly diagnose?: Diagnose
}

/**
 * Compares a deployment with what the live systems show (`interface.md`, `check`): configuration, addresses, clocks,
 * credentials, rights, written and read fields, mapping values. Reads only; takes one sign-in attempt per system; trouble
 * of one system does not keep the other from being asked. What cannot be verified is named in a note. Signs in to
 * Primero by Basic, so that the session of a run that is under way goes on.
 */
export async function checkDeployment(request: CheckRequest, host: CheckHost): Promise<CheckReport> {
  const { deployment, problems, places, more = [] } = request
  const listener = listenTo(
    host.transport ?? fetchTransport(host.fetch, host.requestTimeoutMs ?? requestTimeoutMs),
    host.clock,
  )
  const { ping, primero, requests, awaits } = systemsOf(
    deployment,
    { ...host, transport: listener.transport },
    { dryRun: true, asked: true, pauses: [], onPause: () => undefined },
  )
  host.watched?.(() => {
    const asked = requests()
    return { part: 'check', done: asked.ping + asked.primero, of: null, awaits: awaits() }
  })
  const [ofPrimero, ofPing] = await Promise.all([
    checkPrimero(deployment, primero, host.secrets.primeroUsername.reveal()),
    checkPing(deployment, ping),
  ])
  const { gaps: found, silenced } = await addressGaps(deployment, places, listener.of, host.diagnose)
  const heardFrom = (system: System, { gaps }: PartReport): readonly Gap[] =>
    silenced.has(system) ? gaps.filter(({ severity }) => severity === 'note') : gaps
  const gaps = [
    ...configurationGaps(problems),
    ...settingGaps(deployment, places, host.clock.now()),
    ...more,
    ...found,
    ...heardFrom('primero', ofPrimero),
    ...heardFrom('ping', ofPing),
  ]
  const findings = worstFirst(gaps.map((gap) => findingOf(deployment, gap)))
  const unreachable = silenced.size > 0 || ofPrimero.unreachable || ofPing.unreachable
  return {
    deployment: deployment.name,
    ok: !unreachable && findings.every(({ severity }) => severity === 'note'),
    findings,
    unreachable,
  }
}
