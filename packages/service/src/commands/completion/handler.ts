import { refused } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { completionScript, shellNames } from './scripts.ts'

/** `completion`: a script for a shell, made of the commands as they are. */
export async function completion(options: { readonly shell: string }, _context: Context): Promise<Outcome> {
  const { programOf } = await import('../../cli.ts')
  const script = completionScript(
    options.shell,
    programOf(async () => {}),
  )
  if (script === null) return refused('arguments-invalid', `The shells are: ${shellNames.join(', ')}.`)
  return { ok: true, value: { json: script, text: script.trimEnd(), exit: 0, isScript: true } }
}
