import { expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus, LastRun } from '@ping-primero/core/ledger/questions.ts'
import type { Undertaking } from '../../undertakings/undertaking.ts'
import { deploymentWith, flowStatus, nowMs } from '../../host.fixture.ts'
import { flowsOf, type FlowsInput } from './model.ts'

const counts = { confirmed: 6, waiting: 0, attention: 1, withdrawn: 0, handled: 0 }
const pause = { at: '2026-11-26T04:30:00.000Z', by: 'someone', why: 'mapping under review' }

function shown(status: Partial<FlowStatus> = {}, more: Partial<FlowsInput> = {}) {
  const given = flows.map((flow) => flowStatus({ flow, ...(flow === '2.1' ? status : {}) }))
  const all = flowsOf({
    deployment: deploymentWith(),
    nowMs,
    flows: given,
    lastRuns: [],
    cursors: {},
    underWay: null,
    undertakings: [],
    changes: [],
    firstFound: null,
    ...more,
  })
  const card = all.cards.find(({ flow }) => flow === '2.1')
  if (card === undefined) throw new Error('Every flow has its card.')
  return { ...all, card }
}

const off = { deployment: deploymentWith({ isEnabled: () => false }) }
const underWay = { underWay: '2.1' } as const
const stopped = { stoppedBy: 'primero-credentials-refused' } as const

test.each([
  ['running', {}, {}],
  ['running', { stoppedBy: 'run-interrupted' }, {}],
  ['running', {}, { underWay: '1.2' }],
  ['stopped', stopped, {}],
  ['under-way', stopped, underWay],
  ['paused', { pause, ...stopped }, underWay],
  ['off', { pause, ...stopped }, { ...off, ...underWay }],
] as const)('a flow is %s by what matters most', (standing, status, more) => {
  expect(shown(status, more).card.standing).toBe(standing)
})

test('what stopped a flow is said with whose move it is, and an interruption is none', () => {
  expect(shown(stopped).card.stopped).toEqual({
    reason: 'primero-credentials-refused',
    owner: 'administrator',
  })
  expect(shown({ stoppedBy: 'run-interrupted' }).card.stopped).toBe(null)
})

test('a paused flow has no next time', () => {
  expect(shown().card.next).toBe('2026-11-26T21:00:00.000Z')
  expect(shown({ pause }).card.next).toBe(null)
})

test('the last run is its own, with how long it took', () => {
  const run = { startedAt: '2026-11-26T05:20:00.000Z', finishedAt: '2026-11-26T05:20:40.000Z', counts }
  const lastRuns: readonly LastRun[] = [
    { ...run, flow: '1.1', finishedAt: '2026-11-26T05:59:00.000Z' },
    { ...run, flow: '2.1' },
  ]
  expect(shown({}, { lastRuns }).card.last).toEqual({ ...run, flow: '2.1', tookMs: 40_000 })
  expect(shown({}, { lastRuns: lastRuns.slice(0, 1) }).card.last).toBe(null)
})

test('only those whose source is asked for changes have looked at them up to a time', () => {
  const cursors = Object.fromEntries(flows.map((flow) => [flow, '2026-11-26T05:10:00.000Z']))
  const looked = shown({}, { cursors }).cards.map(({ flow, looksBack, cursor }) => [flow, looksBack, cursor])
  expect(looked).toEqual([
    ['1.1', false, null],
    ['1.2', true, '2026-11-26T05:10:00.000Z'],
    ['2.1', true, '2026-11-26T05:10:00.000Z'],
    ['2.2', false, null],
  ])
})

test('what needs attention is counted over all flows', () => {
  const given = flows.map((flow) => flowStatus({ flow, counts }))
  expect(shown({}, { flows: given }).attention).toBe(4)
})

const progress = { part: 'cases', done: 120, of: 300, awaits: null } as const
const done = {
  kind: 'done',
  at: '2026-11-26T05:41:00.000Z',
  counts,
  skipped: null,
  stopped: null,
  tried: null,
} as const

function undertaking(more: Partial<Omit<Undertaking, 'kind'>> = {}): Undertaking {
  const act = { by: 'someone', at: '2026-11-26T05:41:00.000Z' }
  return { kind: 'run', flow: '2.1', act, progress: null, isFollowed: false, end: null, ...more }
}

test.each([
  ['nothing goes on', [], null, 'running', true, false],
  ['it waits for its turn', [undertaking()], null, 'running', false, false],
  ['it runs', [undertaking({ progress })], '2.1', 'under-way', false, false],
  ['it runs by itself', [], '2.1', 'under-way', false, true],
  ['it runs by itself, and ours waits', [undertaking()], '2.1', 'under-way', false, true],
  ['it has ended', [undertaking({ end: done })], null, 'running', true, false],
  ['another flow runs', [undertaking({ flow: '1.1', progress })], '1.1', 'running', true, false],
] as const)('of what was begun: %s', (_what, undertakings, now, standing, canRun, runsByItself) => {
  const { card } = shown({}, { undertakings, underWay: now })
  expect([card.standing, card.canRun, card.runsByItself]).toEqual([standing, canRun, runsByItself])
  expect(card.going.length + card.ended.length).toBe(undertakings.filter(({ flow }) => flow === '2.1').length)
})

test('what is tried is not run meanwhile, and may be run after it', () => {
  const tried = { ...undertaking({ progress }), kind: 'try' } as const
  const { card } = shown({}, { undertakings: [tried], underWay: '2.1' })
  expect([card.standing, card.canTry, card.canRun, card.runsByItself]).toEqual([
    'running',
    false,
    true,
    false,
  ])
})

test('what is paused or switched off is not run', () => {
  for (const { card } of [shown({ pause }), shown({}, off)]) {
    expect([card.canRun, card.canTry, card.canLookAgain]).toEqual([false, false, false])
  }
  expect(shown(stopped).card.canRun).toBe(true)
})
