import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { itemWith, testLedger } from './item.fixture.ts'
import { leaseMs, TurnLost } from './turn.ts'

const instant = { waitMs: 0, now: () => 0, sleep: async () => {} }
const patient = {
  waitMs: 60_000,
  now: Date.now,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}

/** A process that asks for the turn; `said` gives its next word. */
function contender(url: string, flow: string) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve('./turn.fixture.ts')), url, flow],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    said: async () => (await lines.next()).value,
    tell: (line: string) => child.stdin.write(`${line}\n`),
    finish: () => child.stdin.end(),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: new Promise((resolve) => child.on('exit', resolve)),
  }
}

test('one run per deployment at a time: the same flow is under way, another waits until its patience ends', async () => {
  await using ledger = await testLedger()
  const first = await ledger.store.turn('sandbox', '1.1', instant)
  expect(first.kind).toBe('taken')
  expect(await ledger.store.turn('sandbox', '1.1', instant)).toEqual({ kind: 'under-way' })
  expect(await ledger.store.turn('sandbox', '1.2', instant)).toEqual({ kind: 'no-turn' })
  const elsewhere = await ledger.store.turn('gambella', '1.1', instant)
  expect(elsewhere.kind).toBe('taken')
  for (const turn of [first, elsewhere]) if (turn.kind === 'taken') await turn.release()
})

test('a run of another flow begins when the first lets go', async () => {
  await using ledger = await testLedger()
  const first = await ledger.store.turn('sandbox', '1.1', patient)
  let waiting = 0
  const second = await ledger.store.turn('sandbox', '1.2', {
    ...patient,
    sleep: async () => {
      waiting += 1
      if (waiting === 3 && first.kind === 'taken') await first.release()
    },
  })
  expect(second.kind).toBe('taken')
  expect(waiting).toBe(3)
  if (second.kind === 'taken') await second.release()
})

test('another process that holds the turn is seen, and its end too', async () => {
  await using ledger = await testLedger()
  const other = contender(ledger.url, '1.1')
  expect(await other.said()).toBe('taken')
  expect(await ledger.store.turn('sandbox', '1.1', patient)).toEqual({ kind: 'under-way' })
  expect(await ledger.store.turn('sandbox', '1.2', { ...patient, waitMs: 0 })).toEqual({ kind: 'no-turn' })
  other.finish()
  const ours = await ledger.store.turn('sandbox', '1.2', patient)
  expect(ours.kind).toBe('taken')
  await other.ended
  if (ours.kind === 'taken') await ours.release()
})

test('after a kill -9 another takes over at once, whatever the flow, and what was saved is there', async () => {
  for (const flow of ['1.1', '1.2'] as const) {
    await using ledger = await testLedger()
    const other = contender(ledger.url, '1.1')
    expect(await other.said()).toBe('taken')
    other.tell('durable')
    expect(await other.said()).toBe('saved')
    other.kill('SIGKILL')
    await other.ended
    const began = Date.now()
    const ours = await ledger.store.turn('sandbox', flow, patient)
    expect(ours.kind).toBe('taken')
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(await ledger.store.forDeployment('sandbox').get('1.1', ['durable'])).toEqual([
      itemWith({ key: 'durable', revision: 1 }),
    ])
    if (ours.kind === 'taken') await ours.release()
  }
})

test('a holder of another machine is followed when its lease runs out, and believed when it beats', async () => {
  await using ledger = await testLedger()
  const file = new DatabaseSync(ledger.path)
  const put = (expiresAt: number) =>
    file
      .prepare(
        "insert or replace into lease values ('sandbox', '1.1', 'theirs', 'another machine', '1@1', ?)",
      )
      .run(new Date(expiresAt).toISOString())
  let clock = 1_772_000_000_000
  const sleep = async (ms: number) => {
    clock += ms
  }
  put(clock + leaseMs)
  const began = clock
  const silent = await ledger.store.turn('sandbox', '1.1', { waitMs: 0, now: () => clock, sleep })
  expect(silent.kind).toBe('taken')
  expect(clock - began).toBeGreaterThanOrEqual(leaseMs)
  expect(clock - began).toBeLessThan(10_000)
  if (silent.kind === 'taken') await silent.release()

  put(clock + leaseMs)
  const beating = await ledger.store.turn('sandbox', '1.1', {
    waitMs: 0,
    now: () => clock,
    sleep: async (ms) => {
      clock += ms
      put(clock + leaseMs)
    },
  })
  expect(beating).toEqual({ kind: 'under-way' })
  file.close()
})

test('a run whose turn went to another can write nothing more', async () => {
  await using ledger = await testLedger()
  const start = 1_772_000_000_000
  const first = await ledger.store.turn('sandbox', '1.1', { ...instant, now: () => start })
  if (first.kind !== 'taken') throw new Error('the turn was free')
  await first.ledger.save([itemWith({ key: 'before' })], [])
  const second = await ledger.store.turn('sandbox', '1.1', { ...instant, now: () => start + leaseMs })
  if (second.kind !== 'taken') throw new Error('the lease had run out')

  const { ledger: lost } = first
  await expect(lost.save([itemWith({ key: 'after' })], [])).rejects.toBeInstanceOf(TurnLost)
  await expect(lost.saveCursor('1.1', '2026-03-01T00:00:00.000Z')).rejects.toBeInstanceOf(TurnLost)
  await expect(lost.saveSeen('cases', [{ id: 'a', version: '1' }])).rejects.toBeInstanceOf(TurnLost)
  await expect(lost.savePause('ping', null)).rejects.toBeInstanceOf(TurnLost)
  await expect(lost.forgetSeen('cases', '1')).rejects.toBeInstanceOf(TurnLost)
  await first.release()

  await second.ledger.save([itemWith({ key: 'theirs' })], [])
  expect((await second.ledger.get('1.1', ['before', 'after', 'theirs'])).map(({ key }) => key)).toEqual([
    'before',
    'theirs',
  ])
  await second.release()
})
