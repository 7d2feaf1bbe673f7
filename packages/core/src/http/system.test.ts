import { requestQueue } from './queues.ts'
import { expect, test } from 'vitest'
import type { LogEvent } from '../log.ts'
import { retryAfterMs } from './retry-after.ts'
import { farSystem, type FarSystemOptions } from './system.ts'
import type { HttpAnswer, HttpRequest } from './transport.ts'

const request: HttpRequest = { method: 'GET', url: 'http://far.example/', headers: {} }

function answer(status: number, body = '{}', headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { kind: 'answered', status, headers: new Headers(headers), body }
}

const reset: HttpAnswer = { kind: 'unanswered', why: 'reset', mayHaveArrived: true }

/** A far system that gives these answers in turn, the last one for ever; time passes only by waiting. */
function scene(answers: readonly HttpAnswer[], options: Partial<FarSystemOptions> = {}) {
  let now = 1_000_000
  let sent = 0
  const log: LogEvent[] = []
  const pauses: unknown[] = []
  const system = farSystem({
    system: 'ping',
    transport: async () => {
      sent += 1
      return answers[Math.min(sent, answers.length) - 1] ?? reset
    },
    queue: requestQueue({ concurrency: 2, requestsPerSecond: 0 }),
    adaptive: false,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms
      },
    },
    log: (event) => log.push(event),
    dryRun: false,
    pause: null,
    onPause: (pause) => pauses.push(pause),
    halted: () => false,
    ...options,
  })
  return { system, sent: () => sent, waited: () => now - 1_000_000, log, pauses }
}

const ask = { name: 'ask' }
const effect = { name: 'do', effect: true } as const

test('reads the longest time that Retry-After says in any form, and nothing else', () => {
  const at = Date.parse('2026-11-20T08:00:00Z')
  const read = (value: string) => retryAfterMs(new Headers({ 'retry-after': value }), at)
  expect(read('7')).toBe(7_000)
  expect(read('Fri, 20 Nov 2026 08:00:09 GMT')).toBe(9_000)
  expect(read('1.5')).toBe(1_500)
  expect(read('+7')).toBe(7_000)
  expect(read('"12"')).toBe(12_000)
  expect(read('5, 10')).toBe(10_000)
  expect(read('soon, 5')).toBe(5_000)
  expect(read('5, Fri, 20 Nov 2026 08:00:09 GMT, 7')).toBe(9_000)
  expect(read('Friday, 20-Nov-26 08:00:09 GMT')).toBe(9_000)
  expect(read('Fri Nov 20 08:00:09 2026')).toBe(9_000)
  expect(read('2026-11-20T08:00:09Z')).toBe(9_000)
  expect(read('9'.repeat(400))).toBe(6 * 60 * 60 * 1000)
  const nothing = [
    'soon',
    '',
    '-1',
    '0',
    '0.001',
    '.9',
    '-0.5',
    'NaN',
    'Infinity',
    '1e3',
    '5s',
    'PT5S',
    '0x10',
    ', ,',
  ]
  for (const value of [...nothing, 'Fri, 20 Nov 2026 07:00:00 GMT', 'in 2030']) expect(read(value)).toBeNull()
  expect(retryAfterMs(new Headers(), at)).toBeNull()
})

test.each([429, 503])(
  'waits out a short Retry-After of %i even for an effect: it was not taken',
  async (status) => {
    const { system, sent, waited } = scene([answer(status, '', { 'retry-after': '4' }), answer(200)])
    expect(await system.send(request, effect)).toMatchObject({ kind: 'answer', status: 200 })
    expect([sent(), waited()]).toEqual([2, 4_000])
  },
)

test.each([500, 502, 504, 408])(
  'repeats a reading answered %i with a short Retry-After, never an effect',
  async (status) => {
    const busy = answer(status, '', { 'retry-after': '2' })
    const reading = scene([busy, answer(200)])
    expect(await reading.system.send(request, ask)).toMatchObject({ kind: 'answer', status: 200 })
    const writing = scene([busy, answer(200)])
    expect(await writing.system.send(request, effect)).toEqual({
      kind: 'trouble',
      system: 'ping',
      cause: status,
      retryAfterMs: 2_000,
      mayHaveArrived: true,
    })
    expect(writing.sent()).toBe(1)
  },
)

test('hands a long Retry-After to the item without waiting', async () => {
  const { system, waited } = scene([answer(429, '', { 'retry-after': '11' })])
  expect(await system.send(request, ask)).toMatchObject({ kind: 'trouble', cause: 429, retryAfterMs: 11_000 })
  expect(waited()).toBe(0)
})

test.each([
  ['an HTML page with 200', answer(200, '<html></html>'), false],
  ['JSON cut short', answer(200, '{"data":[{"id"'), false],
  ['an HTML page where plain text is taken', answer(200, ' <html></html>'), true],
])('%s is trouble that may have arrived', async (_name, given, plain) => {
  const { system } = scene([given])
  const purpose = plain ? { name: 'ask', plain: true as const } : ask
  expect(await system.send(request, purpose)).toMatchObject({
    kind: 'trouble',
    cause: 'unreadable',
    mayHaveArrived: true,
  })
})

test('a refusal in any words is an answer, an empty body as well', async () => {
  for (const given of [answer(401, 'Access denied'), answer(403, '<html></html>'), answer(204, '')]) {
    const { system } = scene([given])
    expect(await system.send(request, ask)).toMatchObject({ kind: 'answer', json: undefined })
  }
})

test('five troubles in a row, and nothing more is sent; a good answer between counts them anew', async () => {
  const { system, sent, pauses } = scene([reset, reset, reset, reset, answer(200), reset])
  for (let count = 0; count < 12; count += 1) await system.send(request, ask)
  expect(sent()).toBe(10)
  expect(system.health()).toBe('down')
  expect(await system.send(request, ask)).toMatchObject({ cause: 'down', mayHaveArrived: false })
  expect(pauses).toHaveLength(1)
})

/** A purpose whose answer has to hold this. */
const awaiting = { name: 'ask', isDue: ({ body }: { readonly body: string }) => body.includes('"data"') }
const others = answer(200, '{"login":"required"}')

test.each([
  ['a body of somebody else', others],
  ['a redirect', answer(302, '')],
])(
  'the answers of somebody before it (%s) are troubles of a system: after five it counts as down',
  async (_, lie) => {
    const { system, sent, pauses } = scene([lie])
    for (let count = 0; count < 7; count += 1) {
      const said = await system.send(request, awaiting)
      expect(said).toMatchObject({ kind: 'trouble', cause: count < 5 ? 'unreadable' : 'down' })
    }
    expect([sent(), pauses.length, system.isProven('ask')]).toEqual([5, 1, false])
  },
)

test('a system that was down is not up again because somebody before it answers', async () => {
  const pause = {
    system: 'ping',
    since: '1970-01-01T00:00:00.000Z',
    nextProbe: '1970-01-01T00:10:00.000Z',
  } as const
  const { system, sent, log } = scene([others], { pause })
  await Promise.all([1, 2, 3].map(() => system.send(request, awaiting)))
  expect([sent(), system.health()]).toEqual([1, 'down'])
  expect(log.map(({ event }) => event)).not.toContain('system-up')
})

test('somebody else’s answer to one record is of that record only while others of its kind go well', async () => {
  const one = { ...awaiting, records: ['one'] }
  const alone = scene([others])
  expect(await alone.system.send(request, one)).not.toHaveProperty('stumbled')
  const among = scene([answer(200, '{"data":[]}'), others])
  await among.system.send(request, awaiting)
  expect(await among.system.send(request, one)).toMatchObject({ cause: 'unreadable', stumbled: 'reading' })
})

test.each([
  [429, {}, 'reading'],
  [408, {}, 'reading'],
  [429, { 'retry-after': '60' }, undefined],
] as const)('%i to one record with %j is stumbled over: %s', async (status, headers, stumbled) => {
  const { system } = scene([answer(status, '<html></html>', headers)])
  const said = await system.send(request, { ...ask, records: ['one'] })
  expect(said.kind === 'trouble' && said.stumbled).toBe(stumbled)
})

test('a body that is no UTF-8 is trouble, and a page of a firewall a refusal all the same', async () => {
  const garbled = (status: number, body: string): HttpAnswer => ({
    kind: 'answered',
    status,
    headers: new Headers(),
    body,
    isGarbled: true,
  })
  const read = scene([garbled(200, '{"data":"Jos\ufffd"}')])
  expect(await read.system.send(request, ask)).toMatchObject({ kind: 'trouble', cause: 'unreadable' })
  const refused = scene([garbled(403, '<html>Acc\ufffds refus\ufffd</html>')])
  const refuses = () => ({ form: 'other', reason: 'ping-rejected', code: null }) as const
  const purpose = { ...ask, records: ['one'], refuses }
  expect(await refused.system.send(request, purpose)).toMatchObject({ refused: { reason: 'ping-rejected' } })
})

const was = {
  system: 'ping',
  since: '1970-01-01T00:00:00.000Z',
  nextProbe: '1970-01-01T00:10:00.000Z',
} as const

test('a system that was down is asked by one request, and the others go by its answer', async () => {
  const up = scene([answer(200)], { pause: was })
  await Promise.all([1, 2, 3].map(() => up.system.send(request, ask)))
  expect([up.sent(), up.pauses]).toEqual([3, [null]])
  const still = scene([reset], { pause: was })
  const said = await Promise.all([1, 2, 3].map(() => still.system.send(request, ask)))
  expect(said.map((one) => one.kind === 'trouble' && one.cause)).toEqual(['reset', 'down', 'down'])
  expect(still.sent()).toBe(1)
})

test('before its next probe it is not asked at all', async () => {
  const { system, sent } = scene([answer(200)], { pause: { ...was, nextProbe: '1970-01-01T01:00:00.000Z' } })
  expect(await system.send(request, ask)).toMatchObject({ kind: 'trouble', cause: 'down' })
  expect(sent()).toBe(0)
})

test('a good answer from elsewhere is no proof: still one probe at a time', async () => {
  const { system, sent } = scene([answer(200), reset], { pause: was })
  expect(await system.send(request, { name: 'sign-in', elsewhere: true })).toMatchObject({ status: 200 })
  await Promise.all([1, 2, 3].map(() => system.send(request, ask)))
  expect(sent()).toBe(2)
})

test('an answer that ends the talk is given to all that were still to be sent', async () => {
  const { system, sent } = scene([answer(401, '{"error":"no"}'), answer(200)], {
    queue: requestQueue({ concurrency: 1, requestsPerSecond: 0 }),
  })
  const purpose = { name: 'ask', ends: ({ status }: { readonly status: number }) => status === 401 }
  const said = await Promise.all([1, 2, 3].map(() => system.send(request, purpose)))
  expect(said.map((one) => one.kind === 'answer' && one.status)).toEqual([401, 401, 401])
  expect(sent()).toBe(1)
})

test('a dry run refuses to write: that is a defect', async () => {
  const { system, sent } = scene([answer(200)], { dryRun: true })
  await expect(system.send(request, effect)).rejects.toThrow('A dry run must not write.')
  expect(await system.send(request, ask)).toMatchObject({ kind: 'answer' })
  expect(sent()).toBe(1)
})

test('logs every call with system, purpose, status, duration, transaction id and numbers, and no body', async () => {
  const { system, log } = scene([answer(500, '{"id":"tx-7","name":"Selamon"}')])
  const numbers = { interventionNumber: '803-26-PRTITV-1000001' }
  await system.send(request, {
    name: 'tell',
    numbers,
    transactionId: (body) => /"id":"([^"]+)"/.exec(body)?.[1],
  })
  expect(log).toEqual([
    {
      event: 'request',
      system: 'ping',
      purpose: 'tell',
      answer: 500,
      durationMs: 0,
      transactionId: 'tx-7',
      numbers,
    },
  ])
})

test('a run that is to end sends nothing more, and that is no trouble of the system', async () => {
  let halted = false
  const { system, sent, pauses } = scene([answer(200)], { halted: () => halted })
  await system.send(request, ask)
  halted = true
  for (let times = 0; times < 6; times += 1) {
    expect(await system.send(request, effect)).toMatchObject({ cause: 'halted', mayHaveArrived: false })
  }
  expect(sent()).toBe(1)
  expect(system.health()).toBe('well')
  expect(pauses).toEqual([])
})

test('a system that gave trouble alone is asked by one request first in the next run', async () => {
  const { system, pauses } = scene([reset])
  await system.send(request, ask)
  system.finish()
  expect(pauses).toEqual([
    { system: 'ping', since: '1970-01-01T00:16:40.000Z', nextProbe: '1970-01-01T00:16:40.000Z' },
  ])

  const next = scene([reset], {
    pause: { system: 'ping', since: '1970-01-01T00:16:40.000Z', nextProbe: '1970-01-01T00:16:40.000Z' },
  })
  await Promise.all([1, 2, 3].map(() => next.system.send(request, ask)))
  expect(next.sent()).toBe(1)
})

test('a system that answered well in the run is no suspect for one trouble at its end', async () => {
  const { system, pauses } = scene([answer(200), reset])
  await system.send(request, ask)
  await system.send(request, ask)
  system.finish()
  expect(pauses).toEqual([])
})
