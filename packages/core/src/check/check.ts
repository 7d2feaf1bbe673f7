import type { Deployment } from '../deployment/deployment.ts'
import type { Problem } from '../deployment/problem.ts'
import type { RunHost } from '../flows/host.ts'
import { systemsOf } from '../flows/systems.ts'
import { configurationGaps } from './configuration.ts'
import { findingOf, worstFirst, type CheckFinding } from './finding.ts'
import { checkPing } from './ping.ts'
import { checkPrimero } from './primero.ts'

export type { CheckFinding } from './finding.ts'

/** What a check found. */
export interface CheckReport {
  readonly deployment: string
  /** Nothing stops a flow or holds items, and both systems could be asked: all findings are notes. */
  readonly ok: boolean
  /** Worst first; among equals configuration, Primero, proGres. */
  readonly findings: readonly CheckFinding[]
  /** A system could not be asked; what it would have shown is not among the findings. */
  readonly unreachable: boolean
}

/**
 * Compares a deployment with what the live systems show (`interface.md`, `check`): configuration, credentials, rights,
 * written and read fields, mapping values. Reads only; takes one sign-in attempt per system; trouble of one system does
 * not keep the other from being asked. What cannot be verified is named in a note. Signs in to Primero by Basic, so
 * that the session of a run that is under way goes on.
 */
export async function checkDeployment(
  request: { readonly deployment: Deployment; readonly problems: readonly Problem[] },
  host: RunHost,
): Promise<CheckReport> {
  const { deployment, problems } = request
  const { ping, primero } = systemsOf(deployment, host, {
    dryRun: true,
    asked: true,
    pauses: [],
    onPause: () => undefined,
  })
  const parts = await Promise.all([
    checkPrimero(deployment, primero, host.secrets.primeroUsername.reveal()),
    checkPing(deployment, ping),
  ])
  const gaps = [...configurationGaps(problems), ...parts.flatMap((part) => part.gaps)]
  const findings = worstFirst(gaps.map((gap) => findingOf(deployment, gap)))
  const unreachable = parts.some((part) => part.unreachable)
  return {
    deployment: deployment.name,
    ok: !unreachable && findings.every(({ severity }) => severity === 'note'),
    findings,
    unreachable,
  }
}
