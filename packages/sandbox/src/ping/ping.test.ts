import { afterEach, beforeEach, expect, test } from 'vitest'
import { callPing } from './ping-caller.ts'
import { startPing } from './ping.ts'
import type { Ping } from './ping.ts'

let ping: Ping

beforeEach(async () => {
  ping = await startPing({ now: () => Date.UTC(2026, 0, 10) })
})
afterEach(() => ping.stop())

const control = (name: string, body: unknown): Promise<Response> =>
  fetch(`${ping.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) })

test('another process can seed, change settings, withdraw, list again and decide', async () => {
  const seeded = await (await control('seed-referrals', { count: 2 })).json()
  expect(seeded).toEqual({ interventions: ['803-26-PRTITV-1000001', '803-26-PRTITV-1000002'] })
  await control('settings', { pageSize: 7, codesAs: 'string' })
  expect([ping.settings.pageSize, ping.settings.codesAs]).toEqual([7, 'string'])
  await control('withdraw', { number: '803-26-PRTITV-1000001' })
  await control('withdraw', { number: '803-26-PRTITV-1000002' })
  await control('list-again', { number: '803-26-PRTITV-1000002' })
  const caller = await callPing(ping)
  const { rows } = await caller.retrieve('SHP-2747', null)
  expect(rows.map((row) => row['progres_interventionname'])).toEqual(['803-26-PRTITV-1000002'])
})

test('another process can have new referrals decided, one or all', async () => {
  const caller = await callPing(ping)
  const fields = {
    progres_orgreferralid: 'service-1',
    progres_orgemail: 'worker@example.org',
    progres_orgreferredby: 'Primero CP',
    progres_requestedservice: '7ad37dd0-0306-e611-80d9-00155d34051a',
    progres_pocfirstname: 'Zavel',
    progres_poclastname: 'Quixo',
    progres_pocdateofbirth: '2015-03-04',
    progres_pocaddress: 'Block 6',
  }
  const other = { ...fields, progres_orgreferralid: 'service-2' }
  await caller.ingest('SHP-2731', [{ fields }, { fields: other }])
  await control('decide', { number: 'REF-IOP-DAD-000000001', decision: 'accepted' })
  expect(await (await control('decide-all', { rejectShare: 1 })).json()).toEqual({ decided: 1 })
  expect([...ping.store.referrals.values()].map(({ status }) => status)).toEqual([125080001, 125080002])
  const page = await (await fetch(`${ping.url}/__sandbox`)).text()
  expect(page).toContain(
    '<td>REF-IOP-DAD-000000001</td><td>Zavel Quixo</td><td>Legal / Protection Counselling</td>' +
      '<td>Accepted</td><td>Accepted</td>',
  )
})

test('a control refuses what it does not know', async () => {
  expect((await control('settings', { pageSize: 0 })).status).toBe(400)
  expect((await control('settings', { other: 1 })).status).toBe(400)
  expect((await control('withdraw', { number: 'x' })).status).toBe(400)
  expect(ping.settings.pageSize).toBe(5000)
})

test('the state page shows referrals in words and escapes what people typed', async () => {
  ping.act.refer({
    number: '803-26-PRTITV-1000001',
    individual: { number: '803-100000001', givenName: '<b>Zavel', familyName: '"&' },
    transferStatus: 125080002,
  })
  const page = await (await fetch(`${ping.url}/__sandbox`)).text()
  expect(page).toContain('http-equiv="refresh"')
  expect(page).toContain(
    '<td>803-26-PRTITV-1000001</td><td>803-100000001</td><td>&#60;b&#62;Zavel &#34;&#38;</td>',
  )
  expect(page).toContain('<td>Pending Acknowledgement</td>')
  expect(page).not.toContain('<b>')
})

test('a correction reaches the intervention and its individual', async () => {
  const { guid } = ping.act.refer({
    individual: { number: '803-100000001', birthDate: null },
    type: 'Accessibility',
  })
  ping.act.correct(guid, { type: 'BIA', individual: { birthDate: '2015-01-02' } })
  expect(ping.store.interventions.get(guid)?.type).toBe('BIA')
  expect(ping.store.individualByNumber('803-100000001')?.birthDate).toBe('2015-01-02')
})

test('two referrals of one number belong to one individual', () => {
  for (const type of ['BIA', 'BID']) ping.act.refer({ individual: { number: '803-100000001' }, type })
  expect([ping.store.individuals.size, ping.store.interventions.size]).toEqual([1, 2])
})

test('reads do not count as writes', async () => {
  const caller = await callPing(ping)
  await caller.retrieve('SHP-2747', null)
  await caller.checkStatus('SHP-2731', 'x')
  await caller.ingest('SHP-2748', [{ fields: { progres_lpinterventionid: 'x' } }])
  expect([ping.traffic.counts(), ping.traffic.writes()]).toEqual([
    { token: 1, 'list-referrals': 1, 'check-status': 1, 'update-transfer': 1 },
    1,
  ])
})
