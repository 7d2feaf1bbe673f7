import type { Sabotage } from '../sabotage-of.ts'

const firstLook = 'packages/core/src/flows/referrals-out/first-look.ts'
const newLedger = 'test/referrals-out/new-ledger.test.ts'
const serve = 'packages/service/src/commands/serve'

/** Whose ledger it is: one that knows nothing, one of other keys, secrets of other deployments. */
export const whoseLedger: readonly Sabotage[] = [
  {
    name: 'a new ledger sends without a look',
    breaks: 'The service is pointed at another ledger, and every open referral goes to UNHCR a second time.',
    property: 'P2',
    file: 'packages/service/src/ledger/beginning.ts',
    find: "? 'needless' : 'due'",
    replace: "? 'needless' : 'needless'",
    noticedBy: {
      file: newLedger,
      test: '(P2) what another ledger sent is found in proGres and confirmed; what it did not send goes',
    },
  },
  {
    name: 'sends go out while the look is not done',
    breaks: 'PING is down for an hour on the first day, and what another ledger sent is sent again.',
    property: 'P2',
    file: 'packages/core/src/flows/referrals-out/flow.ts',
    find: '  if (unknown !== null) return notLooked(run, work, unknown)\n  const { ownedBy }',
    replace: '  const { ownedBy }',
    noticedBy: {
      file: newLedger,
      test: 'nothing is sent while a detail cannot be read, and the item says why',
    },
  },
  {
    name: 'a look ends at a limit',
    breaks: 'Two hundred records are looked at, and what stands behind them in proGres is sent again.',
    property: 'P2',
    file: firstLook,
    find: 'for (let at = 0; at < guids.length; at += run.setSize) {',
    replace: 'for (let at = 0; at < Math.min(200, guids.length); at += run.setSize) {',
    noticedBy: {
      file: newLedger,
      test: '(P7) more records than any limit are read in one run; a look that is cut off goes on, and reads each once',
    },
  },
  {
    name: 'another key of the ledger taken',
    breaks:
      'Somebody sets a new LEDGER_KEY without keeping the old one, and known children get second cases.',
    property: 'P2',
    file: 'packages/service/src/commands/run/run-once.ts',
    find: '  if (fault !== null) {\n',
    replace: '  if (fault !== null && order.dryRun) {\n',
    noticedBy: {
      file: 'test/cross-cutting/ledger-keys.test.ts',
      test: '1.1 under another key is refused before anything leaves',
    },
  },
  {
    name: 'a folder is made for a ledger that is not there',
    breaks: 'The volume is not mounted, and the service begins from nothing in the empty mount point.',
    property: 'P2',
    file: 'packages/service/src/ledger/place.ts',
    find: '    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {\n',
    replace:
      "    process.getBuiltinModule('node:fs').mkdirSync(directory, { recursive: true })\n    if (directory === '') {\n",
    noticedBy: {
      file: 'packages/service/src/ledger/place.test.ts',
      test: 'nothing, in a folder that is not there is refused, and left as it is',
    },
  },
  {
    name: 'a link to a ledger taken for another place',
    breaks: 'One ledger has two journals of sends, each lost for the other, and all that is open is held.',
    property: 'P2',
    file: 'packages/service/src/ledger/place.ts',
    find: 'return behindLink(whole)',
    replace: 'return whole',
    noticedBy: {
      file: 'packages/service/src/ledger/place.test.ts',
      test: 'a link to a ledger is that ledger, with the one journal of sends that lies beside it',
    },
  },
  {
    name: 'a database without tables taken for a new ledger',
    breaks: 'Another program lost its tables, and the exchange begins from nothing in its file.',
    property: 'P2',
    file: 'packages/service/src/ledger/sqlite.ts',
    find: '(!isEmpty && mark !== applicationId)',
    replace: '(!isEmpty && mark === path)',
    noticedBy: {
      file: 'packages/service/src/ledger/place.test.ts',
      test: 'a database without tables is refused, and left as it is',
    },
  },
  {
    name: 'what a lost ledger may have sent told as never sent',
    breaks: 'The consent was withdrawn, UNHCR has the child, and nobody is asked to tell UNHCR so.',
    property: 'P9',
    file: 'packages/core/src/flows/referrals-out/assess.ts',
    find: "return forgotten('consent-withdrawn', ['outcome-unknown'])",
    replace: 'return null',
    noticedBy: {
      file: newLedger,
      test: 'a referral that another ledger may have sent, and whose consent was withdrawn since, is not told as never sent',
    },
  },
  {
    name: 'what another ledger delivered taken for a loss of the list',
    breaks:
      'After a backup is brought back, what was delivered since waits for a round, as if proGres had lost it.',
    property: 'P8',
    file: 'packages/core/src/flows/unlisted.ts',
    find: '!wasListed(item) || (lossRun',
    replace: '(lossRun',
    noticedBy: {
      file: newLedger,
      test: 'many that another ledger delivered are no loss of the list: 1.2 finds them, and the next run of 1.1 confirms them',
    },
  },
  {
    name: 'a decision written to a referral that may never have been sent',
    breaks: 'UNHCR rejected an earlier referral of the service, and the new one is closed by it.',
    property: 'P3',
    file: 'packages/core/src/flows/decisions-in/bind.ts',
    find: 'return isDoubtful || !maybeSent(item)',
    replace: 'return !maybeSent(item)',
    noticedBy: {
      file: newLedger,
      test: '(P3) a decision on an earlier referral of a row is not written to one that was never sent',
    },
  },
  {
    name: 'secrets without a name given to several deployments',
    breaks: "One country's password is sent to the server of another.",
    property: 'P11',
    file: `${serve}/places.ts`,
    find: '  if (shared !== null) {\n',
    replace: '  if (shared !== null && places.length === 0) {\n',
    noticedBy: {
      file: `${serve}/places.test.ts`,
      test: 'one deployment takes secrets without its name in front; of several none does, and what to set is named',
    },
  },
  {
    name: 'the sandbox served beside deployments',
    breaks: 'Invented children are exchanged by the service that carries real ones.',
    property: 'P4',
    file: `${serve}/places.ts`,
    find: 'basename(folder).toLowerCase() === sandbox',
    replace: "basename(folder).toLowerCase() === ''",
    noticedBy: {
      file: `${serve}/places.test.ts`,
      test: 'patterns, hidden folders and the sandbox are passed over, whatever the case of its name',
    },
  },
  {
    name: 'decision of another ledger proves nothing',
    breaks: 'UNHCR has answered, and the referral stands as if it had ended before anything was sent.',
    property: 'P1',
    file: 'packages/core/src/flows/decisions-in/bind.ts',
    find: "maybeSent(one) || one.state === 'waiting'",
    replace: 'maybeSent(one)',
    noticedBy: {
      file: 'test/referrals-out/new-ledger.test.ts',
      test: '(P1) a decision that comes before the list could be read proves that its referral had been sent: PING does not answer',
    },
  },
]
