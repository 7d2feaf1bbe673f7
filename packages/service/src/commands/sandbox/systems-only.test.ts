import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startCommand } from '../../cli.fixture.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts the simulators alone as their own process and lends their addresses until the work is done. */
async function withSystems(
  args: readonly string[],
  work: (urls: { readonly primero: string; readonly ping: string }, printed: string) => Promise<void>,
): Promise<void> {
  const [primero, ping] = [await freePort(), await freePort()]
  const started = startCommand({
    args: ['sandbox', '--systems-only', '--json', '--ports', `${primero},${ping}`, ...args],
    cwd: tmpdir(),
    env: {},
  })
  await started.said('run all --deployment')
  const urls = { primero: `http://127.0.0.1:${primero}`, ping: `http://127.0.0.1:${ping}` }
  try {
    await work(urls, started.stderr())
  } finally {
    started.kill('SIGTERM')
  }
  const { code, stdout } = await started.ended
  expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({ code: 0, answer: urls })
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

const exchanges = z.array(
  z.object({
    name: z.string(),
    as: z.string().nullable(),
    password: z.string().optional(),
    request: z.object({
      method: z.string(),
      path: z.string(),
      body: z.unknown().optional(),
      raw: z.string().optional(),
      contentType: z.string().optional(),
    }),
    status: z.number(),
    body: z.unknown(),
  }),
)

/** Keeps what an answer shows where the recording has a named placeholder. */
function capture(recorded: unknown, shown: unknown, made: Map<string, string>): void {
  if (typeof recorded === 'string') {
    const name = /^\{\{([^}]+\.[^}]+)\}\}$/.exec(recorded)?.[1]
    if (name !== undefined && !made.has(name) && typeof shown === 'string') made.set(name, shown)
    return
  }
  if (typeof recorded !== 'object' || recorded === null || typeof shown !== 'object' || shown === null) return
  const there = new Map(Object.entries(shown))
  for (const [key, value] of Object.entries(recorded)) capture(value, there.get(key), made)
}

function filled(text: string, made: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (whole, name: string) => {
    const second = made.get(name.replace('.second', '.last_updated_at'))
    return name.endsWith('.second') ? `${second?.slice(0, 19)}Z` : (made.get(name) ?? whole)
  })
}

test('--world recorded can be replayed: 163 recorded requests are answered with the recorded status', async () => {
  const recording = readFileSync('packages/sandbox/fixtures/primero-recorded/v2.15.2.jsonl', 'utf8')
  const [about, ...lines] = recording.trim().split('\n')
  const { password: usual } = z.object({ password: z.string() }).parse(JSON.parse(about ?? ''))
  const asked = exchanges.parse(lines.map((line): unknown => JSON.parse(line)))
  expect(asked).toHaveLength(163)
  await withSystems(['--world', 'recorded'], async ({ primero, ping }) => {
    const made = new Map<string, string>()
    const answers: unknown[] = []
    for (const { name, as, password, request, body } of asked) {
      const sent = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
      const response = await fetch(primero + filled(request.path, made), {
        method: request.method,
        headers: {
          'content-type': request.contentType ?? 'application/json',
          ...(as === null ? {} : { authorization: basic(as, password ?? usual) }),
        },
        ...(sent === undefined ? {} : { body: filled(sent, made) }),
      })
      const text = await response.text()
      if (text !== '') capture(body, JSON.parse(text), made)
      answers.push({ name, status: response.status })
    }
    expect(answers).toEqual(asked.map(({ name, status }) => ({ name, status })))
    expect(await (await fetch(`${ping}/__sandbox/state`)).json()).toMatchObject({ interventions: [] })
  })
})

test.each([
  ['2.15', 422],
  ['2.14', 200],
])(
  'children wait in both directions; Primero %s answers %i to an unlisted option',
  async (version, status) => {
    await withSystems(['--primero-version', version, '--seed', '4'], async ({ primero, ping }) => {
      const created = await fetch(`${primero}/api/v2/cases`, {
        method: 'POST',
        headers: {
          authorization: basic('ping_integration', 'Lantern-Orchard-42'),
          'content-type': 'application/json',
        },
        body: JSON.stringify({ data: { module_id: 'primeromodule-cp', sex: 'no-such-option' } }),
      })
      expect(created.status).toBe(status)
      const [inPing, inPrimero] = await Promise.all(
        [ping, primero].map(async (url) => (await fetch(`${url}/__sandbox/state`)).json()),
      )
      expect(inPing).toMatchObject({ interventions: Array.from({ length: 8 }, () => expect.anything()) })
      expect(inPrimero).toMatchObject({ referrals: Array.from({ length: 8 }, () => expect.anything()) })
      for (const url of [primero, ping]) {
        const page = await fetch(`${url}/__sandbox`)
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      }
    })
  },
)

test.each([
  ['on', 403],
  ['off', 200],
])(
  'with the protection against forged requests %s a sign-in without a token is answered %i',
  async (protection, status) => {
    await withSystems(['--primero-csrf', protection], async ({ primero }) => {
      const opened = await fetch(`${primero}/api/v2/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: { user_name: 'ping_integration', password: 'Lantern-Orchard-42' } }),
      })
      expect(opened.status).toBe(status)
    })
  },
)

test('what is printed to be typed works at other ports than the usual ones', async () => {
  await withSystems(['--seed', '5'], async (_urls, printed) => {
    const env = Object.fromEntries(
      [...printed.matchAll(/export (\w+)='([^']*)'/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const [, words = ''] = /npx ping-primero (run all --deployment \S+)/.exec(printed) ?? []
    const cwd = mkdtempSync(join(tmpdir(), 'ping-primero-printed-'))
    try {
      const { code, stdout } = await startCommand({ args: [...words.split(' '), '--json'], cwd, env }).ended
      const reports = z.array(z.object({ flow: z.string(), found: z.number() })).parse(JSON.parse(stdout))
      expect(reports.map(({ flow, found }) => [flow, found])).toEqual([
        ['1.1', 8],
        ['1.2', 0],
        ['2.1', 8],
        ['2.2', 0],
      ])
      expect([0, 3]).toContain(code)
    } finally {
      rmSync(cwd, { recursive: true })
    }
  })
})
