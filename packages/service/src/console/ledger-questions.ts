import type { ConsoleHost } from '@ping-primero/console/host.ts'
import { pauseFlow } from '../commands/pause/pause-flow.ts'
import { storiesOf, toldItems } from '../commands/explain/story.ts'
import { individualPseudonyms } from '@ping-primero/core/privacy/pseudonym.ts'
import { readLedgerKeys } from '../configuration/secrets.ts'
import type { Environment } from '../configuration/setting.ts'
import { letGo } from '../commands/retry/let-go.ts'
import type { LedgerStore } from '../ledger/store.ts'
import { historyFile } from './history-file.ts'
import { storageOf } from './storage.ts'

/** What the service lends the console of an open ledger; the environment holds the keys by which a child's number is found. */
export function ledgerQuestions(
  { operators, pages, entered, strands, measures, path }: LedgerStore,
  env: Environment,
): ConsoleHost['ledger'] {
  return {
    status: operators.status,
    systemsDown: operators.systemsDown,
    longest: operators.listed.longest,
    itemCount: operators.listed.count,
    newestItems: operators.listed.newest,
    strandCount: strands.count,
    strandPage: strands.page,
    strandOldest: strands.oldest,
    counted: measures.counted,
    find: async (deployment, number) => {
      // Looking up needs no strong key, only the one that was used.
      const keys = readLedgerKeys(env, { name: deployment, environment: 'test' })
      const known = keys.ok && keys.value !== null ? individualPseudonyms(keys.value, deployment, number) : []
      const found = await operators.find({ number, deployment, pseudonyms: known })
      return found.map(({ item }) => item)
    },
    stories: async (deployment, items) => {
      const stories = await storiesOf(
        items.map((item) => ({ deployment, item })),
        operators,
      )
      return stories.map((story) => story.items)
    },
    told: (deployment, items) => toldItems({ deployment, items }, operators),
    accounts: entered.accounts,
    storage: () => storageOf(path),
    ...pages,
  }
}

/** What whoever presses a button does in it. */
export function ledgerDeeds({ operators }: LedgerStore): ConsoleHost['deeds'] {
  return {
    tryAgain: async (deployment, flow, reason, act) =>
      (await operators.retry(deployment, { flow, reason }, act)).length,
    noteExport: (deployment, act) => operators.noteDone(deployment, 'exported', act),
    tryThese: async (deployment, items, act) => (await operators.retry(deployment, { items }, act)).length,
    settle: async (deployment, item, act) =>
      (await operators.handle(deployment, [item], act.why, act)).length > 0,
    release: async (deployment, item, act) => {
      const { released, isBefore } = await letGo(operators, deployment, item, act)
      if (released === null) return 'moved'
      return isBefore ? 'released-before' : 'released'
    },
    note: (deployment, item, act) => operators.note(deployment, item, { what: 'noted', why: act.why }, act),
    exportHistory: (deployment, period, act) =>
      historyFile(operators, deployment, { ...period, people: false }, act),
    pause: async (deployment, flow, act) => (await pauseFlow(operators, deployment, flow, act)).did,
    resume: operators.resume,
  }
}
