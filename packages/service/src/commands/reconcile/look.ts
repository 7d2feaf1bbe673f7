import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import { strandsOf, type Strand } from '@ping-primero/core/story/strand.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { createLog } from '../../log/log.ts'
import { shown } from '../../progress/shown.ts'
import { lookProgress } from '../../progress/words.ts'
import { refused } from '../../refusals/refusal.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { storiesOf, toldItems } from '../explain/story.ts'
import { itemsOfNumber, withLedger } from '../with-ledger.ts'
import type { LookAnswer } from './answer.ts'
import type { ReconcileOptions } from './command.ts'
import { lookOnce } from './compare-once.ts'
import { exitOfLook, lookWords, type SeenStrand } from './look-words.ts'

/**
 * `reconcile NUMBER`: each referral that carries the number, as both systems show it at this moment. Writes in neither and
 * takes no turn; its history keeps that somebody looked, and nothing of what they saw.
 */
export async function look(
  options: ReconcileOptions & { readonly number: string },
  context: Context,
): Promise<Outcome> {
  const { number } = options
  if ([options.from, options.to, options.flow].some((one) => one !== undefined)) {
    return refused('arguments-invalid', 'With a NUMBER, reconcile takes no --from, --to or --flow.')
  }
  const act = actOf(options, context)
  if (!act.ok) return act
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment } = read.value
  const { name } = deployment
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials
  return withLedger(context, async (store) => {
    const found = await itemsOfNumber(context, store, [name], number)
    if (!found.ok) return found
    const strands: Strand[] = []
    for (const story of await storiesOf(found.value, store.operators)) {
      strands.push(...strandsOf(await toldItems(story, store.operators)))
    }
    const log = createLog({ deployment: name, verbose: options.verbose ?? false })
    const given = { store, credentials: credentials.value, clock: context.clock, log }
    const seen: SeenStrand[] = []
    for (const [place, strand] of strands.entries()) {
      const decisions = strand.decisions.map(({ item }) => item)
      const items = { referral: strand.referral?.item ?? null, decisions }
      const words = (progress: Progress | null): string =>
        lookProgress(name, place + 1, strands.length, progress)
      const looked = await shown(context, words, async (lent) => lookOnce(deployment, items, given, lent))
      if (!looked.ok) return looked
      const [first] = [items.referral, ...decisions].filter((item) => item !== null)
      if (first === undefined) continue
      await store.operators.note(name, first, { what: 'compared' }, act.value)
      seen.push({ first, strand, look: looked.value })
    }
    return {
      ok: true,
      value: {
        json: {
          deployment: name,
          number,
          at: new Date(context.clock.now()).toISOString(),
          looks: seen.map(({ first, look: { parts, differences, unread } }) => ({
            numbers: first.numbers,
            parts,
            differences,
            unread,
          })),
        } satisfies LookAnswer,
        text: seen.map(lookWords).join('\n'),
        exit: worstExit(seen.map(exitOfLook)),
      },
    }
  })
}
