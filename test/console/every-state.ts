import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { eventWith, itemWith } from '../../packages/service/src/ledger/item.fixture.ts'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'

/** The referral that UNHCR is to end, of which a notice is printed. */
export const takenBack = 'REF-IOP-000117'

/** A referral whose decision needs somebody: a story in both directions, with what was done to it by a person. */
export const halfway = 'REF-IOP-000128'

const minuteMs = 60_000

/** Puts into a story's ledger what its story has not: referrals in every state, and a flow that is paused. */
export async function addEveryState({ store, now }: Pick<StoryWorld, 'store' | 'now'>): Promise<void> {
  const ago = (minutes: number): string => new Date(now() - minutes * minuteMs).toISOString()
  const one = (given: Partial<LedgerItem>): LedgerItem =>
    itemWith({ foundAt: ago(90), since: ago(60), ...given })
  const items: readonly LedgerItem[] = [
    one({
      flow: '2.1',
      key: 'taken-back',
      state: 'attention',
      reason: 'consent-withdrawn',
      sentAt: ago(80),
      numbers: { referralId: 'taken-back', caseIdDisplay: '8e03bd1', refIopNumber: takenBack },
    }),
    one({
      flow: '2.1',
      key: 'halfway',
      state: 'confirmed',
      reason: null,
      sentAt: ago(80),
      numbers: { referralId: 'halfway', caseIdDisplay: 'd40b7e6', refIopNumber: halfway },
    }),
    one({
      flow: '2.2',
      key: 'halfway-answer',
      state: 'attention',
      reason: 'decision-not-applied',
      decision: 'rejected',
      numbers: { referralId: 'halfway', refIopGuid: 'halfway-answer', refIopNumber: halfway },
    }),
    one({
      flow: '2.1',
      key: 'overridden',
      state: 'attention',
      reason: 'consent-overridden',
      numbers: { referralId: 'overridden', caseIdDisplay: 'e77b3d0' },
    }),
    one({
      flow: '2.1',
      key: 'on-its-way',
      reason: 'ping-processing',
      nextTry: new Date(now() + 10 * minuteMs).toISOString(),
      sentAt: ago(5),
      numbers: { referralId: 'on-its-way', caseIdDisplay: 'c19f0a4' },
    }),
    one({
      key: 'gone',
      state: 'withdrawn',
      reason: null,
      numbers: { interventionNumber: '803-26-PRTITV-2000001' },
    }),
    one({
      key: 'told',
      state: 'handled',
      reason: null,
      numbers: { interventionNumber: '803-26-PRTITV-2000002' },
    }),
  ]
  const act = { by: 'focal@agency.example', why: 'the supervisor was told on the weekly call' }
  const events: readonly LedgerEvent[] = [
    ...items.map(({ flow, key, foundAt }) => eventWith({ flow, key, at: foundAt, what: 'found' })),
    eventWith({ flow: '2.1', key: 'halfway', at: ago(80), what: 'referral-sent' }),
    eventWith({ flow: '2.1', key: 'halfway', at: ago(75), what: 'state-changed', state: 'confirmed' }),
    eventWith({
      flow: '2.2',
      key: 'halfway-answer',
      at: ago(60),
      what: 'state-changed',
      state: 'attention',
      reason: 'decision-not-applied',
    }),
    eventWith({ flow: '2.2', key: 'halfway-answer', at: ago(50), what: 'noted', ...act }),
    eventWith({ flow: '1.1', key: 'told', at: ago(60), what: 'handled', ...act }),
  ]
  await store.forDeployment('sandbox').save(items, events)
  await store.operators.pause('sandbox', '2.2', 'Primero is being upgraded', { by: act.by, at: ago(30) })
}
