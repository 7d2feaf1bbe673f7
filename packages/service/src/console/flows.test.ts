import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const page = '/d/gambella/flows'
const why = 'maintenance of Primero'

let ledger: TestLedger
let pressed = 0

beforeEach(async () => {
  ledger = await testLedger()
  pressed = 0
  await ledger.store
    .forDeployment('gambella')
    .save([itemWith({ key: 'one', flow: '2.1' }), itemWith({ key: 'two', flow: '2.1' })], [])
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** A console over the ledger; each press is of a form of its own unless its one-time value is given. */
function consoleFor(role: Role = 'operator', more: Partial<ConsoleHost> = {}) {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store), acts: store.entered.acts }
  const app = consoleApp(hostWith({ ...host, ...more }, role))
  const press = async (act: string, fields: Readonly<Record<string, string>>): Promise<Response> => {
    pressed += 1
    const once = String(pressed).padStart(43, 'a')
    return app.request(`${page}/${act}`, {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({ seal, once, ...fields }),
    })
  }
  const read = async (address = page): Promise<string> => plain(await (await app.request(address)).text())
  return { press, read }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

function historyOf(flow: '2.1') {
  return ledger.store.operators.history('gambella', flow, '*')
}

test('a flow is paused under the name of whoever pressed, and let run again; the page says both', async () => {
  const { press, read } = consoleFor()
  const paused = await press('pause', { flow: '2.1', why })
  expect([paused.status, paused.headers.get('location')]).toEqual([303, `${page}?did=paused&flow=2.1#done`])
  const said = await read(`${page}?did=paused&flow=2.1`)
  expect(said).toContain('id="done"')
  expect(said).toContain('2 referrals are held back and lose nothing by it.')
  expect(said).toContain(`“<bdi>${why}</bdi>”`)
  const by = 'someone@agency.example'
  const at = new Date(nowMs).toISOString()
  expect(await historyOf('2.1')).toEqual([{ at, flow: '2.1', key: '*', what: 'paused', by, why }])

  const resumed = await press('resume', { flow: '2.1' })
  expect(resumed.headers.get('location')).toBe(`${page}?did=resumed&flow=2.1#done`)
  expect(await read(`${page}?did=resumed&flow=2.1`)).toContain('“Caseworkers refer” runs again')
  expect(await historyOf('2.1')).toHaveLength(2)
  expect(await ledger.store.operators.pauseOf('gambella', '2.1')).toBe(null)
})

test('a flow that is paused already keeps its first reason, and one that is not is not let run again', async () => {
  const { press, read } = consoleFor()
  await press('pause', { flow: '2.1', why })
  const again = await press('pause', { flow: '2.1', why: 'asked for by UNHCR' })
  expect(again.headers.get('location')).toBe(`${page}?did=paused-before&flow=2.1#done`)
  expect(await read(`${page}?did=paused-before&flow=2.1`)).toContain('the reason that was given first stays')
  expect(await ledger.store.operators.pauseOf('gambella', '2.1')).toMatchObject({ why })
  const other = await press('resume', { flow: '1.1' })
  expect(other.headers.get('location')).toBe(`${page}?did=not-paused&flow=1.1#done`)
  expect(await historyOf('2.1')).toHaveLength(1)
})

test('an address that says what is no longer so says nothing', async () => {
  const { read } = consoleFor()
  expect(await read(`${page}?did=paused&flow=2.1`)).not.toContain('id="done"')
  expect(await read(`${page}?did=nonsense&flow=2.1`)).not.toContain('id="done"')
})

test.each([
  ['nothing', '  ', 'This has to be filled in.'],
  ['a person', 'call +251 911 234 567', 'a telephone number'],
])('a reason that says %s pauses nothing, and comes back with what is wrong', async (_what, typed, wrong) => {
  const answer = await consoleFor().press('pause', { flow: '2.1', why: typed })
  expect(answer.status).toBe(422)
  const said = plain(await answer.text())
  expect(said).toContain(wrong)
  expect(said).toContain(`value="${typed.replaceAll(/\s+/g, ' ')}"`)
  expect(said).toContain('aria-invalid="true"')
  expect(said).toContain('href="#why-f21"')
  expect(said.match(/<details class="fold no-print" open/g)).toHaveLength(1)
  expect(await historyOf('2.1')).toEqual([])
})

test('a form of an earlier session pauses nothing, and what was typed stays', async () => {
  const answer = await consoleFor().press('pause', { flow: '2.1', why, seal: 'another' })
  const said = plain(await answer.text())
  expect(answer.status).toBe(409)
  expect(said).toContain('This page was old, and nothing was done')
  expect(said).toContain(`value="${why}"`)
  expect(await historyOf('2.1')).toEqual([])
})

test('buttons stand for those who may press them', async () => {
  const formsAt = async (role: Role): Promise<readonly string[]> =>
    [...(await consoleFor(role).read()).matchAll(/action="\/d\/gambella\/flows\/([^"]+)"/g)].map(
      ([, act = '']) => act,
    )
  expect(await formsAt('operator')).toEqual(
    ['1.1', '1.2', '2.1', '2.2'].flatMap(() => ['run', 'try', 'pause']),
  )
  expect(await formsAt('administrator')).toHaveLength(14)
  expect(await formsAt('viewer')).toEqual([])
  expect(await formsAt('auditor')).toEqual([])
})

test('the page says how each flow goes, and where the sum stands', async () => {
  const deployment = deploymentWith({
    schedule: (flow) => (flow === '1.1' ? '0 0 * * *' : '0 8-17 * * *'),
    isEnabled: (flow) => flow !== '2.2',
  })
  const said = await consoleFor('viewer', { deployments: () => [deployment] }).read()
  expect(said.match(/every night at 00:00/g)).toHaveLength(1)
  expect(said.match(/<dt>Goes<\/dt>/g)).toHaveLength(2)
  expect(said.match(/<dt>Next<\/dt>/g)).toHaveLength(4)
  expect(said).toContain('Not switched on in the settings')
  expect(said).toContain('<b>2 found</b>')
  expect(said).toContain('Nobody has paused a flow yet.')
})

test('what stands on the page is of this deployment alone', async () => {
  const act = { by: 'someone', at: '2026-11-26T05:00:00.000Z' }
  await ledger.store.operators.pause('duhok', '2.1', 'agreement being renewed', act)
  await ledger.store.forDeployment('duhok').save([itemWith({ key: 'three', flow: '2.1' })], [])
  const said = await consoleFor().read()
  expect(said).not.toContain('agreement being renewed')
  expect(said).toContain('<b>2 found</b>')
})
