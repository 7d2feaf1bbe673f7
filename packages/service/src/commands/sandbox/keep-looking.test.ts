import { expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { refused } from '../../refusals/refusal.ts'
import { silentTeller } from '../../story/teller.ts'
import type { StoryWorld } from '../../story/world.ts'
import { keepLooking } from './keep-looking.ts'

function reportOf(flow: Flow, more: Partial<RunReport> = {}): RunReport {
  return {
    deployment: 'sandbox',
    flow,
    startedAt: '2026-03-01T00:00:00.000Z',
    finishedAt: '2026-03-01T00:00:01.000Z',
    dryRun: false,
    found: 0,
    confirmed: 0,
    waiting: 0,
    attention: 0,
    withdrawn: 0,
    handled: 0,
    requests: { ping: 0, primero: 0 },
    warnings: [],
    reasons: [],
    ...more,
  }
}

const held = { code: 'consent-missing', state: 'attention', count: 1, items: ['R-1'] } as const

/** What is told while the looks at one flow answer this, one after the other, the other flows nothing. */
async function toldOf(flow: Flow, answers: readonly Awaited<ReturnType<StoryWorld['run']>>[]) {
  const controller = new AbortController()
  const told: string[] = []
  const asked: Flow[] = []
  const waited: number[] = []
  const run: StoryWorld['run'] = async (one) => {
    asked.push(one)
    const answer = one === flow ? answers[waited.length - 1] : undefined
    return answer ?? { ok: true, value: reportOf(one) }
  }
  await keepLooking(
    { run },
    {
      teller: { ...silentTeller, say: (line) => told.push(line) },
      signal: controller.signal,
      pace: async (ms) => {
        waited.push(ms)
        if (waited.length > answers.length) controller.abort()
      },
    },
  )
  return { told, asked, waited }
}

test('every minute all four flows are looked at, and nothing is told when nothing happens', async () => {
  const { told, asked, waited } = await toldOf('1.1', [
    { ok: true, value: reportOf('1.1') },
    { ok: true, value: reportOf('1.1') },
  ])
  expect(told).toEqual([])
  expect(asked).toEqual(['1.1', '1.2', '2.1', '2.2', '1.1', '1.2', '2.1', '2.2'])
  expect(waited).toEqual([60_000, 60_000, 60_000])
})

test('what got through is told; what stands still is told once', async () => {
  const standing = { ok: true, value: reportOf('2.1', { attention: 1, reasons: [held] }) } as const
  const { told } = await toldOf('2.1', [
    { ok: true, value: reportOf('2.1', { found: 3, confirmed: 2, attention: 1, reasons: [held] }) },
    standing,
    standing,
  ])
  const why = [
    '1 needs attention: R-1',
    'The case does not show consent for services and for sharing with other organisations.',
    'Whose move: the caseworker. Next: Record the consent in the case, or revoke the referral. Nothing has been sent.',
  ]
  expect(told).toEqual(['Referrals from Primero to proGres:', '2 got through.', ...why])
})

test('a refusal is told, and the looks go on', async () => {
  const { told } = await toldOf('1.2', [
    refused('configuration-invalid', 'line 3'),
    { ok: true, value: reportOf('1.2', { confirmed: 1 }) },
  ])
  expect(told).toEqual([
    'Decisions from Primero to proGres:',
    'The configuration of the deployment must be mended first. line 3',
    'Decisions from Primero to proGres:',
    '1 got through.',
  ])
})
