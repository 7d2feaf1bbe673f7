import type { Sabotage } from '../sabotage-of.ts'

const ledger = 'packages/service/src/ledger'

/** The ledger, its turns, its history and its journal of sends. */
export const storage: readonly Sabotage[] = [
  {
    name: 'fence of a lost turn not checked',
    breaks: 'A run that was asleep wakes up and writes over what another has done for the same children.',
    property: 'P16',
    file: `${ledger}/turn.ts`,
    find: '  return lease?.token === token\n',
    replace: '  return lease?.token !== undefined\n',
    noticedBy: {
      file: `${ledger}/turn.test.ts`,
      test: 'a run whose turn went to another can write nothing more',
    },
  },
  {
    name: 'turn given to two at once',
    breaks: 'Two runs work on the same children at the same time, and one save erases the other.',
    property: 'P16',
    file: `${ledger}/turn.ts`,
    find: '    if (!free) return held\n',
    replace: '    if (!free && held.flow !== flow) return held\n',
    noticedBy: {
      file: `${ledger}/turn.test.ts`,
      test: 'one run per deployment at a time: the same flow is under way, another waits until its patience ends',
    },
  },
  {
    name: 'save over what another has saved meanwhile',
    breaks: 'I settled a referral by telephone, and the run under way takes it up again as if I had not.',
    property: 'P16',
    file: `${ledger}/save.ts`,
    find: '      if ((revisions.get(name) ?? 0) !== item.revision) {',
    replace: '      if ((revisions.get(name) ?? 0) < item.revision) {',
    noticedBy: {
      file: `${ledger}/deployment-ledger.test.ts`,
      test: 'a save at another revision than the stored one changes nothing of the item and names its key',
    },
  },
  {
    name: 'journal of sends not written',
    breaks: 'The ledger is set back to yesterday, and everything sent since is sent to UNHCR again.',
    property: 'P19',
    file: `${ledger}/deployment-ledger.ts`,
    find: '      if (sends.length > 0) await db',
    replace: '      if (sends.length < 0) await db',
    noticedBy: {
      file: 'test/storage/recovered-sends.test.ts',
      test: 'a database set back learns of lost sends before anything is sent, and finds them in proGres',
    },
  },
  {
    name: 'journal of sends not read after the ledger was set back',
    breaks: 'The ledger is set back to yesterday, and nobody asks the journal what was sent since.',
    property: 'P19',
    file: `${ledger}/recover-sends.ts`,
    find: '    if (state !== null && state.size > from) {',
    replace: '    if (state !== null && state.size < from) {',
    noticedBy: {
      file: 'test/storage/recovered-sends.test.ts',
      test: 'what the ledger knew as unsent and sent later is uncertain after it is set back',
    },
  },
  {
    name: 'head of the history not checked',
    breaks: 'Somebody cuts off the end of the history, and the check says that nobody has touched it.',
    property: 'P21',
    file: `${ledger}/history-check.ts`,
    find: '  if (atEnd !== null) return atEnd\n',
    replace: '',
    noticedBy: {
      file: 'test/audit/tampering.test.ts',
      test: 'a tail that is cut off is found wherever it is cut',
    },
  },
  {
    name: 'entries of the history not chained',
    breaks: 'Somebody takes an entry out and moves up the others, and the check does not see it.',
    property: 'P21',
    file: `${ledger}/history.ts`,
    find: "return hash('sha256', previous + canonical(entry))",
    replace: "return hash('sha256', previous.slice(0, 0) + canonical(entry))",
    noticedBy: {
      file: 'test/audit/command.test.ts',
      test: 'whoever has the export computes the chain again with SHA-256 and nothing of this program',
    },
  },
  {
    name: 'a decision not put to the referral that it is on',
    breaks:
      'A referral that UNHCR has answered stands in the list as one without an answer, and the answer as a referral.',
    property: 'P10',
    file: `${ledger}/strands.ts`,
    find: "row.strand = known.get(row.ref_iop_guid ?? '') ?? row.strand",
    replace: "row.strand = known.size < 0 ? '' : row.strand",
    noticedBy: {
      file: `${ledger}/strands.test.ts`,
      test: 'a referral and the decisions on it are one a referral and UNHCR\u2019s decision, by the referral or by proGres\u2019s GUID, whichever is known first',
    },
  },
  {
    name: 'what comes back is not taken from the count of what is settled',
    breaks: 'A referral that is due again counts twice, and the sum says more than was found.',
    property: 'P10',
    file: `${ledger}/settled-counts.ts`,
    find: 'add(row.flow, before.state, -1)',
    replace: 'add(row.flow, before.state, 0)',
    noticedBy: 'worlds',
  },
]
