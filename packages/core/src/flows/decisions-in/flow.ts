/**
 * Flow 2.2: UNHCR's decision on a referral goes to Primero, and proGres learns that it arrived (`flows.md`, 2.2).
 * Discover → read → decide → bind → apply → tell proGres.
 */
import type { RunContext } from '../context.ts'
import { controlOf, type Control } from '../control.ts'
import { learnNumbers } from '../referrals-out/learn-numbers.ts'
import { findUnknownOutcomes } from '../referrals-out/unknown-outcomes.ts'
import { newAnswer, type Answer } from './answer.ts'
import { applyDecisions } from './apply.ts'
import { bindToReferrals } from './bind.ts'
import { confirmSync } from './confirm.ts'
import { discover } from './discover.ts'
import { readAnswer } from './read.ts'

export async function decisionsIn(run: RunContext): Promise<void> {
  const { listed, details, shown } = await discover(run)
  await findUnknownOutcomes(run, listed)
  await learnNumbers(run, shown)
  const control = controlOf(run.primero, 'case_id')
  for await (const items of run.due()) {
    const answers = items.map((item) => newAnswer(run, item, details.get(item.key) ?? null))
    await takeOn(run, answers, control)
  }
}

/** Takes decisions as far as they come. Those that are late come here again: what is done is not done again. */
async function takeOn(run: RunContext, answers: readonly Answer[], control: Control): Promise<void> {
  const again = async (late: readonly Answer[]): Promise<void> => takeOn(run, late, control)
  const read = await run.abreast(
    answers,
    async (answer) => run.each([answer], async (one) => readAnswer(run, one)),
    { again: async (answer) => again([answer]) },
  )
  const isToApply = (answer: Answer): boolean => answer.open && answer.item.step !== 'delivered'
  const toApply = read.filter(isToApply)
  const delivered = read.filter((answer) => !isToApply(answer))
  await run.host.enter?.('deliver')
  await run.primero.expect(toApply.length)
  const bound = await bindToReferrals(run, toApply, control, again)
  const applied = await applyDecisions(run, bound, again)
  await run.host.enter?.('confirm')
  await confirmSync(run, [...delivered, ...applied])
}
