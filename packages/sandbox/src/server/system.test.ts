import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Fault } from './faults.ts'
import { startSystem } from './system.ts'
import type { RunningSystem } from './system.ts'

let running: RunningSystem | undefined
let done = 0

/** A system that counts what it did and answers `{"done":n}`. */
async function start(random: () => number = () => 0): Promise<RunningSystem> {
  done = 0
  running = await startSystem({
    name: 'ping',
    port: 0,
    now: () => Date.parse('2026-08-01T10:00:00Z'),
    random,
    answer: () => ({
      kind: 'count',
      work: 10,
      answer: () => {
        done += 1
        return {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ done }),
        }
      },
    }),
    state: () => ({ done }),
    page: () => ({ title: 'A <system>', body: '<p>what it holds</p>' }),
    control: {
      double: (body) => ({ twice: body }),
      fail: () => {
        throw new Error('not now')
      },
    },
  })
  return running
}

afterEach(() => running?.stop())

const post = (path: string, body: unknown = {}): Promise<Response> =>
  fetch(`${running?.url}${path}`, { method: 'POST', body: JSON.stringify(body) })

/** What a caller gets of one faulty request. */
async function outcome(): Promise<string> {
  try {
    const response = await fetch(`${running?.url}/x`)
    return `${response.status} ${await response.text()}`
  } catch {
    return 'broken'
  }
}

describe('an answer', () => {
  it('carries the date of the system’s own clock', async () => {
    const { url } = await start()
    const response = await fetch(url)
    expect(response.headers.get('date')).toBe('Sat, 01 Aug 2026 10:00:00 GMT')
  })

  it.each(['HEAD', 'OPTIONS'])('to %s is a dropped connection', async (method) => {
    const { url } = await start()
    await expect(fetch(url, { method })).rejects.toThrow('fetch failed')
    expect(done).toBe(0)
  })

  it('to a request line over the limit is a 414 page of the proxy, and nothing is done', async () => {
    const system = await start()
    system.knobs.requestLineBytes = 100
    const long = await fetch(`${system.url}/?q=${'x'.repeat(100)}`)
    expect([long.status, long.headers.get('content-type'), done]).toEqual([414, 'text/html', 0])
    expect((await fetch(`${system.url}/?q=x`)).status).toBe(200)
  })
})

describe('faults', () => {
  const cases: [Fault, string, number][] = [
    [{ kind: 'status', status: 503, body: 'later', contentType: 'text/plain' }, '503 later', 0],
    [{ kind: 'status-after', status: 502, body: '<html>' }, '502 <html>', 1],
    [{ kind: 'reset-before' }, 'broken', 0],
    [{ kind: 'reset-after' }, 'broken', 1],
    [{ kind: 'truncate' }, 'broken', 1],
    [{ kind: 'drip', ms: 5 }, '200 {"done":1}', 1],
    [{ kind: 'delay', ms: 5 }, '200 {"done":1}', 1],
    [{ kind: 'rewrite', with: (answer) => ({ ...answer, body: 'other' }) }, '200 other', 1],
  ]

  it.each(cases)('%o gives %s', async (fault, expected, effects) => {
    const system = await start()
    const rule = system.faults.add({ fault, times: 1 })
    expect(await outcome()).toBe(expected)
    expect([done, rule.fired(), system.faults.fired()]).toEqual([effects, 1, { [fault.kind]: 1 }])
    expect(await outcome()).toBe(`200 {"done":${effects + 1}}`)
  })

  it.each([
    ['hang-before', 0],
    ['hang-after', 1],
    ['hang-after-headers', 1],
  ] as const)('%s never ends until the caller gives up', async (kind, effects) => {
    const system = await start()
    system.faults.add({ fault: { kind } })
    const abort = new AbortController()
    const asked = fetch(system.url, { signal: abort.signal }).then((response) => response.text())
    await vi.waitFor(() => expect(system.traffic.entries()).toHaveLength(1))
    expect([done, system.traffic.entries()[0]?.status]).toEqual([effects, 'none'])
    abort.abort()
    await expect(asked).rejects.toThrow('aborted')
  })

  it('ends the hanging ones when the system stops', async () => {
    const system = await start()
    system.faults.add({ fault: { kind: 'hang-before' } })
    const asked = fetch(system.url)
    const broken = expect(asked).rejects.toThrow('fetch failed')
    await vi.waitFor(() => expect(system.traffic.total()).toBe(1))
    await system.stop()
    await broken
  })

  it('strike by method, path, body, skip, times and chance', async () => {
    let chance = 0.9
    const system = await start(() => chance)
    system.faults.add({
      fault: { kind: 'status', status: 500 },
      method: 'POST',
      path: /^\/a/,
      body: /bad/,
      skip: 1,
      times: 1,
    })
    const statuses: number[] = []
    for (const [path, text] of [
      ['/b', 'bad'],
      ['/a', 'good'],
      ['/a', 'bad'],
      ['/a', 'bad'],
      ['/a', 'bad'],
    ] as const) {
      statuses.push((await post(path, text)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 500, 200])
    system.faults.clear()
    const half = system.faults.add({ fault: { kind: 'status', status: 429 }, chance: 0.5 })
    expect((await post('/a')).status).toBe(200)
    chance = 0.1
    expect((await post('/a')).status).toBe(429)
    half.remove()
    expect((await post('/a')).status).toBe(200)
  })
})

describe('traffic', () => {
  it('counts kinds, writes and work, and keeps what was said', async () => {
    const system = await start()
    await fetch(`${system.url}/read?a=1`)
    await post('/write', { b: 2 })
    const { traffic } = system
    expect([traffic.counts(), traffic.total(), traffic.writes(), traffic.work()]).toEqual([
      { count: 2 },
      2,
      1,
      20,
    ])
    expect(traffic.entries().map(({ ms: _ms, ...entry }) => entry)).toEqual([
      {
        method: 'GET',
        path: '/read',
        query: 'a=1',
        kind: 'count',
        status: 200,
        at: Date.parse('2026-08-01T10:00:00Z'),
        body: '',
        answer: '{"done":1}',
      },
      {
        method: 'POST',
        path: '/write',
        query: '',
        kind: 'count',
        status: 200,
        at: Date.parse('2026-08-01T10:00:00Z'),
        body: '{"b":2}',
        answer: '{"done":2}',
      },
    ])
    traffic.reset()
    traffic.keep = false
    await fetch(system.url)
    expect([traffic.total(), traffic.entries()]).toEqual([1, []])
  })

  it('sees how many requests are in flight at once', async () => {
    const system = await start()
    system.knobs.latencyMs = 200
    await Promise.all([fetch(system.url), fetch(system.url), fetch(system.url)])
    expect([system.traffic.peakInFlight(), system.traffic.inFlight()]).toEqual([3, 0])
  })

  it('leaves the sandbox’s own addresses out', async () => {
    const system = await start()
    await fetch(`${system.url}/__sandbox/state`)
    expect(system.traffic.total()).toBe(0)
  })
})

describe('knobs', () => {
  it('power down destroys connections and does nothing, until it is up again', async () => {
    const system = await start()
    system.knobs.power = 'down'
    expect(await outcome()).toBe('broken')
    expect(done).toBe(0)
    await post('/__sandbox/knobs', { power: 'up' })
    expect(await outcome()).toBe('200 {"done":1}')
  })

  it('power cut while a request waits keeps it from taking effect', async () => {
    const system = await start()
    system.knobs.latencyMs = 300
    const asked = outcome()
    await vi.waitFor(() => expect(system.traffic.inFlight()).toBe(1), { interval: 2 })
    system.knobs.power = 'down'
    expect([await asked, done]).toEqual(['broken', 0])
  })

  it('cost lets two requests be worked on at a time, in the order they came', async () => {
    const system = await start()
    system.knobs.cost = true
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => fetch(system.url).then((response) => response.text())),
    )
    expect(answers.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `{"done":${n}}`))
    expect(system.traffic.work()).toBe(60)
  })
})

describe('controls', () => {
  it('show the page and the state', async () => {
    const { url, neighbours } = await start()
    neighbours.push({ label: 'Another', url: 'http://127.0.0.1:1/__sandbox' })
    await fetch(url)
    const page = await (await fetch(`${url}/__sandbox`)).text()
    expect(page).toContain('<h1>A &#60;system&#62;</h1>')
    expect(page).toContain('<p>what it holds</p>')
    expect(page).toContain('<a href="http://127.0.0.1:1/__sandbox">Another</a>')
    expect(page).toContain('http-equiv="refresh"')
    expect(await (await fetch(`${url}/__sandbox/state`)).json()).toEqual({ done: 1 })
    expect(await (await fetch(`${url}/__sandbox/traffic`)).json()).toMatchObject({
      total: 1,
      counts: { count: 1 },
    })
  })

  it('arm faults with patterns as text, and clear them', async () => {
    await start()
    await post('/__sandbox/faults', { fault: { kind: 'status', status: 500 }, path: '^/x$', times: 2 })
    expect(await outcome()).toBe('500 ')
    expect(await (await post('/__sandbox/faults', { clear: true })).json()).toEqual({})
    expect(await outcome()).toBe('200 {"done":1}')
  })

  it('run the system’s own controls', async () => {
    await start()
    expect(await (await post('/__sandbox/double', 4)).json()).toEqual({ twice: 4 })
    const failed = await post('/__sandbox/fail')
    expect([failed.status, await failed.json()]).toEqual([400, { error: 'Error: not now' }])
  })

  it.each([
    ['/__sandbox/nothing', {}, 404],
    ['/__sandbox/knobs', { latency: 1 }, 400],
    ['/__sandbox/knobs', { power: 'half' }, 400],
    ['/__sandbox/faults', { fault: { kind: 'unheard-of' } }, 400],
    ['/__sandbox/faults', { fault: { kind: 'reset-before' }, path: '(' }, 400],
    ['/__sandbox/toString', {}, 404],
  ])('refuse %s with %o', async (path, body, status) => {
    await start()
    expect((await post(path, body)).status).toBe(status)
  })
})

it('keeps a connection open for the next request', async () => {
  const system = await start()
  const socket = connect(system.port, '127.0.0.1')
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
  socket.write(request)
  await vi.waitFor(() => expect(heard).toContain('{"done":1}'))
  socket.write(request)
  await vi.waitFor(() => expect(heard).toContain('{"done":2}'))
  socket.destroy()
})
