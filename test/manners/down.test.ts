import { requestQueue } from '@ping-primero/core/http/queues.ts'
import { flows, type Flow, type System } from '@ping-primero/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { farSystem } from '@ping-primero/core/http/system.ts'
import { seed } from './records.ts'
import { startScene, type Fate, type Scene, type Sent } from './scene.ts'

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

interface Run {
  readonly flow: Flow
  readonly sent: readonly Sent[]
}

/** Whether a flow is due by its schedule, once an hour, at this minute. */
function isScheduled(flow: Flow, minutes: number): boolean {
  return minutes % 60 === flows.indexOf(flow) * 10
}

/** Six hours of a service that looks every minute for what is due, and runs it. */
async function serve(scene: Scene): Promise<readonly Run[]> {
  const start = scene.time.now()
  const began = new Map<Flow, number>()
  const runs: Run[] = []
  const run = async (flow: Flow): Promise<void> => {
    const before = scene.sent.length
    began.set(flow, scene.time.now())
    await scene.run(flow)
    runs.push({ flow, sent: scene.sent.slice(before) })
  }
  for (let minutes = 0; minutes < 360; minutes += 1) {
    const wait = start + minutes * minute - scene.time.now()
    if (wait > 0) await scene.time.pass(scene.time.sleep(wait, null))
    for (const flow of flows) if (isScheduled(flow, minutes)) await run(flow)
    const now = new Date(scene.time.now()).toISOString()
    const due = await scene.time.pass(scene.store.operators.dueFlows('sandbox', now))
    for (const flow of due)
      if (scene.time.now() - (began.get(flow) ?? Number.NEGATIVE_INFINITY) >= minute) await run(flow)
  }
  return runs
}

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
})

afterEach(async () => scene.stop())

const cases = (['ping', 'primero'] as const).flatMap((system: System) =>
  Object.keys(ways).flatMap((way) => [1, 15].map((count) => [system, way, count] as const)),
)

test.each(cases)(
  '(P14, F16) %s, which %s for six hours, is asked once a minute by each flow at most: %i records',
  async (system, way, count) => {
    for (const [at, flow] of flows.entries()) seed(scene, flow, count, at * count)
    const fate = ways[way] ?? null
    scene.fate = (sent) => (sent.system === system ? fate : null)
    const began = scene.time.now()
    const runs = await serve(scene)

    const asked = runs.map(({ flow, sent }) => ({
      flow,
      sent: sent.filter((one) => one.system === system),
    }))
    const first = asked.findIndex(({ sent }) => sent.length > 0)
    expect(asked[first]?.sent.length).toBeLessThanOrEqual(5)
    for (const { sent } of asked.slice(first + 1)) expect(sent.length).toBeLessThanOrEqual(1)
    for (const flow of flows) {
      const times = asked
        .slice(first + 1)
        .flatMap((run) => (run.flow === flow ? run.sent.map(({ at }) => at) : []))
      times.forEach((at, index) => expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(minute))
    }
    const signIns = scene.sent.filter(({ says }) => /oauth2|\/tokens/.test(says)).map(({ at }) => at)
    signIns.forEach((at, index) => expect(at - (signIns[index - 3] ?? 0)).toBeGreaterThanOrEqual(minute))

    // After the first hour all is known: what the other system is asked then does not grow with what waits.
    const known = runs.filter(({ sent }) => (sent[0]?.at ?? 0) >= began + 2 * hour)
    const inVain = known.map(({ sent }) => sent.filter((one) => one.system !== system).length)
    expect(Math.max(...inVain)).toBeLessThanOrEqual(8)

    scene.fate = () => null
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await scene.time.pass(scene.time.sleep(hour, null))
      for (const flow of flows) await scene.run(flow)
    }
    for (const flow of flows) {
      const open = await scene.time.pass(scene.store.forDeployment('sandbox').unsettled(flow, null, 100))
      // Nobody had heard of a send that was never answered: that is a person's to clear up.
      const waiting = open.filter(({ reason }) => reason !== 'outcome-unknown')
      expect(waiting.map(({ flow: of, reason }) => `${of} ${reason}`)).toEqual([])
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
        halted: async () => false,
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
