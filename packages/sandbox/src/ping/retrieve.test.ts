import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callPing } from './ping-caller.ts'
import type { PingCaller } from './ping-caller.ts'
import { startPing } from './ping.ts'
import type { Ping } from './ping.ts'

let ping: Ping
let caller: PingCaller

beforeEach(async () => {
  ping = await startPing({ now: () => Date.UTC(2026, 0, 10, 9) })
  caller = await callPing(ping)
})
afterEach(() => ping.stop())

const list = 'SHP-2747'
const detail = 'SHP-2358'
const guid = (last: number): string => `00000000-0000-4000-a000-${String(last).padStart(12, '0')}`
const refer = (last: number): void => {
  ping.act.refer({ guid: guid(last), individual: { number: `803-${100_000_000 + last}` } })
}

describe('the list of referrals', () => {
  test('shows a row with labels, aliased columns and only filled columns', async () => {
    ping.act.refer({
      guid: guid(1),
      number: '803-26-PRTITV-1000001',
      individual: { number: '803-100000001', givenName: 'Zavel', sex: 125080000 },
    })
    const answer = await caller.retrieve(list, null)
    const individual = ping.store.individualByNumber('803-100000001')
    expect(answer).toMatchObject({ status: 200, RecordCount: 1, ErrorMessage: null })
    expect(answer.rows).toEqual([
      {
        progres_dtpdeliveryid: ping.store.deliveries.get(guid(1))?.guid,
        progres_deliverytype: 125080004,
        progres_deliverytypename: 'Primero Outgoing Referral',
        statuscode: 1,
        progres_statusdate: '2026-01-10',
        progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
        progres_businessunitname: 'Kenya - Dadaab',
        progres_intervention: guid(1),
        progres_interventionname: '803-26-PRTITV-1000001',
        progres_lpinterventionid: guid(1),
        'progres_lpintervention.int.progres_interventionnumber': '803-26-PRTITV-1000001',
        'progres_lpintervention.int.progres_interventionstartdate': '2026-01-10',
        'progres_lpintervention.int.progres_individual': individual?.guid,
        'progres_lpintervention.progres_individualname': '803-100000001',
        'progres_individual.indiv.progres_id': '803-100000001',
        'progres_individual.indiv.progres_givenname': 'Zavel',
        'progres_individual.indiv.progres_sex': 125080000,
        'progres_individual.progres_sexname': 'Female',
      },
    ])
  })

  test.each([
    [null, true],
    [125080000, true],
    [125080001, true],
    [125080002, false],
    [125080003, false],
    [125080004, false],
  ])('with transfer status %s the intervention is listed: %s', async (transferStatus, listed) => {
    ping.act.refer({ guid: guid(1), individual: {}, transferStatus })
    expect((await caller.retrieve(list, null)).rows).toHaveLength(listed ? 1 : 0)
  })

  test('a withdrawn referral is listed no longer, one listed again whatever its status', async () => {
    refer(1)
    ping.act.refer({ guid: guid(2), individual: {}, transferStatus: 125080003 })
    ping.act.withdraw(guid(1))
    ping.act.listAgain(guid(2))
    const { rows } = await caller.retrieve(list, null)
    expect(rows.map((row) => row['progres_intervention'])).toEqual([guid(2)])
  })

  test.each([
    ['progres_intervention', { progres_intervention: guid(1) }],
    ['progres_lpinterventionid', { progres_lpinterventionid: guid(1) }],
    ['both', { progres_intervention: guid(1), progres_lpinterventionid: guid(1) }],
  ] as const)('the id stands under %s', async (setting, expected) => {
    ping.settings.listIdColumn = setting
    refer(1)
    const { progres_intervention, progres_lpinterventionid } =
      (await caller.retrieve(list, null)).rows[0] ?? {}
    expect(JSON.parse(JSON.stringify({ progres_intervention, progres_lpinterventionid }))).toEqual(expected)
  })

  test('codes can be text and dates can have a time', async () => {
    ping.settings.codesAs = 'string'
    ping.settings.datesAs = 'date-time'
    refer(1)
    expect((await caller.retrieve(list, null)).rows[0]).toMatchObject({
      progres_deliverytype: '125080004',
      statuscode: '1',
      progres_statusdate: '2026-01-10T00:00:00Z',
    })
  })

  test('query parameters fail with a message and no data', async () => {
    refer(1)
    expect(await caller.retrieve(list, guid(1))).toMatchObject({
      status: 200,
      ErrorMessage: 'The query parameters could not be applied.',
      Data: null,
    })
  })
})

describe('the detail of a referral', () => {
  test('has a row for every language and specific need', async () => {
    const individual = {
      number: '803-100000001',
      languages: ['Nuer', 'Amharic'],
      needs: ['Child at risk', 'Disability'],
    } as const
    ping.act.refer({ guid: guid(1), individual })
    const { rows } = await caller.retrieve(detail, guid(1).toUpperCase())
    expect(
      rows.map((row) => [
        row['progres_language.progres_languagecodeidname'],
        row['progres_specificneed.progres_spncategory2name'],
      ]),
    ).toEqual([
      ['Nuer', 'Child at risk'],
      ['Nuer', 'Disability'],
      ['Amharic', 'Child at risk'],
      ['Amharic', 'Disability'],
    ])
  })

  test('has address levels as objects, level 6 as text, and a comment history as JSON text', async () => {
    const history = [{ CreatedBy: 'Quixo Velrak', Text: 'needs shelter', CreatedOn: '2026-01-02T10:00:00Z' }]
    ping.act.refer({
      guid: guid(1),
      individual: { levels: ['Ethiopia', 'Gambella', null, '', 'Zone 5', 'Block 6'] },
      reason: history,
    })
    const row = (await caller.retrieve(detail, guid(1))).rows[0] ?? {}
    expect(row['individuals.progres_coalocationlevel1']).toEqual({
      Id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalName: 'progres_coalocationlevel1',
      Name: 'Ethiopia',
    })
    expect(Object.keys(row).filter((name) => name.includes('coalocation'))).toEqual([
      'individuals.progres_coalocationlevel1',
      'individuals.progres_coalocationlevel2',
      'individuals.progres_coalocationlevel5',
      'individuals.progres_coalocationlevel6',
    ])
    expect(row['individuals.progres_coalocationlevel6']).toBe('Block 6')
    expect(row['progres_reasonforreferral']).toBe(JSON.stringify(history))
  })

  test('other aliases and a level 6 object by setting', async () => {
    ping.settings.aliases = { list: 'person', detail: 'people' }
    ping.settings.levelSixAs = 'object'
    ping.act.refer({
      guid: guid(1),
      individual: { number: '803-100000001', levels: [null, null, null, null, null, 'B 6'] },
    })
    expect((await caller.retrieve(list, null)).rows[0]).toMatchObject({
      'progres_individual.person.progres_id': '803-100000001',
    })
    expect((await caller.retrieve(detail, guid(1))).rows[0]).toMatchObject({
      'progres_individual.people.progres_id': '803-100000001',
      'people.progres_coalocationlevel6': { Name: 'B 6' },
    })
  })

  test('there is none for an inactive individual, an intervention without a type, an unknown id', async () => {
    refer(1)
    ping.act.setActive('803-100000001', false)
    ping.act.refer({ guid: guid(2), individual: {}, type: null })
    for (const id of [guid(1), guid(2), guid(3)])
      expect(await caller.retrieve(detail, id)).toMatchObject({
        Data: 'No Data Available',
        RecordCount: null,
      })
  })

  test('several ids in brackets are refused, unless switched on', async () => {
    refer(1)
    refer(2)
    const both = `[${guid(1)},${guid(2)}]`
    expect(await caller.retrieve(detail, both)).toMatchObject({
      ErrorMessage: 'The value of {record_ids} is not a record id.',
      Data: null,
    })
    ping.settings.bracketedIds = true
    expect((await caller.retrieve(detail, both)).RecordCount).toBe(2)
  })
})

describe('nothing to show', () => {
  test.each([
    ['text', { Data: 'No Data Available', RecordCount: null }],
    ['absent', { RecordCount: 0 }],
    ['null-count', { Data: null, RecordCount: null }],
    ['empty-array', { Data: [], RecordCount: 0 }],
  ] as const)('as %s', async (emptyAs, expected) => {
    ping.settings.emptyAs = emptyAs
    const { Data, RecordCount, ErrorMessage } = await caller.retrieve(list, null)
    expect(JSON.parse(JSON.stringify({ Data, RecordCount, ErrorMessage }))).toEqual({
      ...expected,
      ErrorMessage: null,
    })
  })
})

describe('paging', () => {
  beforeEach(() => {
    ping.settings.pageSize = 2
    for (const last of [1, 2, 3, 4, 5]) refer(last)
  })

  const ids = (answer: { rows: readonly Readonly<Record<string, unknown>>[] }): unknown[] =>
    answer.rows.map((row) => row['progres_intervention'])

  test.each(['top', 'summary'] as const)('goes on with cookie and number at the %s', async (place) => {
    ping.settings.pagingPlace = place
    const seen: unknown[] = []
    let more: object = {}
    for (let page = 0; page < 3; page++) {
      const answer = await caller.retrieve(list, null, more)
      seen.push(...ids(answer))
      const { PagingCookie, PageNumber, IsMoreRecordsAvailable } = answer.PagingSummary ?? {}
      expect([PageNumber, IsMoreRecordsAvailable]).toEqual([page, page < 2])
      const next = { PagingCookie, PageNumber: (PageNumber ?? 0) + 1 }
      more = place === 'top' ? next : { PagingSummary: next }
    }
    expect(seen).toEqual([guid(1), guid(2), guid(3), guid(4), guid(5)])
  })

  test('a cookie at the other place, altered, or with a wrong number gives the first page again', async () => {
    ping.settings.pagingPlace = 'top'
    const cookie = (await caller.retrieve(list, null)).PagingSummary?.PagingCookie ?? ''
    for (const more of [
      { PagingSummary: { PagingCookie: cookie, PageNumber: 1 } },
      { PagingCookie: cookie.replaceAll('"', "'"), PageNumber: 1 },
      { PagingCookie: cookie, PageNumber: 2 },
      { PageNumber: 1 },
    ])
      expect(ids(await caller.retrieve(list, null, more))).toEqual([guid(1), guid(2)])
  })

  test('records that leave the list between two pages push nobody off it', async () => {
    const cookie = (await caller.retrieve(list, null)).PagingSummary?.PagingCookie
    ping.act.withdraw(guid(1))
    ping.act.withdraw(guid(2))
    const second = await caller.retrieve(list, null, { PagingCookie: cookie, PageNumber: 1 })
    expect(ids(second)).toEqual([guid(3), guid(4)])
  })

  test('detail rows of one intervention can be split over pages', async () => {
    ping.act.refer({ guid: guid(9), individual: { languages: ['Nuer', 'Amharic', 'Somali'] } })
    const first = await caller.retrieve(detail, guid(9))
    expect([first.RecordCount, first.PagingSummary?.IsMoreRecordsAvailable]).toEqual([2, true])
    const next = { PagingCookie: first.PagingSummary?.PagingCookie, PageNumber: 1 }
    const second = await caller.retrieve(detail, guid(9), next)
    expect(second.rows.map((row) => row['progres_language.progres_languagecodeidname'])).toEqual(['Somali'])
  })

  test('more can be said to be available without a way to get it', async () => {
    ping.settings.pagingCookie = 'withheld'
    expect((await caller.retrieve(list, null)).PagingSummary).toEqual({
      PagingCookie: null,
      PageNumber: 0,
      IsMoreRecordsAvailable: true,
    })
  })
})

describe('a call that is not in order', () => {
  test.each([
    ['an unknown process', { ShippingProcessId: 'SHP-0001' }],
    ['a process of another endpoint', { ShippingProcessId: 'SHP-2748' }],
    ['a wrong interop id', { InteropID: 'INT-0001' }],
    ['the other spelling of the interop id', { InteropID: undefined, InteropId: 'INT-1436' }],
    ['a wrong partner', { PartnerId: 'PNR-0001' }],
    ['a wrong version', { APIVersion: 'V2' }],
  ])('%s is 400 with a message', async (_, more) => {
    const answer = await caller.retrieve(list, null, more)
    expect([answer.status, answer.Data, answer.SPHTransactionId]).toEqual([400, null, null])
    expect(answer.ErrorMessage).toMatch(/not configured|not valid/)
  })

  test('the spelling does not matter once the switch is off', async () => {
    ping.settings.strictCasing = false
    const answer = await caller.retrieve(list, null, { InteropID: undefined, interopid: 'INT-1436' })
    expect(answer.status).toBe(200)
  })

  test('a body that is no JSON is 400', async () => {
    const response = await caller.post('/primes/fetch/paging/v3/retrievedatawithpaging', '{"Shipping')
    expect(response.status).toBe(400)
  })
})

test('what was written is readable only after a while, if the setting says so', async () => {
  let now = Date.UTC(2026, 0, 10)
  const slow = await startPing({ now: () => now, settings: { visibleAfterMs: 5000 } })
  const slowCaller = await callPing(slow)
  slow.act.refer({ guid: guid(1), individual: { number: '803-100000001' } })
  expect((await slowCaller.retrieve(list, null)).rows).toHaveLength(0)
  expect((await slowCaller.retrieve(detail, guid(1))).rows).toHaveLength(0)
  now += 5000
  expect((await slowCaller.retrieve(list, null)).rows).toHaveLength(1)
  const update = { progres_lpinterventionid: guid(1), progres_primerotransferstatus: '125080002' }
  await slowCaller.ingest('SHP-2748', [{ fields: update }])
  expect((await slowCaller.retrieve(list, null)).rows).toHaveLength(1)
  now += 5000
  expect((await slowCaller.retrieve(list, null)).rows).toHaveLength(0)
  await slow.stop()
})
