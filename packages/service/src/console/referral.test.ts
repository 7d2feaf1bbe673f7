import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const page = '/d/gambella/referral'
const by = 'someone@agency.example'
const number = 'REF-IOP-000128'

let ledger: TestLedger
let pressed = 0

beforeEach(async () => {
  ledger = await testLedger()
  pressed = 0
  const later = '2026-11-30T00:00:00.000Z'
  await ledger.store.forDeployment('gambella').save(
    [
      itemWith({
        flow: '2.1',
        key: 'r',
        state: 'confirmed',
        reason: null,
        numbers: { referralId: 'r', caseIdDisplay: 'd40b7e6', refIopNumber: number },
      }),
      itemWith({
        flow: '2.2',
        key: 'f',
        state: 'attention',
        reason: 'decision-not-applied',
        nextTry: later,
        numbers: { referralId: 'r', refIopGuid: 'f', refIopNumber: number },
      }),
      itemWith({
        flow: '2.1',
        key: 'held',
        state: 'attention',
        reason: 'consent-overridden',
        numbers: { referralId: 'held', caseIdDisplay: 'e77b3d0' },
      }),
    ],
    [],
  )
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** A console over the ledger; each press is of a form of its own unless its one-time value is given. */
function consoleFor(role: Role = 'operator', more: Partial<ConsoleHost> = {}) {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store), acts: store.entered.acts }
  const app = consoleApp(hostWith({ ...host, ...more }, role))
  const press = async (act: string, fields: Readonly<Record<string, string>>) => {
    pressed += 1
    const answer = await app.request(`${page}/${act}`, {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({ seal, once: String(pressed).padStart(43, 'a'), ...fields }),
    })
    return { status: answer.status, to: answer.headers.get('location'), text: plain(await answer.text()) }
  }
  const read = async (query: string, below = ''): Promise<string> =>
    plain(await (await app.request(`${page}${below}?${query}`)).text())
  return { press, read }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

const historyOf = (flow: Flow, key: string) => ledger.store.operators.history('gambella', flow, key)
const itemOf = async (flow: Flow, key: string) =>
  (await ledger.store.forDeployment('gambella').get(flow, [key]))[0]

const decision = { number, flow: '2.2', key: 'f' }
const held = { number: 'held', flow: '2.1', key: 'held' }
const checked = { check1: 'on', check2: 'on', check3: 'on' }
const at = new Date(nowMs).toISOString()

test('a referral and the decision on it are one story, by any number of either', async () => {
  const { read } = consoleFor('viewer')
  for (const one of [number, 'd40b7e6', 'f']) {
    const told = await read(`number=${one}`)
    expect(told).toMatch(/<h1><bdi[^>]*>REF-IOP-000128[^]*Primero did not take the decision/)
    expect(told).not.toContain('What you can do')
  }
})

test('trying again makes what is open due and runs its flow at once, and the page says when it is looked at', async () => {
  const begun: string[] = []
  const { press, read } = consoleFor('operator', {
    undertakings: {
      begin: (_deployment, { kind, flow }) => void begun.push(`${kind} ${flow}`),
      of: () => [],
    },
  })
  const { status, to } = await press('try-again', { number })
  expect([status, to]).toEqual([303, `${page}?number=${number}&tried=1&flow=2.2#done`])
  expect(await itemOf('2.2', 'f')).toMatchObject({ nextTry: null })
  expect(await historyOf('2.2', 'f')).toMatchObject([{ what: 'retried', by, at }])
  expect(await read(`number=${number}&tried=1&flow=2.2`)).toMatch(
    /One referral is tried again[^]*“UNHCR answers” looks at it next [^]*What comes of it stands here/,
  )
  expect(begun).toEqual(['run 2.2'])
})

test('what a person has to let go is not tried again', async () => {
  const { press, read } = consoleFor()
  expect(await read('number=held')).not.toContain('action="/d/gambella/referral/try-again"')
  expect((await press('try-again', { number: 'held' })).to).toBe(`${page}?number=held&tried=0&flow=2.1#done`)
  expect(await historyOf('2.1', 'held')).toEqual([])
})

describe('settled outside', () => {
  const typed = { ...decision, how: 'told', why: 'A letter went to the focal point.' }

  test('it is shown first what happens and what does not, and nothing is done by that', async () => {
    const { status, text } = await consoleFor().press('settle/check', typed)
    expect(status).toBe(200)
    expect(text).toMatch(
      /<title>Settled outside\?[^]*A letter went to the focal point\.[^]*Nothing is written to proGres/,
    )
    expect(await itemOf('2.2', 'f')).toMatchObject({ state: 'attention' })
    expect(await historyOf('2.2', 'f')).toEqual([])
  })

  test('then it counts as settled, with what was chosen and typed, once', async () => {
    const { press, read } = consoleFor()
    const once = 'b'.repeat(43)
    const to = `${page}?number=${number}&did=settled#done`
    expect((await press('settle', { ...typed, once })).to).toBe(to)
    expect((await press('settle', { ...typed, once })).to).toBe(to)
    expect(await itemOf('2.2', 'f')).toMatchObject({ state: 'handled' })
    const why = 'UNHCR was told in writing, and has closed it in proGres. A letter went to the focal point.'
    expect(await historyOf('2.2', 'f')).toMatchObject([{ what: 'handled', by, at, why }])
    const told = await read(`number=${number}&did=settled`)
    expect(told).toMatch(
      /It is settled outside[^]*marked it as settled outside[^]*“<bdi>UNHCR was told in writing/,
    )
  })

  test('where it was settled meanwhile, nothing is done, and that is said', async () => {
    const { press, read } = consoleFor()
    await press('settle', typed)
    expect((await press('settle', typed)).to).toBe(`${page}?number=${number}&did=moved#done`)
    expect((await press('settle/check', typed)).text).toContain('This has changed meanwhile')
    expect(await read(`number=${number}&did=moved`)).toContain('and nothing was done')
    expect(await historyOf('2.2', 'f')).toHaveLength(1)
  })

  test('what is wrong is said first, with the way to it, and what was typed stays', async () => {
    const why = 'call +254 712 345 678'
    const { status, text } = await consoleFor().press('settle/check', { ...decision, why })
    expect(status).toBe(422)
    expect(text).toMatch(/2 things have to be changed[^]*href="#settle-22-how"[^]*href="#settle-22-why"/)
    expect(text).toMatch(/<details class="fold" open[^]*id="settle-22-why-e">[^<]*a telephone number/)
    expect(text).toContain(`${why}</textarea`)
    expect(await historyOf('2.2', 'f')).toEqual([])
  })

  test('a form of an earlier session shows nothing of it, and comes back with what was typed', async () => {
    const { status, text } = await consoleFor().press('settle/check', { ...typed, seal: 'another' })
    expect(status).toBe(409)
    expect(text).toMatch(/This page was old[^]*A letter went to the focal point\.<\/textarea/)
  })
})

describe('held until a person says yes', () => {
  const released = { ...held, ...checked, reason: 'consent-overridden', why: 'The assessment is there.' }

  test('it is asked what was made sure of, and what happens is said', async () => {
    const { read } = consoleFor()
    expect(await read('number=held')).toContain('/referral/release?number=held&amp;flow=2.1&amp;key=held')
    const asked = await read('number=held&flow=2.1&key=held', '/release')
    expect(asked).toMatch(/Release this to UNHCR\?[^]*Nothing has left Primero[^]*a risk assessment is there/)
    expect(asked).toContain('The next look sends it to UNHCR.')
  })

  test('released, it goes on under the name and with the words of whoever did so; a second time nothing is done', async () => {
    const { press, read } = consoleFor()
    expect((await press('release', released)).to).toBe(`${page}?number=held&did=released#done`)
    expect(await itemOf('2.1', 'held')).toMatchObject({ releasedAt: at })
    const { why } = released
    expect(await historyOf('2.1', 'held')).toMatchObject([{ what: 'released', by, at, why }])
    expect((await press('release', released)).to).toBe(`${page}?number=held&did=released-before#done`)
    expect(await historyOf('2.1', 'held')).toHaveLength(1)
    expect(await read('number=held')).toMatch(/<bdi>someone@agency\.example<\/bdi> released it <time/)
  })

  test('what was not made sure of is asked for by its own words, and nothing is done', async () => {
    const { status, text } = await consoleFor().press('release', { ...released, check2: '', why: '' })
    expect(status).toBe(422)
    expect(text).toMatch(
      /2 things have to be changed[^]*href="#check2">Say that the risk assessment is there[^]*href="#why">Say in your words why/,
    )
    expect(text).toMatch(/id="check1" name="check1" checked/)
    expect(await historyOf('2.1', 'held')).toEqual([])
  })

  test('what is held for another reason by now is not let go', async () => {
    const { press } = consoleFor()
    expect((await press('release', { ...released, reason: 'referral-repeated' })).to).toBe(
      `${page}?number=held&did=moved#done`,
    )
    expect(await historyOf('2.1', 'held')).toEqual([])
  })

  test('what is not held is not asked for', async () => {
    const asked = await consoleFor().read(`number=${number}&flow=2.2&key=f`, '/release')
    expect(asked).toContain('This has changed meanwhile')
    expect(asked).not.toContain('Release this')
  })
})

test('a note stands in the story under the name of whoever left it, and changes nothing else', async () => {
  const { press, read } = consoleFor()
  const why = 'The supervisor asks UNHCR this morning.'
  const before = await itemOf('2.2', 'f')
  expect((await press('note', { ...decision, why })).to).toBe(`${page}?number=${number}&did=noted#done`)
  expect(await itemOf('2.2', 'f')).toEqual(before)
  expect(await historyOf('2.2', 'f')).toMatchObject([
    { what: 'noted', by, at, why, state: 'attention', reason: 'decision-not-applied' },
  ])
  expect(await read(`number=${number}&did=noted`)).toMatch(
    /The note is kept[^]*someone@agency\.example<\/bdi> noted:[^]*“<bdi>The supervisor asks UNHCR/,
  )
})

test('no form reaches what its number does not carry', async () => {
  const { press } = consoleFor()
  const other = { ...held, number }
  expect((await press('note', { ...other, why: 'not meant' })).to).toBe(
    `${page}?number=${number}&did=moved#done`,
  )
  expect((await press('settle', { ...other, how: 'told', why: 'not meant' })).to).toContain('did=moved')
  expect(await historyOf('2.1', 'held')).toEqual([])
})
