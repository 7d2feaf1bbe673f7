import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { individualPseudonym } from '@ping-primero/core/privacy/pseudonym.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const env = { LEDGER_KEY: 'a key that is long enough to be the key of a ledger' }
const keys = { current: env.LEDGER_KEY, old: [] }
const childNumber = '803-00C00042'

let ledger: TestLedger

const confirmed = { state: 'confirmed', reason: null } as const
const guid = (place: number): string => `00000000-0000-4000-a000-${String(place).padStart(12, '0')}`
const at = (minute: number): string =>
  new Date(Date.parse('2026-11-20T08:00:00.000Z') + minute * 60_000).toISOString()

/** Thirty interventions, each a minute after the last; every third is decided. */
function items(): readonly LedgerItem[] {
  const referrals = Array.from({ length: 30 }, (_, place) =>
    itemWith({
      key: guid(place),
      numbers: {
        interventionGuid: guid(place),
        interventionNumber: `803-26-PRTITV-${1000 + place}`,
        caseIdDisplay: 'a47c1e2',
      },
      foundAt: at(place),
      since: at(place),
      individual: individualPseudonym(keys, 'gambella', `803-00C000${place}`),
      ...(place === 7 ? { state: 'attention', reason: 'case-closed' } : confirmed),
    }),
  )
  const decisions = Array.from({ length: 10 }, (_, place) =>
    itemWith({
      flow: '1.2',
      key: guid(place * 3),
      numbers: { interventionGuid: guid(place * 3) },
      foundAt: at(100 + place),
      since: at(100 + place),
      decision: place % 2 === 0 ? 'accepted' : 'rejected',
      ...confirmed,
    }),
  )
  return [...referrals, ...decisions]
}

beforeEach(async () => {
  ledger = await testLedger()
  await ledger.store.forDeployment('gambella').save(items(), [])
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

function consoleFor(role: Role = 'viewer', more: Partial<ConsoleHost> = {}) {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, env), deeds: ledgerDeeds(store), acts: store.entered.acts }
  const app = consoleApp(hostWith({ ...host, ...more }, role))
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    app.request(`/d/gambella${path}`, {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({ seal, once: 'a'.repeat(43), ...fields }),
    })
  return {
    read: async (address: string): Promise<string> =>
      (await (await app.request(address)).text()).replaceAll(/\s+/g, ' '),
    find: (number: string) => post('/find', { q: number }),
    tryList: (fields: Readonly<Record<string, string>>) => post('/referrals/try-again', fields),
    file: (fields: Readonly<Record<string, string>> = {}) => post('/referrals/file', fields),
  }
}

const rowsOf = (page: string): readonly string[] =>
  [...page.matchAll(/803-26-PRTITV-\d+(?=<\/bdi>)/g)].map(([number]) => number)
const list = '/d/gambella/referrals'
const nextOf = (page: string): string | null =>
  /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null

describe('the list', () => {
  test('has a row for each referral, the last change first, and its pages follow one another', async () => {
    const { read } = consoleFor()
    const first = await read(list)
    expect(first).toContain('30 referrals, newest change first')
    expect(first).toContain('1 to 25 of 30')
    expect(rowsOf(first)).toHaveLength(25)
    expect(rowsOf(first)[0]).toBe('803-26-PRTITV-1027')
    const second = await read(nextOf(first) ?? '')
    expect(second).toContain('26 to 30 of 30')
    expect(new Set([...rowsOf(first), ...rowsOf(second)]).size).toBe(30)
    expect(nextOf(second)).toBeNull()
  })

  test.each([
    ['state=attention', 1],
    ['whose=focal-point', 1],
    ['decision=accepted', 5],
    ['decision=none', 20],
    ['decision=rejected&referred=unhcr', 5],
    ['from=2026-11-20&to=2026-11-20', 30],
    ['from=2026-11-20&state=attention&decision=none', 1],
  ])('is cut by its address: %s', async (query, count) => {
    const page = await consoleFor().read(`${list}?${query}`)
    expect(page).toContain(`of ${count}.`)
    expect(rowsOf(page)).toHaveLength(Math.min(25, count))
  })

  test.each([
    'from=0001-01-01&to=9999-12-31',
    'from=&to=&state=&decision=&whose=&referred=',
    'state=confirmed&state=lost&shown=-1',
    'after=~&shown=1e9',
    `after=${encodeURIComponent('x~\u0000')}`,
    `after=${'9'.repeat(5_000)}`,
    'each=2&flow=9.9&reason=nothing-such',
  ])('strange words in its address break nothing: %s', async (query) => {
    expect(await consoleFor().read(`${list}?${query}`)).toContain('<h1>Referrals</h1>')
  })

  test('what cannot be is not asked for', async () => {
    expect(await consoleFor().read(`${list}?state=lost&from=yesterday&after=x`)).toContain('of 30.')
  })

  test('where nothing fits it says which filter hides the most', async () => {
    const page = await consoleFor().read(`${list}?state=waiting&decision=accepted`)
    expect(page).toContain('Nothing matches these filters.')
    expect(page).toContain('Without “Where it stands”: 5.')
  })

  test('as the sum counts them, each state has as many rows as its term says', async () => {
    const { read } = consoleFor()
    const today = await read('/d/gambella/today')
    for (const [state, count] of [
      ['confirmed', 39],
      ['attention', 1],
    ] as const) {
      expect(today).toContain(`/d/gambella/referrals?each=1&amp;state=${state}`)
      let page = await read(`${list}?each=1&state=${state}`)
      let rows = 0
      for (;;) {
        expect(page).toContain(`of ${count}.`)
        rows += [...page.matchAll(/<th role="rowheader"/g)].length
        const next = nextOf(page)
        if (next === null) break
        page = await read(next)
      }
      expect(rows).toBe(count)
    }
  })

  test('as a file it has all rows, and that it was taken stands in the history', async () => {
    const answer = await consoleFor('operator').file({ decision: 'rejected' })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await answer.text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(6)
    expect(lines[1]).toMatch(
      /^"803-26-PRTITV-1027","a47c1e2","UNHCR refers","Confirmed","","","Rejected","2026-11-20T/,
    )
    const page = await ledger.store.pages.historyPage(
      {
        deployment: 'gambella',
        flow: null,
        doer: 'people',
        by: null,
        items: null,
        from: null,
        until: null,
        before: null,
      },
      10,
    )
    expect(page.entries.map(({ what, by }) => [what, by])).toContainEqual([
      'exported',
      'someone@agency.example',
    ])
  })
})

describe('what is open of a list', () => {
  const held = { flow: '2.1', state: 'attention', reason: 'consent-overridden' } as const
  const openOnes = [
    itemWith({ key: 'r-1', numbers: { referralId: 'r-1' }, ...held }),
    itemWith({
      flow: '2.2',
      key: 'f-1',
      numbers: { refIopGuid: 'f-1' },
      state: 'waiting',
      reason: 'ping-unavailable',
    }),
  ]

  async function pressed(fields: Readonly<Record<string, string>>, role: Role = 'operator') {
    await ledger.store.forDeployment('gambella').save(openOnes, [])
    const begun: string[] = []
    const { tryList, read } = consoleFor(role, {
      undertakings: { begin: (_name, { kind, flow }) => void begun.push(`${kind} ${flow}`), of: () => [] },
    })
    const answer = await tryList(fields)
    const history = await Promise.all(
      [['1.1', guid(7)] as const, ['2.1', 'r-1'] as const, ['2.2', 'f-1'] as const].map(async ([flow, key]) =>
        (await ledger.store.operators.history('gambella', flow, key)).map(({ what }) => what),
      ),
    )
    return { to: answer.headers.get('location'), begun, history, read }
  }

  test('is tried again at once, flow by flow, but for what only a person lets go', async () => {
    const { to, begun, history, read } = await pressed({ state: 'attention' })
    expect(to).toBe(`${list}?state=attention&tried=1&tried-flow=1.1#done`)
    expect(begun).toEqual(['run 1.1'])
    expect(history).toEqual([['retried'], [], []])
    expect(await read(`${list}?state=attention&tried=1&tried-flow=1.1`)).toMatch(
      /One referral is tried again.*Needs attention/,
    )
  })

  test('of all that somebody has to move nothing but that is tried', async () => {
    const { to, begun, history } = await pressed({ whose: 'focal-point' })
    expect(to).toBe(`${list}?whose=focal-point&tried=1&tried-flow=1.1#done`)
    expect([begun, history]).toEqual([['run 1.1'], [['retried'], [], []]])
  })

  test('as items, by flow and cause, it is the same', async () => {
    const { to, begun, history } = await pressed({ flow: '2.2', reason: 'ping-unavailable' })
    expect(to).toBe(`${list}?flow=2.2&reason=ping-unavailable&tried=1&tried-flow=2.2#done`)
    expect([begun, history]).toEqual([['run 2.2'], [[], [], ['retried']]])
  })

  test('of a list that holds settled ones nothing is tried, and no button offers it', async () => {
    const { to, begun, history, read } = await pressed({ decision: 'accepted' })
    expect(to).toBe(`${list}?decision=accepted&tried=0&tried-flow=1.1#done`)
    expect([begun, history]).toEqual([[], [[], [], []]])
    expect(await read(`${list}?decision=accepted`)).not.toContain('referrals/try-again')
    expect(await read(`${list}?state=waiting`)).toContain('referrals/try-again')
    expect(await consoleFor('viewer').read(`${list}?state=waiting`)).not.toContain('referrals/try-again')
  })
})

describe('a number', () => {
  test.each(['803-26-PRTITV-1003', ' 803-26-prtitv-1003 ', guid(3)])(
    'of one referral opens it: %s',
    async (number) => {
      const answer = await consoleFor().find(number)
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        '/d/gambella/referral?number=803-26-PRTITV-1003',
      ])
    },
  )

  test('of a case with several lists them', async () => {
    const answer = await consoleFor().find('a47c1e2')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('30 referrals carry this number')
  })

  test('of a child finds the referral, and stands in no address and on no page', async () => {
    const found = await consoleFor().find('803-00C0007')
    const unknown = await consoleFor().find(childNumber)
    expect([found.status, found.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('PRTITV-1007'),
    ])
    const page = await unknown.text()
    expect(page).toContain('No referral has this number')
    expect(page).not.toContain(childNumber)
  })

  test.each([
    '',
    ' ',
    '\0',
    '\u202e\u200b',
    '%',
    '_',
    "' or 1=1 --",
    '🙂',
    '\ud83d',
    '803-26-PRTITV-1003 803-26-PRTITV-1004',
    'REF-IOP-',
    '9'.repeat(10_000),
    'a\r\nset-cookie: x=y',
  ])('that nobody could mean is of no referral: %j', async (number) => {
    const answer = await consoleFor().find(number)
    expect(answer.status).toBe(200)
    expect([...answer.headers.keys()]).not.toContain('set-cookie')
    expect(await answer.text()).toContain('No referral has th')
  })

  test.each(['８０３-26-PRTITV-1003', '803–26–PRTITV–1003', '\ufeff803-26-PRTITV-1003\u00a0'])(
    'as another keyboard or a spreadsheet writes it finds the same: %j',
    async (number) => {
      const answer = await consoleFor().find(number)
      expect(answer.headers.get('location')).toContain('PRTITV-1003')
    },
  )

  test('that nothing has is named where it is one of those that records have', async () => {
    const page = await (await consoleFor().find('803-26-PRTITV-9')).text()
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      'No referral has the number <bdi class="no" dir="ltr">803-26-PRTITV-9</bdi>',
    )
  })
})
