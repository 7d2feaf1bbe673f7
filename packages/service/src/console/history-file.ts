import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { chosenPages, type Chosen } from '../commands/audit/chosen-pages.ts'
import { csvEntry, csvHeader } from '../commands/audit/forms.ts'
import type { Operators } from '../ledger/operators.ts'

/**
 * A history as `audit export --format csv` writes it, a page at a time; that it was taken, and by whom, stands in the
 * history before anything of it goes out.
 */
export async function historyFile(
  { noteDone, entries }: Pick<Operators, 'noteDone' | 'entries'>,
  deployment: string,
  chosen: Chosen,
  act: Act,
): Promise<AsyncIterable<string>> {
  await noteDone(deployment, 'exported', act)
  return pieces(chosenPages(entries(deployment), chosen, { entries: 0, head: null }))
}

async function* pieces(pages: ReturnType<typeof chosenPages>): AsyncGenerator<string> {
  yield csvHeader
  for await (const entries of pages) yield entries.map(csvEntry).join('')
}
