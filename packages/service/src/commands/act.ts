import type { Act } from '../ledger/operators.ts'
import { longest, plainLine } from '../ledger/history.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import type { Context } from './command.ts'

/** What a person does, by whom and why; a reason that is asked for must say something. */
export function actOf(
  options: { readonly by?: string; readonly why?: string },
  context: Context,
): Result<Act & { readonly why: string }> {
  const by = plainLine(options.by ?? context.user, longest.by)
  if (by === '') return refused('arguments-invalid', '--by takes the name of the one who does it.')
  const why = plainLine(options.why ?? '', longest.why)
  if (options.why !== undefined && why === '') return refused('arguments-invalid', '--why takes a reason.')
  return { ok: true, value: { by, why, at: new Date(context.clock.now()).toISOString() } }
}
