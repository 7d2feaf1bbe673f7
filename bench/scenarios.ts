import type { Flow } from '@ping-primero/core'
import type { Order } from './order.ts'

/** One thing that is measured: what is there before, which run, and what the earlier solution needed for it. */
export interface Scenario {
  readonly name: string
  readonly flow: Flow
  /** Orders to the simulators, with runs of other flows between them. */
  readonly before: (count: number) => readonly (Order | { readonly kind: 'run'; readonly flow: Flow })[]
  /** Runs that see only an unchanged world. */
  readonly unchanged?: true
  readonly referralsPerCall?: number
  readonly targets?: Targets
}

/** What `docs/architecture.md` asks for at 1,000 records and 20 ms per answer. */
export interface Targets {
  /** Seconds of the earlier solution, and how many times faster this one is to be. */
  readonly openFnSeconds?: number
  readonly timesFaster?: number
  readonly requestsPerRecord?: number
  readonly peakMb?: number
  /** Work asked of Primero for 1,000 records, seconds. */
  readonly openFnWork?: number
  readonly work?: number
  /** Wall time of a run that has nothing to do, seconds. */
  readonly emptySeconds?: number
}

export const scenarios: readonly Scenario[] = [
  {
    name: '1.1, half of the children known',
    flow: '1.1',
    before: (count) => [{ kind: 'referrals', count }],
    targets: {
      openFnSeconds: 91,
      timesFaster: 20,
      requestsPerRecord: 2.4,
      peakMb: 150,
      openFnWork: 548,
      work: 150,
    },
  },
  {
    name: '1.1, none known, no number shown',
    flow: '1.1',
    // As many as the run looks at for a number that some case bears.
    before: (count) => [
      { kind: 'numberless', count: 100 },
      { kind: 'new-children', count },
    ],
    targets: { requestsPerRecord: 2.5, work: 165 },
  },
  {
    name: '1.2',
    flow: '1.2',
    before: (count) => [{ kind: 'referrals', count }, { kind: 'run', flow: '1.1' }, { kind: 'caseworkers' }],
    targets: { requestsPerRecord: 0.1 },
  },
  {
    name: '1.2, rows of an earlier solution',
    flow: '1.2',
    // Whether they were told before, only proGres knows: it is asked of each, once.
    before: (count) => [{ kind: 'decisions', count }],
    targets: { requestsPerRecord: 1.1 },
  },
  {
    name: '1.2 again, nothing changed',
    flow: '1.2',
    before: (count) => [
      { kind: 'decisions', count },
      { kind: 'run', flow: '1.2' },
    ],
    unchanged: true,
    targets: { requestsPerRecord: 0 },
  },
  {
    name: '2.1, one referral a call',
    flow: '2.1',
    before: (count) => [{ kind: 'outgoing', count }],
    targets: { openFnSeconds: 69, timesFaster: 20, requestsPerRecord: 3.1, openFnWork: 165, work: 30 },
  },
  {
    name: '2.1, in batches of 25',
    flow: '2.1',
    before: (count) => [{ kind: 'outgoing', count }],
    referralsPerCall: 25,
    targets: { requestsPerRecord: 1.2, openFnWork: 165, work: 30 },
  },
  {
    name: '2.2, sent by flow 2.1',
    flow: '2.2',
    before: (count) => [{ kind: 'outgoing', count }, { kind: 'run', flow: '2.1' }, { kind: 'officers' }],
    targets: { openFnSeconds: 112, timesFaster: 25, requestsPerRecord: 2.2, openFnWork: 641, work: 100 },
  },
  {
    name: '2.2, sent by others',
    flow: '2.2',
    before: (count) => [{ kind: 'reviewed', count }],
    targets: { openFnSeconds: 112, timesFaster: 25, requestsPerRecord: 3.3 },
  },
]
