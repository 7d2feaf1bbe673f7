import { expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { testLedger } from '../../ledger/item.fixture.ts'
import type { ServiceEvent } from '../../log/service-event.ts'
import { runOnce } from './run-once.ts'

const context = {
  env: {},
  clock: { now: () => 1_772_000_000_000, sleep: async () => {} },
  json: true,
  user: 'tester',
}

function orderOf(flow: Flow) {
  return { flow, dryRun: false, since: null, only: null, waitMs: 0 }
}

function sandbox() {
  const read = readDeployment('deployments/sandbox', {})
  if (!read.ok) throw new Error(read.refusal.message)
  return read.value
}

const zeros = { found: 0, confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }

test('a disabled or paused flow is skipped with zeros before any secret is asked for', async () => {
  await using ledger = await testLedger()
  const events: ServiceEvent[] = []
  const log = (event: ServiceEvent) => void events.push(event)
  const read = sandbox()
  const disabled = { ...read.deployment.flows, '1.1': { enabled: false, schedule: '0 0 * * *' } }
  const first = await runOnce(
    { ...read, deployment: { ...read.deployment, flows: disabled } },
    orderOf('1.1'),
    ledger.store,
    log,
    context,
  )
  expect(first).toMatchObject({
    ok: true,
    value: { ...zeros, flow: '1.1', skipped: 'disabled', reasons: [] },
  })

  await ledger.store.operators.pause('sandbox', '1.2', 'review', {
    by: 'tester',
    at: '2026-03-01T00:00:00.000Z',
  })
  const second = await runOnce(read, orderOf('1.2'), ledger.store, log, context)
  expect(second).toMatchObject({ ok: true, value: { ...zeros, flow: '1.2', skipped: 'paused' } })
  expect(events).toEqual([
    { event: 'run-skipped', flow: '1.1', why: 'disabled' },
    { event: 'run-skipped', flow: '1.2', why: 'paused' },
  ])
})

test('what is wrong for another flow does not refuse a run, what is wrong for this one does', async () => {
  await using ledger = await testLedger()
  const problem = { file: 'x.csv', line: 3, key: 'a', found: 'b', expected: 'c', flows: ['2.1'] } as const
  const read = { ...sandbox(), problems: [problem] }
  const run = (flow: Flow) => runOnce(read, orderOf(flow), ledger.store, () => {}, context)
  expect(await run('2.1')).toMatchObject({
    refusal: {
      code: 'configuration-invalid',
      message: 'The configuration of the deployment must be mended first. x.csv:3: a: found b, expected c.',
    },
  })
  expect(await run('1.1')).toMatchObject({ refusal: { code: 'secret-missing' } })
})

test('a run whose turn is taken says so: the same flow is under way, another had no turn in time', async () => {
  await using ledger = await testLedger()
  const env = Object.fromEntries(
    [
      'PING_USERNAME',
      'PING_PASSWORD',
      'PING_SUBSCRIPTION_KEY',
      'PRIMERO_USERNAME',
      'PRIMERO_PASSWORD',
      'LEDGER_KEY',
    ].map((name) => [name, 'an-invented-value-of-enough-characters']),
  )
  const turn = await ledger.store.turn('sandbox', '1.1', { waitMs: 0, ...context.clock })
  const run = (flow: Flow) => runOnce(sandbox(), orderOf(flow), ledger.store, () => {}, { ...context, env })
  expect(await run('1.1')).toMatchObject({ value: { ...zeros, skipped: 'under-way' } })
  expect(await run('1.2')).toMatchObject({ value: { ...zeros, skipped: 'no-turn' } })
  if (turn.kind === 'taken') await turn.release()
})
