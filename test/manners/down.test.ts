import { requestQueue } from '@ping-primero/core/http/queues.ts'
import { flows, type Flow, type System } from '@ping-primero/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { farSystem } from '@ping-primero/core/http/system.ts'
import { startScheduler } from '../../packages/service/src/commands/serve/scheduler.ts'
import { seed } from './records.ts'
import { startScene, type Fate, type Scene, type Sent } from './scene.ts'
import { lendTimers } from './timers.ts'

const minute = 60_000
const hour = 60 * minute

/** How a system can be down. */
const ways: Readonly<Record<string, Fate>> = {
  'refuses connections': { kind: 'refused' },
  'answers with a page of its proxy': {
    kind: 'answered',
    status: 503,
    body: '<html>down</html>',
    type: 'text/html',
  },
  'never answers': { kind: 'hangs' },
}

/** What one run asked of a system. */
interface Run {
  readonly flow: Flow
  readonly sent: readonly Sent[]
}

/** As the service looks for what has come due. */
const tickMs = 15_000
/** Of each system, as deployments do. */
const requestsPerSecond = 5

/** The service's own scheduler, every flow once an hour, for so long. */
async function serve(scene: Scene, forMs: number): Promise<void> {
  const troubles: unknown[] = []
  const schedules = flows.map(
    (flow, at) => [flow, { enabled: true, schedule: `${at * 10} * * * *` }] as const,
  )
  const scheduler = startScheduler(
    [
      {
        name: 'sandbox',
        timezone: 'Etc/UTC',
        flows: Object.fromEntries(schedules) as Record<Flow, (typeof schedules)[number][1]>,
      },
    ],
    {
      run: async (_, flow) => {
        await scene.begin(flow).catch((trouble: unknown) => troubles.push(trouble))
      },
      dueFlows: (name) => scene.store.operators.dueFlows(name, new Date(scene.time.now()).toISOString()),
      now: scene.time.now,
    },
  )
  const ticking = setInterval(() => void scheduler.tick(), tickMs)
  await scene.time.pass(scene.time.sleep(forMs, null))
  clearInterval(ticking)
  await scene.time.pass(scheduler.stop())
  expect(troubles).toEqual([])
}

/** What each run asked of a system, in order; runs that asked nothing of it are left out. */
function runsAsking(scene: Scene, system: System): readonly Run[] {
  const own = scene.sent.filter((one) => one.system === system)
  return [...Map.groupBy(own, ({ run }) => run).values()].flatMap((sent) =>
    sent[0] === undefined ? [] : [{ flow: sent[0].flow, sent }],
  )
}

/** The most requests in any second, wherever it begins. */
function mostInASecond(sent: readonly Sent[]): number {
  const times = sent.map(({ at }) => at)
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length))
}

/** `DOWN=every` plays every system, way and number of records with each other: else each of them is there once or twice. */
const isWhole = process.env['DOWN'] === 'every'

const cases: readonly (readonly [System, string, number])[] = isWhole
  ? (['ping', 'primero'] as const).flatMap((system) =>
      Object.keys(ways).flatMap((way) => [1, 15].map((count) => [system, way, count] as const)),
    )
  : [
      ['ping', 'refuses connections', 1],
      ['primero', 'answers with a page of its proxy', 15],
      ['ping', 'never answers', 15],
    ]

test.each(cases)(
  '(P14, F16) %s, which %s for six hours, is asked once a minute by each flow at most, and no faster than allowed when it is back: %i records',
  async (system, way, count) => {
    const scene = await startScene(undefined, requestsPerSecond)
    onTestFinished(async () => {
      await scene.stop()
      vi.unstubAllGlobals()
    })
    lendTimers(scene.time)
    for (const [at, flow] of flows.entries()) seed(scene, flow, count, at * count)
    const fate = ways[way] ?? null
    scene.fate = (sent) => (sent.system === system ? fate : null)
    const began = scene.time.now()
    await serve(scene, 6 * hour)

    const [first, ...probes] = runsAsking(scene, system)
    expect(first?.sent.length).toBeLessThanOrEqual(requestsPerSecond)
    // It is looked after, or nobody would know when it is back.
    expect(probes.length).toBeGreaterThanOrEqual(6)
    for (const { sent } of probes) expect(sent.length).toBeLessThanOrEqual(1)
    for (const flow of flows) {
      const times = probes.flatMap((run) => (run.flow === flow ? run.sent.map(({ at }) => at) : []))
      times.forEach((at, index) => expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(minute))
    }
    const signIns = scene.sent.filter(({ says }) => /oauth2|\/tokens/.test(says)).map(({ at }) => at)
    signIns.forEach((at, index) => expect(at - (signIns[index - 3] ?? 0)).toBeGreaterThanOrEqual(minute))

    // After the first hours all is known: what the other system is asked then does not grow with what waits.
    const inVain = runsAsking(scene, system === 'ping' ? 'primero' : 'ping').filter(
      ({ sent }) => (sent[0]?.at ?? 0) >= began + 2 * hour,
    )
    expect(Math.max(0, ...inVain.map(({ sent }) => sent.length))).toBeLessThanOrEqual(8)

    scene.fate = () => null
    await serve(scene, 3 * hour)
    for (const flow of flows) {
      const open = await scene.time.pass(scene.store.forDeployment('sandbox').unsettled(flow, null, 100))
      // Nobody had heard of a send that was never answered: that is a person's to clear up.
      const waiting = open.filter(({ reason }) => reason !== 'outcome-unknown')
      expect(waiting.map(({ flow: of, reason }) => `${of} ${reason}`)).toEqual([])
    }
    for (const one of ['ping', 'primero'] as const) {
      const own = scene.sent.filter((sent) => sent.system === one)
      expect(mostInASecond(own), `${one}, in all nine hours`).toBeLessThanOrEqual(requestsPerSecond)
    }
  },
)

const page = { kind: 'answered', status: 200, headers: new Headers(), body: '{}' } as const
const busy = { ...page, status: 503, headers: new Headers({ 'retry-after': '3' }), body: '' } as const
const was = {
  system: 'ping',
  since: '2026-11-20T08:00:00.000Z',
  nextProbe: '2026-11-20T08:01:00.000Z',
} as const

test.each([
  ['after a time in which nothing was sent', null, 0],
  ['once a probe has found it up again', was, 0],
  ['once a wait that the system asked for is over', null, 8],
] as const)(
  '(P14) what has waited goes out no faster than the deployment allows: %s',
  async (_, pause, refused) => {
    vi.useFakeTimers()
    try {
      const sent: number[] = []
      const system = farSystem({
        system: 'ping',
        transport: async () => {
          sent.push(Date.now())
          return sent.length <= refused ? busy : page
        },
        queue: requestQueue({ concurrency: 8, requestsPerSecond: 5 }),
        adaptive: false,
        clock: {
          now: Date.now,
          sleep: async (ms) =>
            new Promise((resolve) => {
              setTimeout(resolve, ms)
            }),
        },
        log: () => {},
        dryRun: false,
        pause,
        onPause: () => {},
        halted: () => false,
      })
      const sending = Promise.all(
        Array.from({ length: 23 }, async () =>
          system.send({ method: 'GET', url: 'http://far.example/', headers: {} }, { name: 'ask' }),
        ),
      )
      await vi.advanceTimersByTimeAsync(30_000)
      expect((await sending).filter(({ kind }) => kind === 'answer')).toHaveLength(23)
      // In any second, wherever it begins.
      const most = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1000).length))
      expect([sent.length >= 23, most]).toEqual([true, 5])
    } finally {
      vi.useRealTimers()
    }
  },
)
