import type { LiveLooks, LookEnd } from '@ping-primero/console/pages/referral/look/look.ts'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { LiveLook, LookedItems } from '@ping-primero/core/reconcile/live-look.ts'
import { lookOnce } from '../commands/reconcile/compare-once.ts'
import { readSecrets } from '../configuration/secrets.ts'
import { nodeTransport } from '../http/node-transport.ts'
import { refusalOf, type Result } from '../refusals/refusal.ts'
import type { ComparisonsHost } from './comparisons.ts'

/** Whoever pressed waits for the answer: from then on nothing more is asked, ms. */
const patienceMs = 20_000

/** One exchange with a system may take so long while somebody waits, ms. */
const exchangeMs = 10_000

/** The systems and the clock for somebody who waits: once the signal comes nothing is asked or waited for. */
function hurriedBy(
  signal: AbortSignal,
  { clock, transport = nodeTransport(exchangeMs) }: Pick<ComparisonsHost, 'clock' | 'transport'>,
): { readonly clock: Clock; readonly transport: NonNullable<ComparisonsHost['transport']> } {
  const over = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve())
  })
  return {
    clock: { now: clock.now, sleep: (ms) => Promise.race([clock.sleep(ms), over]) },
    transport: async (...request) => {
      if (signal.aborted) return { kind: 'unanswered', why: 'timeout', mayHaveArrived: false }
      return transport(...request)
    },
  }
}

/**
 * Looks at one referral in both systems for whoever waits for the page. Of one deployment one look after the other, so that
 * a button pressed often asks no more of the systems than its turn. That it was done, and by whom, stands in the history.
 */
export function liveLooks(host: ComparisonsHost, patience = patienceMs): LiveLooks {
  const { store, clock } = host
  const turns = new Map<string, Promise<unknown>>()
  const now = (): string => new Date(clock.now()).toISOString()

  async function read(deployment: string, items: LookedItems): Promise<Result<LiveLook>> {
    const configured = host.configured(deployment)
    if (!configured.ok) return configured
    const { read: settings, env } = configured.value
    const credentials = readSecrets(env, settings.deployment)
    if (!credentials.ok) return credentials
    const { transport, ...hurried } = hurriedBy(AbortSignal.timeout(patience), host)
    const given = { store, credentials: credentials.value, log: host.log(deployment), ...hurried }
    return lookOnce(settings.deployment, items, given, { transport })
  }

  async function look(deployment: string, items: LookedItems, act: Act): Promise<LookEnd> {
    const result = await lookAndNote().catch((error: unknown) => ({
      ok: false as const,
      refusal: refusalOf(error),
    }))
    if (result.ok) return { kind: 'done', at: now(), look: result.value }
    const { code, message, owner } = result.refusal
    host.log(deployment)({ event: 'act-refused', act: 'look', code, message })
    return { kind: 'failed', at: now(), owner }

    async function lookAndNote(): Promise<Result<LiveLook>> {
      const looked = await read(deployment, items)
      const [first] = [items.referral, ...items.decisions].filter((item) => item !== null)
      if (looked.ok && first !== undefined) {
        await store.operators.note(deployment, first, { what: 'compared' }, act)
      }
      return looked
    }
  }

  return {
    look: (deployment, items, act) => {
      const before = turns.get(deployment) ?? Promise.resolve()
      const turn = before.then(() => look(deployment, items, act))
      turns.set(deployment, turn)
      return turn
    },
  }
}
