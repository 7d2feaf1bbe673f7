import { expect, test } from 'vitest'
import { eventWith, itemWith, testLedger } from './item.fixture.ts'

const act = { by: 'A. Operator', at: '2026-03-09T00:00:00.000Z' }

test('an item is found by any number a person has, however it is typed, and by the individual pseudonym', async () => {
  await using ledger = await testLedger()
  const numbers = {
    interventionNumber: '803-26-PRTITV-1000004',
    interventionGuid: 'aaaa-bbbb',
    caseIdDisplay: 'cp-77',
  }
  await ledger.store.forDeployment('sandbox').save([itemWith({ numbers, individual: 'hash-1' })], [])
  await ledger.store.forDeployment('gambella').save([itemWith({ numbers: { caseIdDisplay: 'cp-77' } })], [])
  const search = async (number: string, deployment: string | null, pseudonyms: readonly string[] = []) =>
    (await ledger.store.operators.find({ number, deployment, pseudonyms })).map((found) => found.deployment)

  expect(await search(' 803-26-prtitv-1000004 ', null)).toEqual(['sandbox'])
  expect(await search('AAAA-BBBB', null)).toEqual(['sandbox'])
  expect(await search('cp-77', null)).toEqual(['gambella', 'sandbox'])
  expect(await search('cp-77', 'gambella')).toEqual(['gambella'])
  expect(await search('803-00000001', null, ['other', 'hash-1'])).toEqual(['sandbox'])
  expect(await search('hash-1', null)).toEqual([])
})

test('retry makes one item due, says who asked, and ends the pauses of the systems', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const troubled = {
    attempts: 4,
    nextTry: '2026-03-09T05:00:00.000Z',
    refusedAt: '2026-03-08T00:00:00.000Z',
    reason: 'ping-unavailable',
  } as const
  await ours.save([itemWith({ key: 'a', ...troubled }), itemWith({ key: 'b', ...troubled })], [])
  await ours.savePause('ping', {
    system: 'ping',
    since: '2026-03-08T00:00:00.000Z',
    nextProbe: '2026-03-09T05:00:00.000Z',
  })

  const made = await ledger.store.operators.retry('sandbox', { items: [{ flow: '1.1', key: 'a' }] }, act)

  expect(made.map(({ key }) => key)).toEqual(['a'])
  expect(await ours.get('1.1', ['a', 'b'])).toEqual([
    itemWith({ key: 'a', reason: 'ping-unavailable', revision: 2 }),
    itemWith({ key: 'b', ...troubled, revision: 1 }),
  ])
  expect(await ours.pauses()).toEqual([])
  expect(await ledger.store.operators.history('sandbox', '1.1', 'a')).toEqual([
    eventWith({
      key: 'a',
      what: 'retried',
      at: act.at,
      by: act.by,
      state: 'waiting',
      reason: 'ping-unavailable',
    }),
  ])
})

test('retry of a reason, of a flow or of all takes unsettled items only', async () => {
  await using ledger = await testLedger()
  await ledger.store
    .forDeployment('sandbox')
    .save(
      [
        itemWith({ key: 'a', state: 'attention', reason: 'value-unmapped' }),
        itemWith({ key: 'b', flow: '1.2', state: 'attention', reason: 'value-unmapped' }),
        itemWith({ key: 'c' }),
        itemWith({ key: 'd', state: 'confirmed', reason: null }),
      ],
      [],
    )
  const retried = async (flow: '1.1' | null, reason: 'value-unmapped' | null) =>
    (await ledger.store.operators.retry('sandbox', { flow, reason }, act)).map(({ key }) => key)
  expect(await retried(null, 'value-unmapped')).toEqual(['a', 'b'])
  expect(await retried('1.1', 'value-unmapped')).toEqual(['a'])
  expect(await retried(null, null)).toEqual(['a', 'c', 'b'])
})

test('only what waits for a person is let go', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({ key: 'a', flow: '2.1', state: 'attention', reason: 'outcome-unknown', step: 'intended' }),
      itemWith({ key: 'b', flow: '2.1', state: 'attention', reason: 'ping-rejected' }),
    ],
    [],
  )
  const names = [
    { flow: '2.1', key: 'a' },
    { flow: '2.1', key: 'b' },
  ] as const
  const released = await ledger.store.operators.release('sandbox', names, act)
  expect(released.map(({ key }) => key)).toEqual(['a'])
  const [first, second] = await ours.get('2.1', ['a', 'b'])
  expect([first?.releasedAt, second?.releasedAt]).toEqual([act.at, null])
  expect(
    (await ledger.store.operators.history('sandbox', '2.1', 'a')).map(({ what, by }) => ({ what, by })),
  ).toEqual([{ what: 'released', by: act.by }])
})

test('an item that a person settled outside is handled, and a run that still holds it is told', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save([itemWith({ state: 'attention', reason: 'several-cases', about: ['2'] })], [])
  const [held] = await ours.get('1.1', ['one'])

  await ledger.store.operators.handle('sandbox', [{ flow: '1.1', key: 'one' }], 'sent by phone', act)

  expect(await ours.get('1.1', ['one'])).toEqual([
    itemWith({ state: 'handled', reason: null, since: act.at, revision: 2 }),
  ])
  expect(await ours.save(held === undefined ? [] : [held], [])).toEqual({ conflicts: ['one'] })
  expect(await ledger.store.operators.history('sandbox', '1.1', 'one')).toEqual([
    eventWith({ what: 'handled', at: act.at, by: act.by, why: 'sent by phone', state: 'handled' }),
  ])
  expect(await ledger.store.operators.handle('sandbox', [{ flow: '1.1', key: 'one' }], 'again', act)).toEqual(
    [],
  )
})

test('a flow is paused with who, when and why until it is resumed', async () => {
  await using ledger = await testLedger()
  const { operators } = ledger.store
  expect(await operators.pauseOf('sandbox', '1.1')).toBeNull()
  await operators.pause('sandbox', '1.1', 'mapping under review', act)
  const again = await operators.pause('sandbox', '1.1', 'another reason', {
    ...act,
    at: '2026-03-10T00:00:00.000Z',
  })
  expect(again).toEqual({ at: act.at, by: act.by, why: 'mapping under review' })
  expect(await operators.pauseOf('sandbox', '1.1')).toEqual(again)
  expect(await operators.pauseOf('sandbox', '1.2')).toBeNull()
  expect(await operators.resume('sandbox', '1.1', act)).toBe(true)
  expect(await operators.resume('sandbox', '1.1', act)).toBe(false)
  expect(await operators.pauseOf('sandbox', '1.1')).toBeNull()
})

test('the reason of a pause is changed as an act of its own; who paused and when stay', async () => {
  await using ledger = await testLedger()
  const { operators } = ledger.store
  const later = { by: 'Another', at: '2026-03-10T00:00:00.000Z' }
  expect(await operators.changeWhy('sandbox', '1.1', 'maintenance', later)).toBeNull()
  await operators.pause('sandbox', '1.1', 'mapping under review', act)
  await operators.changeWhy('sandbox', '1.1', 'maintenance', later)
  expect(await operators.pauseOf('sandbox', '1.1')).toEqual({ ...act, why: 'maintenance' })
  expect(await operators.history('sandbox', '1.1', '*')).toEqual([
    eventWith({ key: '*', what: 'paused', ...act, why: 'mapping under review' }),
    eventWith({ key: '*', what: 'pause-why-changed', ...later, why: 'maintenance' }),
  ])
})

test('the status of a deployment counts every item of each flow', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({ key: 'a', state: 'confirmed', reason: null, foundAt: '2026-02-01T00:00:00.000Z' }),
      itemWith({ key: 'b', foundAt: '2026-02-02T00:00:00.000Z' }),
      itemWith({ key: 'c', foundAt: '2026-02-03T00:00:00.000Z' }),
    ],
    [],
  )
  const counts = { confirmed: 1, waiting: 2, attention: 0, withdrawn: 0, handled: 0 }
  const requests = { ping: 1, primero: 2 }
  const run = { flow: '1.1', counts, requests, stoppedBy: null, hinderedBy: null } as const
  const on = (day: string) => ({
    startedAt: `2026-03-${day}T00:00:00.000Z`,
    finishedAt: `2026-03-${day}T00:01:00.000Z`,
  })
  await ours.saveRun({ ...run, id: 'r4', ...on('04'), stoppedBy: 'ping-credentials-refused' })
  await ours.saveRun({ ...run, id: 'r1', ...on('01') })
  await ours.saveRun({ ...run, id: 'r2', ...on('02'), stoppedBy: 'run-interrupted' })
  await ours.saveRun({ ...run, id: 'r3', ...on('03'), hinderedBy: 'primero-unavailable' })
  await ledger.store.operators.pause('sandbox', '1.2', 'review', act)
  const none = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
  const never = {
    lastRun: null,
    lastSuccess: null,
    stoppedBy: null,
    hinderedBy: null,
    hinderedSince: null,
  }
  const quiet = { pause: null, ...never, counts: none, oldest: null, reasons: [] }
  expect(await ledger.store.operators.deployments()).toEqual(['sandbox'])
  expect(await ledger.store.operators.status('sandbox')).toEqual([
    {
      flow: '1.1',
      pause: null,
      lastRun: on('04').finishedAt,
      lastSuccess: on('01').finishedAt,
      stoppedBy: 'ping-credentials-refused',
      hinderedBy: null,
      hinderedSince: on('03').startedAt,
      counts,
      oldest: '2026-02-02T00:00:00.000Z',
      reasons: [{ code: 'not-yet-tried', state: 'waiting', count: 2 }],
    },
    { ...quiet, flow: '1.2', pause: { ...act, why: 'review' } },
    { ...quiet, flow: '2.1' },
    { ...quiet, flow: '2.2' },
  ])
})

test('the systems that are left alone are told with since when, until they answer', async () => {
  await using ledger = await testLedger()
  const pause = {
    system: 'primero',
    since: '2026-03-01T00:00:00.000Z',
    nextProbe: '2026-03-01T00:05:00.000Z',
  } as const
  await ledger.store.forDeployment('sandbox').savePause('primero', pause)
  expect(await ledger.store.operators.systemsDown('sandbox')).toEqual([pause])
  expect(await ledger.store.operators.systemsDown('other')).toEqual([])
  await ledger.store.forDeployment('sandbox').savePause('primero', null)
  expect(await ledger.store.operators.systemsDown('sandbox')).toEqual([])
})

test('a flow is due when the next try of a waiting item has come', async () => {
  await using ledger = await testLedger()
  await ledger.store
    .forDeployment('sandbox')
    .save(
      [
        itemWith({ key: 'a', flow: '1.1', nextTry: '2026-03-09T01:00:00.000Z' }),
        itemWith({ key: 'b', flow: '1.2', nextTry: '2026-03-09T03:00:00.000Z' }),
        itemWith({ key: 'c', flow: '2.1' }),
      ],
      [],
    )
  const { operators } = ledger.store
  expect(await operators.dueFlows('sandbox', '2026-03-09T00:59:59.999Z')).toEqual([])
  expect(await operators.dueFlows('sandbox', '2026-03-09T01:00:00.000Z')).toEqual(['1.1'])
  expect(await operators.dueFlows('sandbox', '2026-03-09T04:00:00.000Z')).toEqual(['1.1', '1.2'])
})
