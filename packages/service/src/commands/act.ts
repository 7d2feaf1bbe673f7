import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { personalIn, personalKinds } from '@ping-primero/core/privacy/personal.ts'
import { longest, plainLine } from '../ledger/history.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import type { Context } from './command.ts'

/**
 * What a person does, by whom and why. A reason that is asked for must say something, and nothing of a person: what was
 * found is named by its kind and never quoted, and `usual` reasons are told.
 */
export function actOf(
  options: { readonly by?: string; readonly why?: string },
  context: Context,
  usual: readonly string[] = [],
): Result<Act & { readonly why: string }> {
  const by = plainLine(options.by ?? context.user, longest.by)
  if (by === '') return refused('arguments-invalid', '--by takes the name of the one who does it.')
  const why = plainLine(options.why ?? '', longest.why)
  if (options.why !== undefined && why === '') return refused('arguments-invalid', '--why takes a reason.')
  const found = personalIn(options.why ?? '', context.clock.now()).map((kind) => personalKinds[kind])
  if (found.length > 0) {
    return refused('reason-personal', `Found: ${found.join(', ')}. Usual reasons: ${usual.join('; ')}.`)
  }
  return { ok: true, value: { by, why, at: new Date(context.clock.now()).toISOString() } }
}
