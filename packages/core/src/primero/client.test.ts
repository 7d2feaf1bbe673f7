import { afterEach, describe, expect, test } from 'vitest'
import { putCase, recordId, startSpeaking, type Speaking } from '../../../../test/support/speaking.ts'

const open: Speaking[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.stop()))
})

async function start(): Promise<Speaking> {
  const speaking = await startSpeaking()
  open.push(speaking)
  putCase(speaking.server, 1)
  return speaking
}

function always({ server }: Speaking, status: number, body: unknown): void {
  const fault = {
    kind: 'status',
    status,
    body: body === '' ? '' : JSON.stringify(body),
    contentType: 'application/json',
  } as const
  server.faults.add({ fault })
}

const row = { unique_id: 'aaaaaaaa-0000-4000-a000-000000000001', service_type: 'legal_support' }
const stop = { kind: 'stop', reason: 'permission-missing', about: ['cases: write'] }
const trouble = { kind: 'trouble', system: 'primero', retryAfterMs: null, mayHaveArrived: true }
const forbidden = { errors: [{ status: 403, resource: '/api/v2/cases', message: 'Forbidden' }] }
/** What somebody before Primero refuses is that record's, until another one is refused as well. */
const blocked = (status: number) => ({
  ...trouble,
  cause: status,
  mayHaveArrived: false,
  refused: { reason: 'primero-refused', code: `HTTP ${status}`, kind: 'append-service' },
})
const refusals = {
  errors: [{ status: 422, detail: ['/sex', '/sex', '/services_section/0/service_type'], message: 'Ada' }],
}

describe('a write', () => {
  test.each([
    [200, { data: { id: recordId(1) } }, { kind: 'done' }],
    [200, '', { kind: 'done' }],
    [200, {}, { ...trouble, cause: 'unreadable' }],
    [200, { statusCode: 500, message: 'no' }, { ...trouble, cause: 'unreadable' }],
    [200, { success: false, data: {} }, { ...trouble, cause: 'unreadable' }],
    [200, { status: 'fail', data: {} }, { ...trouble, cause: 'unreadable' }],
    [403, forbidden, stop],
    [404, {}, { kind: 'missing' }],
    [409, {}, { kind: 'conflict' }],
    [422, refusals, { kind: 'refused', fields: ['sex', 'services_section.service_type'] }],
    [
      422,
      { errors: [{ detail: 'consent', message: ['transition.errors.consent'] }] },
      { kind: 'refused', fields: ['consent'] },
    ],
    [422, { errors: [{ detail: 'Ada Lovelace of 12 Hill Road' }] }, { kind: 'refused', fields: ['unnamed'] }],
    [422, {}, { kind: 'refused', fields: ['HTTP 422'] }],
    [400, { errors: [] }, { kind: 'refused', fields: ['HTTP 400'] }],
    [302, {}, { ...trouble, cause: 'unreadable' }],
    [400, 'no', blocked(400)],
    [403, { message: 'Request blocked. Support ID 17' }, blocked(403)],
    [413, '<html>', blocked(413)],
    [500, {}, { ...trouble, cause: 500, stumbled: 'writing' }],
    [503, {}, { ...trouble, cause: 503, mayHaveArrived: false, stumbled: 'writing' }],
    [
      401,
      {},
      {
        kind: 'stop',
        reason: 'primero-credentials-refused',
        about: ['PRIMERO_USERNAME', 'PRIMERO_PASSWORD'],
      },
    ],
  ])('answered with %i %j is %j', async (status, body, written) => {
    const speaking = await start()
    always(speaking, status, body)
    expect(await speaking.primero.update(recordId(1), { services_section: [row] }, null, {})).toEqual(written)
  })

  test('403 after a write that went well is about that record alone', async () => {
    const speaking = await start()
    expect(await speaking.primero.update(recordId(1), { services_section: [row] }, null, {})).toEqual({
      kind: 'done',
    })
    always(speaking, 403, forbidden)
    expect(await speaking.primero.update(recordId(1), { services_section: [row] }, null, {})).toMatchObject({
      kind: 'trouble',
      refused: { reason: 'primero-forbidden' },
    })
  })
})

describe('a list', () => {
  test.each([
    ['without total', { data: [] }],
    ['beside a failure', { data: [], metadata: { total: 0 }, statusCode: 500 }],
    ['beside errors', { data: [], metadata: { total: 0 }, errors: [{ status: 500 }] }],
    ['that is one record', { data: {}, metadata: { total: 1 } }],
  ])('%s is unreadable', async (_, body) => {
    const speaking = await start()
    always(speaking, 200, body)
    const answer = await speaking.primero.list('per=1', { name: 'look' })
    expect(answer).toEqual({ ok: false, failure: { ...trouble, cause: 'unreadable' } })
  })

  const time = '2026-11-20T07:00:00.000Z'

  test.each([
    ['that is no case', { name: 'x' }, { id: null, lastUpdatedAt: null }],
    ['that is null', null, { id: null, lastUpdatedAt: null }],
    ['that is a list', [{ id: recordId(2), last_updated_at: time }], { id: null, lastUpdatedAt: null }],
    [
      'whose time is none',
      { id: recordId(1), last_updated_at: 'soon' },
      { id: recordId(1), lastUpdatedAt: null },
    ],
    [
      'whose id is a way to somewhere else',
      { id: '../users', last_updated_at: time },
      { id: null, lastUpdatedAt: time },
    ],
  ])('F80 with a row %s gives the others', async (_, row, unreadable) => {
    const speaking = await start()
    always(speaking, 200, {
      Data: [row, { id: recordId(3), last_updated_at: time }],
      METADATA: { Total: '2' },
    })
    const answer = await speaking.primero.list('per=1', { name: 'look' })
    expect(answer).toMatchObject({
      ok: true,
      value: { cases: [{ id: recordId(3) }], unreadable: [unreadable], total: 2 },
    })
  })

  test('that is forbidden stops the flow', async () => {
    const speaking = await start()
    always(speaking, 403, {})
    const answer = await speaking.primero.list('per=1', { name: 'look' })
    expect(answer).toEqual({ ok: false, failure: { ...stop, about: ['cases: read'] } })
  })
})

test('the answer to a decision must show a referral', async () => {
  const speaking = await start()
  always(speaking, 200, { data: { id: 'r1' } })
  expect(await speaking.primero.respond(recordId(1), 'r1', { status: 'accepted' }, {})).toEqual({
    ...trouble,
    cause: 'unreadable',
  })
})

test('F77 a case, and referrals of a case, that nobody asked for are no answer', async () => {
  const speaking = await start()
  const time = '2026-11-20T07:00:00.000Z'
  always(speaking, 200, { data: { id: recordId(2), last_updated_at: time } })
  const unasked = { ok: false, failure: { ...trouble, cause: 'unreadable' } }
  expect(await speaking.primero.case(recordId(1), { name: 'look' })).toEqual(unasked)
  speaking.server.faults.clear()
  always(speaking, 200, { data: [{ id: 'r1', record_id: recordId(2), status: 'in_progress' }] })
  expect(await speaking.primero.referrals(recordId(1), { name: 'look' })).toEqual(unasked)
})

test('F80 a referral that cannot be read is told with those that can, or holds up whoever needs all', async () => {
  const speaking = await start()
  const good = { id: 'r1', record_id: recordId(1), status: 'in_progress' }
  always(speaking, 200, { data: [null, good, { ...good, id: 'r2', consent_overridden: 'perhaps' }] })
  expect(await speaking.primero.referralRows(recordId(1), { name: 'look' })).toMatchObject({
    value: { kind: 'found', value: { referrals: [{ id: 'r1' }], unreadable: 2 } },
  })
  expect(await speaking.primero.referrals(recordId(1), { name: 'look' })).toMatchObject({
    failure: { cause: 'record-unreadable' },
  })
})

test('a status of a referral that nobody knows stays unknown', async () => {
  const speaking = await start()
  always(speaking, 200, { data: [{ id: 'r1', record_id: recordId(1), status: 'Accepted' }] })
  const answer = await speaking.primero.referrals(recordId(1), { name: 'look' })
  const found = answer.ok && answer.value.kind === 'found' ? answer.value.value : []
  expect(found.map(({ id, status }) => [id, status])).toEqual([['r1', 'unknown']])
})
