/** The answer of a check, as a schema; checks use its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'
import { codesOf, DeploymentName, NextStep, OwnerName } from '../answers/parts.ts'
import { reasons } from '../reasons/catalogue.ts'
import { checkOnly } from './catalogue.ts'

const Severity = z
  .enum(['stops', 'holds', 'note'])
  .describe('stops = a flow cannot run; holds = referrals or decisions will be held; note = worth knowing.')
/** `stops` = a flow cannot run; `holds` = items will be held; `note` = worth knowing. */
export type Severity = AnswerOf<typeof Severity>

const CheckFinding = z.object({
  code: z
    .enum([...codesOf(checkOnly), ...codesOf(reasons)])
    .describe('What it is: found by checks alone, or a reason that a run would give. More may be added.'),
  severity: Severity,
  subject: z
    .string()
    .describe('The setting, right, field or mapping it is about, with the flows it concerns.'),
  found: z.string().describe('What is there.'),
  expected: z.string().describe('What should be there.'),
  owner: OwnerName,
  nextStep: NextStep,
})
/** One gap between a deployment and the live systems. Holds codes, names and counts; never anything of a person. */
export type CheckFinding = AnswerOf<typeof CheckFinding>

export const CheckReport = z.object({
  deployment: DeploymentName,
  ok: z
    .boolean()
    .describe(
      'Nothing stops a flow or holds anything, and both systems could be asked: all findings are notes.',
    ),
  findings: z.array(CheckFinding).describe('Worst first; among equals configuration, Primero, proGres.'),
  unreachable: z
    .boolean()
    .describe('A system could not be asked; what it would have shown is not among the findings.'),
})
/** What a check found. */
export type CheckReport = AnswerOf<typeof CheckReport>
