import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../deployment/deployment.ts'
import type { Finding } from '../../ledger/item.ts'
import type { LedgerEvent, LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { redacted } from '../../privacy/redacted.ts'
import { runContext, type RunContext } from '../context.ts'
import type { RunHost } from '../host.ts'
import type { RunNotes } from '../notes.ts'
import { nothingCounted } from '../progress.ts'
import { fingerprint } from '../resend.ts'
import { deployment as bare, keys, ledgerItem, primeroCase, serviceRow } from '../scene.fixture.ts'
import type { Telling } from '../tell-progres.ts'
import { deployment, guid, rules, update } from './plan.fixture.ts'
import { plan, type Decided } from './plan.ts'
import { statedDecisions } from './stated.ts'

const now = '2026-11-20T12:00:00.000Z'
const startedAt = '2026-11-20T11:59:00.000Z'

/** What differs from an acceptance that is to be told. */
interface Given {
  readonly row?: Partial<ServiceRow>
  readonly case?: Partial<PrimeroCase>
  readonly item?: Partial<LedgerItem>
  readonly contradicting?: readonly string[]
  readonly deployment?: Deployment
  readonly dryRun?: boolean
  readonly doubtUntil?: string | null
  /** The transfer status that proGres shows; null when PING is down. Absent when it must not be asked. */
  readonly shown?: string | null
}

/** What came of planning one decision. */
interface Planned {
  readonly item: LedgerItem
  readonly open: boolean
  readonly events: readonly LedgerEvent['what'][]
  readonly tellings: Telling<Decided>[]
  readonly notes: RunNotes
}

function context(given: Given, events: LedgerEvent['what'][], notes: RunNotes): RunContext {
  const host = {
    keys,
    clock: { now: () => Date.parse(now) },
    random: () => 0.5,
    log: () => {},
  } as unknown as RunHost
  const ledger = {
    save: async (_: unknown, saved: readonly LedgerEvent[]) => {
      events.push(...saved.map(({ what }) => what))
      return { conflicts: [] }
    },
  } as unknown as RunContext['ledger']
  const ping = {
    async *retrieve(process: string, id: string) {
      if (given.shown === undefined) throw new Error('proGres must not be asked')
      expect([process, id]).toEqual(['referralDetail', guid])
      yield given.shown === null
        ? { ok: false, failure: { kind: 'trouble', system: 'ping', cause: 503, retryAfterMs: null } }
        : {
            ok: true,
            value: [{ progres_lpinterventionid: guid, progres_primerotransferstatus: given.shown }],
          }
    },
  } as unknown as RunContext['ping']
  const request = {
    deployment: given.deployment ?? deployment,
    flow: '1.2',
    dryRun: given.dryRun ?? false,
    since: null,
    only: null,
  } as const
  const primero = {} as RunContext['primero']
  const parts = {
    ledger,
    ping,
    primero,
    runId: 'run-2',
    startedAt,
    matches: () => true,
    mayWriteCases: () => null,
    queued: () => 0,
    ailing: () => null,
    mayBeBack: () => false,
    primeroAheadMs: () => 0,
    isProven: () => true,
  }
  return runContext(request, host, parts, notes)
}

async function planned(given: Given): Promise<Planned> {
  const events: LedgerEvent['what'][] = []
  const notes: RunNotes = {
    counted: nothingCounted(),
    touched: new Map(),
    warnings: new Map(),
    wouldWrite: [],
    listFailures: [],
    unreadableRows: 0,
    entered: 0,
    stop: null,
    failedBefore: new Set(),
    doubted: [],
  }
  const found = primeroCase({ services: [serviceRow({ decision: 'accepted', ...given.row })], ...given.case })
  const [stated] = statedDecisions(found, bare, keys)
  if (stated === undefined) throw new Error('the case states a decision')
  const { flow, key, version, numbers }: Finding = stated.finding
  const item = ledgerItem({ flow, key, version, numbers, ...given.item })
  const work: Decided = { item, open: true, stated, contradicting: given.contradicting ?? [] }
  const tellings: Telling<Decided>[] = []
  await plan(context(given, events, notes), work, tellings, given.doubtUntil ?? null)
  return { item: work.item, open: work.open, events, tellings, notes }
}

/** How a decision that is not told ended. */
async function ended(given: Given): Promise<readonly unknown[]> {
  const { item, open, tellings } = await planned(given)
  expect([open, tellings]).toEqual([false, []])
  return [item.state, item.reason, item.about]
}

describe('a decision that proGres is to be told', () => {
  test('goes out under its case, its intent written before', async () => {
    const { item, open, events, tellings } = await planned({})
    expect(tellings).toEqual([{ work: expect.objectContaining({ item }), item: update }])
    expect(item).toMatchObject({
      state: 'waiting',
      step: 'intended',
      fingerprint: fingerprint(keys, update),
      intentAt: startedAt,
      deliveredVersion: null,
      revision: 2,
    })
    expect([open, events]).toEqual([true, []])
  })

  test.each<[string, Given, object]>([
    [
      'a rejection',
      { row: { decision: 'rejected' } },
      { status: '125080004', comment: 'Referral rejected by PRIMERO' },
    ],
    [
      'a rejection with its reason',
      { row: { decision: 'rejected', decisionReason: redacted(' no place left ') } },
      { status: '125080004', comment: 'Referral rejected by PRIMERO: no place left' },
    ],
    [
      'a rejection with a blank for a reason',
      { row: { decision: 'rejected', decisionReason: redacted(' ') } },
      { status: '125080004', comment: 'Referral rejected by PRIMERO' },
    ],
    [
      'an acceptance, whatever stands in the place of a reason',
      { row: { decisionReason: redacted('left over') } },
      { status: '125080003', comment: 'Referral acknowledged by PRIMERO' },
    ],
  ])('%s', async (_, given, { comment, ...fields }: { comment?: string }) => {
    const { tellings } = await planned(given)
    expect(tellings.map((one) => one.item)).toEqual([
      { externalId: 'case-1', fields: { ...update.fields, ...fields }, comment },
    ])
  })

  test('takes fields of the case and the row along, and counts a value that only * answers', async () => {
    const { tellings, notes } = await planned({
      case: { record: redacted({ owned_by: 'worker' }) },
      row: { record: redacted({ service_type: 'swimming' }) },
    })
    expect(tellings[0]?.item.fields).toEqual({ ...update.fields, worker: 'worker', type: 'Other' })
    expect([...notes.warnings.values()]).toEqual([{ code: 'value-unlisted', map: 'types', count: 1 }])
  })

  test('goes by its intervention where the case has no id for people', async () => {
    const { tellings } = await planned({ case: { caseId: null } })
    expect(tellings[0]?.item.externalId).toBe(guid)
  })

  test('says without comment what the field map gives no comment', async () => {
    const map = { name: '1.2-decision', rules: rules.slice(0, -1) } as const
    const { tellings } = await planned({
      deployment: { ...deployment, fieldMaps: new Map([[map.name, map]]) },
    })
    expect(tellings.map(({ item }) => item)).toStrictEqual([{ externalId: 'case-1', fields: update.fields }])
  })

  test('keeps the day of its first intent', async () => {
    const { item, tellings } = await planned({ item: { intentAt: '2026-11-18T10:00:00.000Z' } })
    expect(tellings[0]?.item.fields['on']).toBe('2026-11-18')
    expect(item.intentAt).toBe('2026-11-18T10:00:00.000Z')
  })

  test('takes the numbers of the case that states it, and keeps the others', async () => {
    const numbers = { primeroId: 'record-0', transactionId: 't', caseIdDisplay: 'old' }
    const { item } = await planned({ item: { numbers } })
    expect(item.numbers).toEqual({
      transactionId: 't',
      primeroId: 'record-1',
      serviceUniqueId: 'row-1',
      caseId: 'case-1',
      caseIdDisplay: 'c1',
      interventionNumber: '803-26-PRTITV-1',
      interventionGuid: guid,
    })
  })

  test('replaces another one that was told before', async () => {
    const { item, tellings } = await planned({ item: { deliveredVersion: 'rejected 0', step: 'confirmed' } })
    expect(tellings).toHaveLength(1)
    expect(item).toMatchObject({ step: 'intended', deliveredVersion: null })
  })
})

describe('a decision is held', () => {
  test.each<[string, Given, readonly unknown[]]>([
    [
      'when cases contradict each other, before anything else',
      { contradicting: ['a', 'b'], row: { decision: 'perhaps', returnAddress: null } },
      ['attention', 'decision-contradictory', ['a', 'b']],
    ],
    [
      'when its return address is missing',
      { row: { returnAddress: null } },
      ['attention', 'return-address-missing', []],
    ],
    [
      'when a field is missing that proGres needs',
      { deployment: { ...deployment, name: '' } },
      ['attention', 'field-missing', ['name']],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await ended(given)).toEqual(expected)
  })

  test.each([
    [' perhaps_1 ', ['perhaps_1']],
    ['x'.repeat(40), ['x'.repeat(40)]],
    ['x'.repeat(41), []],
    ['Told Marisol', []],
    ['Xaccepted', []],
    ['accepted!', []],
  ])(
    'when no list names its code %j, which is repeated only where it looks like one',
    async (code, named) => {
      const row = { decision: code, returnAddress: null }
      expect(await ended({ row })).toEqual(['attention', 'decision-code-unknown', named])
    },
  )

  test('and nobody guesses its fields without a field map', async () => {
    await expect(planned({ deployment: bare })).rejects.toThrow('Flow 1.2 runs only with its field map.')
  })
})

describe('a decision that was refused', () => {
  const refused = { refusedAt: '2026-11-20T10:00:00.000Z', fingerprint: fingerprint(keys, update) }

  test('is not told again the same day, and says still why', async () => {
    const item = { ...refused, state: 'attention', reason: 'ping-rejected', about: ['PNG-7'] } as const
    expect(await ended({ item })).toEqual(['attention', 'ping-rejected', ['PNG-7']])
  })

  test('is about nothing when another reason came in between', async () => {
    const item = {
      ...refused,
      state: 'attention',
      reason: 'decision-contradictory',
      about: ['a', 'b'],
    } as const
    expect(await ended({ item })).toEqual(['attention', 'ping-rejected', []])
  })

  test('is told again once it has changed, or a day later', async () => {
    const changed = await planned({ item: { ...refused, fingerprint: 'another' } })
    const later = await planned({ item: { ...refused, refusedAt: '2026-11-19T11:59:00.000Z' } })
    expect([changed.tellings.length, later.tellings.length]).toEqual([1, 1])
  })
})

describe('a decision that proGres has', () => {
  test('is confirmed when the ledger knows it was told', async () => {
    const { item: fresh } = await planned({})
    expect(await ended({ item: { deliveredVersion: fresh.version } })).toEqual(['confirmed', null, []])
  })

  test('and shows, although its telling was cut off, is confirmed as told', async () => {
    const { item, open, events, tellings } = await planned({ item: { step: 'intended' }, shown: '125080003' })
    expect(item).toMatchObject({
      state: 'confirmed',
      reason: null,
      step: 'confirmed',
      deliveredVersion: item.version,
      sentAt: now,
      settledRun: 'run-2',
    })
    expect([open, events, tellings]).toEqual([false, ['decision-sent', 'state-changed'], []])
  })

  test('in another form than the one that was cut off is told', async () => {
    const { tellings } = await planned({ item: { step: 'intended' }, shown: '125080002' })
    expect(tellings.map(({ item }) => item)).toEqual([update])
  })

  test('perhaps, waits while PING does not say', async () => {
    expect(await ended({ item: { step: 'intended' }, shown: null })).toEqual([
      'waiting',
      'ping-unavailable',
      ['HTTP 503'],
    ])
  })

  test('perhaps, of which a ledger set back may not know, is looked for', async () => {
    const given = { doubtUntil: '2026-11-20T08:00:00.000Z', shown: '125080003' }
    expect(await ended(given)).toEqual(['confirmed', null, []])
  })
})

test('a dry run shows what would be told, and tells nothing', async () => {
  const { item, open, tellings, notes } = await planned({ dryRun: true, item: { step: 'intended' } })
  expect([item.state, item.reason, item.fingerprint, open, tellings]).toEqual([
    'waiting',
    'dry-run',
    null,
    false,
    [],
  ])
  expect(notes.wouldWrite.map(({ number, record, fields }) => [number, record, fields.length])).toEqual([
    ['803-26-PRTITV-1', '1.2-decision', rules.length],
  ])
})
