import type { Deployment } from '../deployment/deployment.ts'
import type { Flow } from '../domain/flow.ts'
import { moveOf, type CheckCode } from './catalogue.ts'
import type { CheckFinding, Severity } from './report.ts'

/** What a finding says, before its severity is weighed. */
export interface Gap {
  readonly code: CheckCode
  readonly severity: Severity
  /** The flows it concerns; empty = it is about no flow in particular. */
  readonly flows: readonly Flow[]
  readonly subject: string
  readonly found: string
  readonly expected: string
}

/** What the check of one system found, and whether that system could not be asked. */
export interface PartReport {
  readonly gaps: readonly Gap[]
  readonly unreachable: boolean
}

const order: readonly Severity[] = ['stops', 'holds', 'note']

/** The worst of several severities; `note` of none. */
export function worstOf(severities: readonly Severity[]): Severity {
  return order.find((severity) => severities.includes(severity)) ?? 'note'
}

/** Findings sorted by severity, otherwise as they came. */
export function worstFirst(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  return order.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

/** A gap as a finding: what concerns only flows that are switched off stops and holds nothing yet. */
export function findingOf(deployment: Deployment, gap: Gap): CheckFinding {
  const { code, flows, subject, found, expected } = gap
  const idle = flows.length > 0 && !flows.some((flow) => deployment.flows[flow].enabled)
  const { owner, nextStep } = moveOf(code)
  return {
    code,
    severity: idle ? 'note' : gap.severity,
    subject: flows.length === 0 ? subject : `${subject} (${inFlows(flows)})`,
    found,
    expected,
    owner,
    nextStep,
  }
}

function inFlows(flows: readonly Flow[]): string {
  const sorted = [...new Set(flows)].sort()
  return `${sorted.length === 1 ? 'flow' : 'flows'} ${sorted.join(', ')}`
}
