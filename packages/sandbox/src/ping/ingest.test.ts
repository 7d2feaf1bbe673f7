import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callPing } from './ping-caller.ts'
import type { PingCaller } from './ping-caller.ts'
import { startPing } from './ping.ts'
import type { Ping } from './ping.ts'

let ping: Ping
let caller: PingCaller
const now = Date.UTC(2026, 0, 10)

beforeEach(async () => {
  ping = await startPing({ now: () => now })
  caller = await callPing(ping)
})
afterEach(() => ping.stop())

const update = 'SHP-2748'
const guid = (last: number): string => `00000000-0000-4000-a000-${String(last).padStart(12, '0')}`
const refer = (last: number): string => ping.act.refer({ guid: guid(last), individual: {} }).guid
const pending = (id: string): Record<string, string> => ({
  progres_lpinterventionid: id,
  progres_primerotransferstatus: '125080002',
})

describe('SHP-2748', () => {
  test('updates an intervention, which leaves the list, and keeps comments and history', async () => {
    refer(1)
    const fields = {
      ...pending(guid(1).toUpperCase()),
      progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
      progres_primerotransferstatusdate: '2026-01-10',
      progres_primeroid: 'case-1',
      progres_primerocaseworker: 'caseworker1',
    }
    const answer = await caller.ingest(update, [{ fields, comment: 'Referral acknowledged' }])
    expect(answer).toMatchObject({ status: 200, ErrorMessage: null, SPHTransactionId: expect.any(String) })
    expect(ping.store.interventions.get(guid(1))).toMatchObject({
      transferStatus: 125080002,
      transferStatusDate: '2026-01-10',
      primeroId: 'case-1',
      caseworker: 'caseworker1',
      comments: ['Referral acknowledged'],
    })
    expect((await caller.retrieve('SHP-2747', null)).Data).toBe('No Data Available')
    expect(ping.store.changesOf(guid(1)).map(({ by, status, at }) => ({ by, status, at }))).toEqual([
      { by: 'officer', status: null, at: now },
      { by: 'gateway', status: 125080002, at: now },
    ])
  })

  test('takes a late 125080002 after a decision', async () => {
    refer(1)
    for (const code of ['125080003', '125080002'])
      await caller.ingest(update, [{ fields: { ...pending(guid(1)), progres_primerotransferstatus: code } }])
    expect(ping.store.interventions.get(guid(1))?.transferStatus).toBe(125080002)
  })

  test('leaves stored values alone where the item is blank', async () => {
    refer(1)
    await caller.ingest(update, [{ fields: { ...pending(guid(1)), progres_primeroid: 'case-1' } }])
    await caller.ingest(update, [
      {
        fields: {
          progres_lpinterventionid: guid(1),
          progres_primeroid: '',
          progres_primerotransferstatus: null,
        },
      },
    ])
    expect(ping.store.interventions.get(guid(1))).toMatchObject({
      primeroId: 'case-1',
      transferStatus: 125080002,
    })
  })

  test.each([
    ['no id', { progres_primerotransferstatus: '125080002' }],
    ['an id that is no GUID', { progres_lpinterventionid: 'x' }],
    [
      'a status that is no option',
      { progres_lpinterventionid: guid(2), progres_primerotransferstatus: '125080009' },
    ],
    ['a status in words', { progres_lpinterventionid: guid(2), progres_primerotransferstatus: 'Rejected' }],
    ['a date that is none', { progres_lpinterventionid: guid(2), progres_primerotransferstatusdate: 'soon' }],
    ['a unit that is no GUID', { progres_lpinterventionid: guid(2), progres_businessunit: 'Dadaab' }],
  ])('%s refuses the whole batch', async (_, bad) => {
    refer(1)
    refer(2)
    const answer = await caller.ingest(update, [{ fields: pending(guid(1)) }, { fields: bad }])
    expect(answer).toMatchObject({
      status: 200,
      SPHTransactionId: null,
      ErrorMessage: expect.stringMatching(/^progres_/),
    })
    expect(ping.store.interventions.get(guid(1))?.transferStatus).toBeNull()
    expect(ping.store.transactions.size).toBe(0)
  })

  test('by setting, a bad item refuses only itself and is named', async () => {
    ping.settings.badItem = 'item'
    refer(1)
    const answer = await caller.ingest(update, [
      { fields: pending(guid(1)), externalId: 'good' },
      { fields: { progres_lpinterventionid: 'x' }, externalId: 'bad' },
    ])
    expect(answer.ErrorMessage).toBeNull()
    expect(answer.rows).toEqual([
      { ExternalId: 'good', Status: 'Success', ErrorMessage: null },
      {
        ExternalId: 'bad',
        Status: 'Failed',
        ErrorMessage: "progres_lpinterventionid 'x' is not a record id.",
      },
    ])
    expect(ping.store.interventions.get(guid(1))?.transferStatus).toBe(125080002)
  })

  test('an unknown GUID or field is swallowed, and refused by setting', async () => {
    refer(1)
    const strange = [{ fields: pending(guid(7)) }, { fields: { ...pending(guid(1)), progres_other: 'x' } }]
    expect(await caller.ingest(update, strange)).toMatchObject({ status: 200, ErrorMessage: null })
    ping.settings.rejectUnknown = true
    const refused = await Promise.all(strange.map((item) => caller.ingest(update, [item])))
    expect(refused.map(({ ErrorMessage }) => ErrorMessage)).toEqual([
      `Record '${guid(7)}' does not exist.`,
      "Field 'progres_other' does not exist.",
    ])
  })

  test('the answer can lack its transaction id', async () => {
    ping.settings.updateAnswer = 'without-transaction'
    const answer = await caller.ingest(update, [{ fields: pending(refer(1)) }])
    expect([answer.status, 'SPHTransactionId' in answer]).toEqual([200, false])
  })

  test('a fault after the act leaves the update done and the caller without an answer', async () => {
    refer(1)
    ping.faults.add({ fault: { kind: 'reset-after' }, path: /ingestion/, times: 1 })
    await expect(caller.ingest(update, [{ fields: pending(guid(1)) }])).rejects.toThrow('fetch failed')
    expect(ping.store.interventions.get(guid(1))?.transferStatus).toBe(125080002)
  })
})

describe('an ingestion that is not in order', () => {
  test.each([
    ['the spelling of retrieval', { InteropId: undefined, InteropID: 'INT-1436' }, 400],
    ['an unknown process', { ShippingProcessId: 'SHP-0001' }, 400],
    ['a process of the asynchronous endpoint', { ShippingProcessId: 'SHP-2731' }, 400],
    ['no item', { Data: [] }, 200],
    ['items that are no list', { Data: 'x' }, 200],
  ])('%s is refused with a message', async (_, more, status) => {
    const answer = await caller.ingest(update, [{ fields: pending(refer(1)) }], more)
    expect([answer.status, typeof answer.ErrorMessage]).toEqual([status, 'string'])
    expect(ping.store.interventions.get(guid(1))?.transferStatus).toBeNull()
  })

  test('a wrong partner in the path is 400', async () => {
    const response = await caller.post('/api/ingestion/v2/PNR-0001/data', {})
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { ErrorMessage: 'PartnerId "PNR-0001" is not valid.' },
    ])
  })

  test('more items than the limit are refused, with 400 by setting', async () => {
    ping.settings.maxItems = 1
    ping.settings.refusalStatus = 400
    const answer = await caller.ingest(update, [{ fields: pending(guid(1)) }, { fields: pending(guid(2)) }])
    expect(answer).toMatchObject({ status: 400, ErrorMessage: 'Data holds more than 1 records.' })
  })
})
