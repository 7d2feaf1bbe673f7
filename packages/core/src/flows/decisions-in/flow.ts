/**
 * Flow 2.2: UNHCR's decision on a referral goes to Primero, and proGres learns that it arrived (`flows.md`, 2.2).
 * Discover → read → decide → bind → apply → tell proGres.
 */
import type { RunContext } from '../context.ts'
import { controlValue } from '../control.ts'
import { findUnknownOutcomes } from '../referrals-out/unknown-outcomes.ts'
import { newAnswer } from './answer.ts'
import { applyDecisions } from './apply.ts'
import { bindToReferrals } from './bind.ts'
import { confirmSync } from './confirm.ts'
import { discover } from './discover.ts'
import { readAnswer } from './read.ts'

const chunk = 200

export async function decisionsIn(run: RunContext): Promise<void> {
  const { listed, details } = await discover(run)
  await findUnknownOutcomes(run, listed)
  const control = controlValue(run, 'case_id')
  for await (const items of run.due(chunk)) {
    const answers = items.map((item) => newAnswer(run, item, details.get(item.key) ?? null))
    await run.each(answers, async (answer) => readAnswer(run, answer))
    const toApply = answers.filter((answer) => answer.open && answer.item.step !== 'delivered')
    await run.primero.expect(toApply.length)
    await bindToReferrals(run, toApply, control)
    await applyDecisions(run, toApply)
    await confirmSync(run, answers)
  }
}
