import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callPing } from './ping-caller.ts'
import type { Fields, PingCaller } from './ping-caller.ts'
import { startPing } from './ping.ts'
import type { Ping } from './ping.ts'
import type { InteropReferral } from './records.ts'

let ping: Ping
let caller: PingCaller

beforeEach(async () => {
  ping = await startPing({ now: () => Date.UTC(2026, 0, 10) })
  caller = await callPing(ping)
})
afterEach(() => ping.stop())

const create = 'SHP-2731'
const good: Fields = {
  progres_offlineid: 'case-1',
  progres_orgreferralid: 'service-1',
  progres_orgemail: 'worker@example.org',
  progres_orgreferredby: 'Primero CP',
  progres_requestedservice: '7ad37dd0-0306-e611-80d9-00155d34051a',
  progres_pocfirstname: 'Zavel',
  progres_poclastname: 'Quixo',
  progres_pocdateofbirth: '2015-03-04',
  progres_pocaddress: 'Block 6',
  progres_pocsex: '125080003',
}
const only = (): InteropReferral => {
  const [referral, ...others] = ping.store.referrals.values()
  if (!referral || others.length > 0) throw new Error('expected exactly one interoperability referral')
  return referral
}
const send = async (fields: Fields = good): Promise<string> =>
  (await caller.ingest(create, [{ fields, externalId: 'case-1' }])).SPHTransactionId ?? ''

test('a referral is stored, listed as new, decided, shown in detail and marked as synced', async () => {
  await send()
  const { guid, number } = only()
  expect(number).toMatch(/^REF-IOP-[A-Z0-9]{3}-\d{9}$/)
  expect((await caller.retrieve('SHP-2795', null)).rows).toEqual([
    { progres_interoperabilityreferralid: guid, progres_interoperabilityreferralstatus: 125080000 },
  ])
  ping.settings.decisionListColumns = 'return-keys'
  expect((await caller.retrieve('SHP-2795', null)).rows).toEqual([
    {
      progres_interoperabilityreferralid: guid,
      progres_interoperabilityreferralnumber: number,
      progres_interoperabilityreferralstatus: 125080000,
      progres_offlineid: 'case-1',
      progres_orgreferralid: 'service-1',
    },
  ])

  ping.act.decide(guid, { decision: 'rejected', reason: 'Individual Not Found', comment: 'No such number' })
  expect((await caller.retrieve('SHP-2796', guid)).rows).toEqual([
    {
      progres_interoperabilityreferralid: guid,
      progres_interoperabilityreferralnumber: number,
      progres_interoperabilityreferralstatus: 125080002,
      progres_reviewdecision: 125080001,
      progres_reviewdate: '2026-01-10',
      progres_interoperabiltyreferralrejectionreason: 125080000,
      progres_interoperabiltyreferralrejectionreasonname: 'Individual Not Found',
      progres_interoperabilityreferralrejectionomment: 'No such number',
      progres_requestedservice: '7ad37dd0-0306-e611-80d9-00155d34051a',
      progres_offlineid: 'case-1',
      progres_orgreferralid: 'service-1',
    },
  ])

  const synced = {
    progres_interoperabilityreferralid: guid,
    progres_interoperabilityreferralstatus: '125080003',
    progres_comments: 'Synced',
  }
  expect(await caller.ingest('SHP-2284', [{ fields: synced }])).toMatchObject({
    status: 200,
    ErrorMessage: null,
  })
  expect(only()).toMatchObject({ status: 125080003, comments: ['Synced'] })
  expect(ping.store.changesOf(guid).map(({ by, status }) => [by, status])).toEqual([
    ['gateway', 125080000],
    ['officer', 125080002],
    ['gateway', 125080003],
  ])
})

test('a comment without a status is a valid update', async () => {
  await send()
  const fields = { progres_interoperabilityreferralid: only().guid, progres_comments: 'Seen' }
  await caller.ingest('SHP-2284', [{ fields }])
  expect(only()).toMatchObject({ status: 125080000, comments: ['Seen'] })
})

test('a bad status refuses the whole batch of SHP-2284', async () => {
  await send()
  const { guid } = only()
  const answer = await caller.ingest('SHP-2284', [
    { fields: { progres_interoperabilityreferralid: guid, progres_comments: 'Seen' } },
    {
      fields: {
        progres_interoperabilityreferralid: guid,
        progres_interoperabilityreferralstatus: '125080009',
      },
    },
  ])
  expect(answer.ErrorMessage).toBe("progres_interoperabilityreferralstatus '125080009' is not an option.")
  expect(only().comments).toEqual([])
})

test('several items in one call become several referrals', async () => {
  await caller.ingest(create, [{ fields: good }, { fields: { ...good, progres_orgreferralid: 'service-2' } }])
  expect([...ping.store.referrals.values()].map(({ orgReferralId }) => orgReferralId)).toEqual([
    'service-1',
    'service-2',
  ])
})

test('the same service sent twice becomes two referrals', async () => {
  await send()
  await send()
  expect(ping.store.referralsOfService('service-1')).toHaveLength(2)
})

describe('processing', () => {
  test.each([
    ['no first name', { progres_pocfirstname: null }, 'IOP-1001'],
    ['no last name', { progres_poclastname: ' ' }, 'IOP-1001'],
    ['no birth date', { progres_pocdateofbirth: '' }, 'IOP-1001'],
    ['no address', { progres_pocaddress: null }, 'IOP-1001'],
    ['no e-mail', { progres_orgemail: null }, 'IOP-1001'],
    ['a birth date that is none', { progres_pocdateofbirth: '04/03/2015' }, 'IOP-1002'],
    ['an unknown service', { progres_requestedservice: '00000000-0000-4000-a000-000000000001' }, 'IOP-1003'],
    ['a sex in words', { progres_pocsex: 'Unknown' }, 'IOP-1004'],
    ['an unknown category', { progres_spneedcategory: 'SGBV' }, 'IOP-1005'],
  ])('%s is accepted and then fails', async (_, bad, code) => {
    ping.settings.statusShape = 'array'
    const answer = await caller.ingest(create, [{ fields: { ...good, ...bad } }])
    expect(answer.ErrorMessage).toBeNull()
    const status = await caller.checkStatus(create, answer.SPHTransactionId ?? '')
    expect(status.rows).toMatchObject([{ Status: 'Failed', ErrorMessage: expect.stringContaining(code) }])
    expect(ping.store.referrals.size).toBe(0)
  })

  test('takes as many status checks as the setting says', async () => {
    ping.settings.statusShape = 'array'
    ping.settings.processing = { afterChecks: 2 }
    const id = await send()
    const words: unknown[] = []
    for (let check = 0; check < 3; check++)
      words.push((await caller.checkStatus(create, id)).rows[0]?.['Status'])
    expect(words).toEqual(['InProgress', 'InProgress', 'Success'])
    expect(ping.store.referrals.size).toBe(1)
  })

  test('never comes, until it is told to', async () => {
    ping.settings.processing = { afterChecks: 'never' }
    const id = await send()
    await caller.checkStatus(create, id)
    expect(ping.store.referrals.size).toBe(0)
    ping.act.processAll()
    expect(ping.store.referrals.size).toBe(1)
  })

  test('can fail a good item', async () => {
    ping.settings.processing = {
      afterChecks: 0,
      fails: ({ externalId }) => `IOP-9000: no room for ${externalId}`,
    }
    ping.settings.statusShape = 'object'
    expect((await caller.checkStatus(create, await send())).Data).toMatchObject({
      Status: 'Failed',
      ErrorMessage: 'IOP-9000: no room for case-1',
    })
  })

  test('the answer can lack its transaction id, though the item is taken', async () => {
    ping.settings.createAnswer = 'without-transaction'
    const answer = await caller.ingest(create, [{ fields: good }])
    expect([answer.status, 'SPHTransactionId' in answer, ping.store.referrals.size]).toEqual([200, false, 1])
  })

  test('the version and the spelling of the call are its own', async () => {
    const fields = [{ fields: good }]
    expect((await caller.ingest(create, fields, { APIVersion: 'V3' })).status).toBe(400)
    const other = { InteropID: undefined, InteropId: 'INT-1436' }
    expect((await caller.ingest(create, fields, other)).status).toBe(400)
  })
})

describe('the status answer', () => {
  const nasty = 'says "no" }",\nthen {"Status":"Failed"}, አማርኛ عربي'

  test('as a list or an object', async () => {
    const id = await send({ ...good, progres_reasonforreferral: nasty })
    const item = {
      ExternalId: 'case-1',
      Data: { ...good, progres_reasonforreferral: nasty },
      Status: 'Success',
      ErrorMessage: null,
    }
    ping.settings.statusShape = 'array'
    expect((await caller.checkStatus(create, id)).Data).toEqual([item])
    ping.settings.statusShape = 'object'
    expect((await caller.checkStatus(create, id)).Data).toEqual(item)
  })

  test.each([
    [
      'second',
      '[{"ExternalId":"case-1","Data":"{',
      `"progres_reasonforreferral":"${nasty}"}","Status":"Success","ErrorMessage":null}]`,
    ],
    [
      'last',
      '[{"ExternalId":"case-1","Status":"Success","ErrorMessage":null,"Data":"{',
      `"progres_reasonforreferral":"${nasty}"}"}]`,
    ],
  ] as const)('as text that is no JSON, its data %s', async (place, begins, ends) => {
    ping.settings.statusDataPlace = place
    const id = await send({ ...good, progres_reasonforreferral: nasty })
    const { Data } = await caller.checkStatus(create, id)
    const text = typeof Data === 'string' ? Data : ''
    expect([text.startsWith(begins), text.endsWith(ends)]).toEqual([true, true])
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })

  test.each([
    ['null', { Data: null }],
    ['empty', { Data: '' }],
    ['absent', {}],
  ] as const)('as %s', async (statusShape, expected) => {
    ping.settings.statusShape = statusShape
    const { Data } = await caller.checkStatus(create, await send())
    expect(JSON.parse(JSON.stringify({ Data }))).toEqual(expected)
  })

  test('knows nothing of another process or transaction', async () => {
    const id = await send()
    expect((await caller.checkStatus('SHP-2748', id)).Data).toBeNull()
    expect((await caller.checkStatus(create, 'other')).Data).toBeNull()
  })

  test('also tells of updates', async () => {
    ping.settings.statusShape = 'array'
    const fields = { progres_lpinterventionid: '00000000-0000-4000-a000-000000000001' }
    const { SPHTransactionId } = await caller.ingest('SHP-2748', [{ fields }])
    expect((await caller.checkStatus('SHP-2748', SPHTransactionId ?? '')).rows).toMatchObject([
      { Status: 'Success' },
    ])
  })
})

describe('decisions', () => {
  test('have their codes overridden or left out', async () => {
    await send()
    ping.act.decide(only().guid, { decision: 'accepted', status: 125080009, reviewDecision: null })
    const [row] = (await caller.retrieve('SHP-2796', only().guid)).rows
    expect(row).toMatchObject({ progres_interoperabilityreferralstatus: 125080009 })
    expect(row).not.toHaveProperty('progres_reviewdecision')
    ping.act.decide(only().guid, { decision: 'rejected', status: null })
    const [later] = (await caller.retrieve('SHP-2796', only().guid)).rows
    expect(later).toMatchObject({ progres_reviewdecision: 125080001 })
    expect(later).not.toHaveProperty('progres_interoperabilityreferralstatus')
  })

  test('are reversed, and set back to any code', async () => {
    await send()
    const { guid } = only()
    ping.act.decide(guid, { decision: 'accepted' })
    expect(ping.act.reverse(guid, 'Not applicable')).toMatchObject({
      status: 125080002,
      reviewDecision: 125080001,
      rejectionReason: 'Not applicable',
    })
    expect(ping.act.reverse(guid)).toMatchObject({ status: 125080001, reviewDecision: 125080000 })
    expect(ping.act.setStatusCode(guid, 125080000).status).toBe(125080000)
  })

  test('can come in several rows and with the other spelling of the comment', async () => {
    await send()
    ping.settings.decisionDetailRows = 2
    ping.settings.rejectionCommentColumn = 'progres_interoperabilityreferralrejectioncomment'
    ping.act.decide(only().guid, { decision: 'rejected', comment: 'No' })
    const { rows } = await caller.retrieve('SHP-2796', only().guid)
    expect(rows.map((row) => row['progres_interoperabilityreferralrejectioncomment'])).toEqual(['No', 'No'])
  })

  test('have no detail for an unknown id', async () => {
    const answer = await caller.retrieve('SHP-2796', '00000000-0000-4000-a000-000000000001')
    expect(answer.Data).toBe('No Data Available')
  })

  test('take no filter on their list', async () => {
    await send()
    const filter = [
      { ParameterName: '{progres_interoperabilityreferralstatus}', Value: '[125080001, 125080002]' },
    ]
    expect(await caller.retrieve('SHP-2795', null, { QueryParameters: filter })).toMatchObject({
      status: 200,
      Data: null,
      ErrorMessage: expect.any(String),
    })
  })
})
