import { csvLine } from '@ping-primero/core/text/csv.ts'
import type { NotedFile } from '../../acts/noted-file.ts'
import { everybody } from '../../roles.ts'
import type { Say } from '../../words/say.ts'
import { referralsFilePath } from '../addresses.ts'
import { mark } from '../file.ts'
import { oldForm } from '../../parts/feedback.ts'
import type { Reading } from '../reading.ts'
import { referralsContent } from './content.ts'
import { filterOf, type ReferralFilter } from './filter.ts'
import type { ReferralRow } from './model.ts'
import { readPage } from './read.ts'

/** Rows that are read at once, so that memory stays flat. */
const rowsPerPiece = 500

/** A list of referrals, all its pages, as a file. */
export const referralsFile: NotedFile = {
  path: referralsFilePath,
  may: everybody,
  does: 'act.referrals-file',
  page: 'referrals',
  again: (reading) => referralsContent(reading, oldForm(reading)),
  take: async (typed, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    await host.deeds.noteExport(deployment.name, { by: viewer.account, at: new Date(nowMs).toISOString() })
    const filter = { ...filterOf(new URLSearchParams(typed)), after: null, shown: null }
    return { name: `${deployment.name}-referrals.csv`, pieces: pieces(filter, reading) }
  },
}

async function* pieces(first: ReferralFilter, reading: Reading): AsyncGenerator<string> {
  const { say } = reading
  yield mark + csvLine(headings(say))
  let filter: ReferralFilter | null = first
  while (filter !== null) {
    const { rows, next } = await readPage(filter, rowsPerPiece, reading)
    yield rows.map((row) => csvLine(cells(row, say))).join('')
    filter = next === null ? null : { ...filter, after: next }
  }
}

const columns = [
  'referral',
  'case',
  'direction',
  'state',
  'reason',
  'whose',
  'decision',
  'changed',
  'found',
] as const

function headings(say: Say): readonly string[] {
  return columns.map((column) => say(`referrals.column.${column}`))
}

/** Times in UTC, as spreadsheets of several zones are put together. */
function cells(row: ReferralRow, say: Say): readonly (string | null)[] {
  const { name, flow, state, reason, owner, decision, changedAt, foundAt } = row
  return [
    name.number ?? name.key,
    name.caseNumber,
    say(`flow.${flow}`),
    say(`state.${state}`),
    reason === null ? null : say(`reason.${reason}`),
    owner === null ? null : say(`owner.${owner}`),
    decision === null ? null : say(`decision.${decision}`),
    changedAt,
    foundAt,
  ]
}
