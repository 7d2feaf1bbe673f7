import { expect, test } from 'vitest'
import { consoleApp } from '../../app.ts'
import { hostWith, nowMs, seal } from '../../host.fixture.ts'
import type { ConsoleHost } from '../../host.ts'
import type { Role } from '../../roles.ts'
import type { Undertaking, UndertakingEnd } from '../../undertakings/undertaking.ts'

const page = '/d/gambella/flows'
const act = { by: 'fp-gambella-1@agency.example', at: '2026-11-26T05:41:00.000Z' }
const counts = { confirmed: 3, waiting: 0, attention: 1, withdrawn: 0, handled: 0 }
const done = { kind: 'done', at: act.at, counts, skipped: null, stopped: null, tried: null } as const

function running(more: Partial<Omit<Undertaking, 'kind'>> = {}): Undertaking {
  return { kind: 'run', flow: '1.2', act, progress: null, isFollowed: false, end: null, ...more }
}

async function pageWith(undertaking: Undertaking, address = page, role: Role = 'operator'): Promise<string> {
  const undertakings = { begin: () => {}, of: () => [undertaking] }
  const answer = await consoleApp(hostWith({ undertakings }, role)).request(address)
  return (await answer.text()).replaceAll(/\s+/g, ' ')
}

function runForms(said: string): number {
  return said.match(/action="\/d\/gambella\/flows\/run"/g)?.length ?? 0
}

test.each([
  [null, 'It begins as soon as no other look is under way.', null],
  [{ part: 'list', done: 4, of: null, awaits: null }, 'It looks for what is open: 4 so far.', ''],
  [{ part: 'cases', done: 0, of: 0, awaits: null }, 'It looks for changed cases.', ''],
  [
    { part: 'cases', done: 120, of: 300, awaits: 'ping' },
    'Changed cases looked at: 120 of about 300. It waits for an answer of PING.',
    ' max="300" value="120"',
  ],
  [{ part: 'settle', done: 1284, of: null, awaits: null }, 'Done so far: 1,284.', ''],
  [{ part: 'settle', done: 5, of: 4, awaits: null }, 'Done: 5 of 4.', ' max="4" value="4"'],
] as const)('what goes on says how far it is: %o', async (progress, words, length) => {
  const said = await pageWith(running({ progress }))
  expect(said).toContain(words)
  expect(said).toContain('by <bdi>fp-gambella-1@agency.example</bdi>')
  expect(said).toContain('You may leave this page; it goes on.')
  expect(said).toContain(`href="${page}?seen=${nowMs}#f12"`)
  expect(/<progress id="run-f12"([^>]*)>/.exec(said)?.[1]?.trimEnd() ?? null).toBe(length)
  expect(said.includes('for="run-f12"')).toBe(progress !== null)
  expect(runForms(said)).toBe(3)
})

test('what looks again says since when', async () => {
  const order = { kind: 'look-again', flow: '2.1', since: '2026-10-31T21:00:00.000Z' } as const
  const progress = { part: 'cases', done: 1, of: 2, awaits: null } as const
  const going = await pageWith(
    { ...order, act, progress, isFollowed: false, end: null },
    page,
    'administrator',
  )
  expect(going).toMatch(/it looks again at what changed since <time datetime="2026-10-31T21:00:00.000Z"/)
  expect(going.match(/flows\/look-again"/g)).toHaveLength(1)
  const ended = { ...order, act, progress: null, isFollowed: false, end: done }
  const said = await pageWith(ended, `${page}?begun=look-again&flow=2.1`, 'administrator')
  expect(said).toContain('“Caseworkers refer” has looked again')
  expect(said.match(/flows\/look-again"/g)).toHaveLength(2)
})

test('what follows it is told', async () => {
  const said = await pageWith(running({ isFollowed: true }))
  expect(said).toContain('it begins when this one ends')
})

test('what runs by the timetable or elsewhere is said to', async () => {
  const host = hostWith({ ledger: { ...hostWith().ledger, underWay: async () => '2.2' } })
  const said = await (await consoleApp(host).request(page)).text()
  expect(said).toContain('begun by the timetable, or elsewhere')
  expect(said).not.toContain('<progress')
  expect(runForms(said)).toBe(3)
})

const refused = { kind: 'refused', at: act.at, cause: 'secrets', owner: 'administrator' } as const

test.each<readonly [UndertakingEnd, 'ok' | 'attn', string]>([
  [done, 'ok', '4 found, 3 confirmed, 1 needs attention'],
  [{ ...done, skipped: 'paused' }, 'attn', 'Nothing was done: the flow is paused.'],
  [
    { ...done, stopped: 'primero-credentials-refused' },
    'attn',
    'Whose move: Administrator. Correct the credentials',
  ],
  [{ ...done, stopped: 'run-interrupted' }, 'attn', '4 found, 3 confirmed'],
  [
    refused,
    'attn',
    'a password or key is not set, or cannot be read. Whose move: Administrator. Set it where',
  ],
])(
  'what came of it is said on the page that began it, and stays at the flow: %o',
  async (end, tone, words) => {
    const said = await pageWith(running({ end }), `${page}?begun=run&flow=1.2`)
    expect(said).toContain(`<section class="banner ${tone}" role="status" id="done"`)
    expect(said).toContain('“Caseworkers answer” was run')
    expect(said.split(words)).toHaveLength(3)
    expect(said).not.toMatch(/primero-credentials-refused|secret-missing/)
  },
)

test('the page that began it says that it goes on, and nothing of what another one began', async () => {
  const begun = await pageWith(running(), `${page}?begun=run&flow=1.2`)
  expect(begun).toContain('“Caseworkers answer” is run now')
  expect(begun).toContain('<section class="banner wait" role="status" id="done"')
  expect(await pageWith(running(), `${page}?begun=run&flow=2.1`)).not.toContain('id="done"')
})

test('the button runs the flow under the name of whoever pressed; a viewer has none', async () => {
  const begun: unknown[] = []
  const undertakings: ConsoleHost['undertakings'] = {
    begin: (...order) => void begun.push(order),
    of: () => [],
  }
  await consoleApp(hostWith({ undertakings })).request(`${page}/run`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal, once: 'a'.repeat(43), flow: '2.2' }),
  })
  const by = { by: 'someone@agency.example', at: new Date(nowMs).toISOString() }
  expect(begun).toEqual([['gambella', { kind: 'run', flow: '2.2' }, by]])
  expect(runForms(await pageWith(running({ end: done })))).toBe(4)
  expect(runForms(await pageWith(running({ end: done }), page, 'viewer'))).toBe(0)
})

function pressLookAgain(undertakings: ConsoleHost['undertakings'], since: string, flow = '2.1') {
  return consoleApp(hostWith({ undertakings }, 'administrator')).request(`${page}/look-again`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal, once: 'a'.repeat(43), flow, since }),
  })
}

test.each([
  ['2026-11-01', '2026-10-31T21:00:00.000Z'],
  ['2026-11-26', '2026-11-25T21:00:00.000Z'],
])('it is looked again since %s by the clocks of the deployment', async (day, since) => {
  const begun: unknown[] = []
  const undertakings = { begin: (...order: unknown[]) => void begun.push(order), of: () => [] }
  await pressLookAgain(undertakings, day)
  expect(begun).toMatchObject([['gambella', { kind: 'look-again', flow: '2.1', since }, {}]])
})

test.each([['2026-11-27'], ['2026-02-30'], ['yesterday'], ['']])(
  'since %j nothing is looked at, and what was typed comes back',
  async (day) => {
    const begun: unknown[] = []
    const undertakings = { begin: (...order: unknown[]) => void begun.push(order), of: () => [] }
    const answer = await pressLookAgain(undertakings, day)
    const said = (await answer.text()).replaceAll(/\s+/g, ' ')
    expect([answer.status, begun]).toEqual([422, []])
    expect(said).toContain('href="#since-f21"')
    expect(said).toMatch(new RegExp(`id="since-f21" name="since" value="${day}"[^>]*aria-invalid="true"`))
    expect(said.split('Choose a day, today at the latest.')).toHaveLength(3)
  },
)

test('a flow whose source shows all that is open does not look back', async () => {
  const undertakings = { begin: () => {}, of: () => [] }
  expect((await pressLookAgain(undertakings, '2026-11-01', '1.1')).status).toBe(422)
  const said = await pageWith(running({ end: done }), page, 'administrator')
  expect(said.match(/There is nothing to look back for/g)).toHaveLength(2)
  expect(await pageWith(running({ end: done }))).not.toContain('look-again')
})
