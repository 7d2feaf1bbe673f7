import type { VerificationEnd, Verifications } from '@ping-primero/console/pages/audit/verification.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { LedgerStore } from '../ledger/store.ts'
import type { ServiceLog } from '../log/log.ts'
import { refusalOf } from '../refusals/refusal.ts'
import { undertakenOnes } from './undertaken.ts'

interface Begun {
  readonly act: Act
  readonly of: number
  /** Entries seen so far. */
  done: number
}

/** Verifies histories as `audit verify` does; what came of it stands in the history, by who asked for it. */
export function historyVerifications(
  { operators, pages }: Pick<LedgerStore, 'operators' | 'pages'>,
  now: () => number,
  log: (deployment: string) => ServiceLog,
): Verifications {
  const ones = undertakenOnes<Begun, VerificationEnd>()

  async function verify(deployment: string, begun: Begun): Promise<VerificationEnd> {
    const check = await operators.verify(deployment, [], (entries) => {
      begun.done = entries
    })
    const act = { by: begun.act.by, at: new Date(now()).toISOString() }
    await operators.noteDone(deployment, check.whole ? 'verified' : 'found-touched', act)
    return check.whole ? { kind: 'whole' } : { kind: 'touched', position: check.position }
  }

  return {
    begin: async (deployment, act) => {
      const seal = await pages.seal(deployment)
      const begun = { act, of: seal?.position ?? 0, done: 0 }
      ones.begin(deployment, begun, async () =>
        verify(deployment, begun).catch((error: unknown): VerificationEnd => {
          const { code, message } = refusalOf(error)
          log(deployment)({ event: 'act-refused', act: 'verify', code, message })
          return { kind: 'failed' }
        }),
      )
    },
    of: (deployment) => {
      const one = ones.find(deployment)
      return one === null ? null : { ...one.order, end: one.end }
    },
  }
}
