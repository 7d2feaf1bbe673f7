import type { Flow, ReasonCode } from '@ping-primero/core'
import { expect, test } from 'vitest'
import { seed, type Carried } from './records.ts'
import { startScene, type Fate, type Sent } from './scene.ts'

/**
 * How many records there are, the bad one among them; `ISOLATION_RECORDS=1000` for the evidence of `faults.md`, P7.
 */
const count = Number(process.env['ISOLATION_RECORDS'] ?? 60)

const bad = (status: number, body: string, type?: string): Fate =>
  type === undefined ? { kind: 'answered', status, body } : { kind: 'answered', status, body, type }

/** What a bad record does to the request that is about it. */
const kinds = {
  hangs: { kind: 'hangs' },
  'is always answered 500': bad(500, '{"errors":[{"status":500,"message":"went wrong"}]}'),
  'is always answered by a page': bad(200, '<html><body>one moment</body></html>', 'text/html'),
  'is refused for its content': bad(422, '{"errors":[{"status":422,"detail":["age"],"message":"is wrong"}]}'),
  'is answered by a row that nobody can read': {
    kind: 'altered',
    with: (body: string) => body.replaceAll(/\b(19|20)\d\d-\d\d-\d\d\b/g, 'some day'),
  },
  'meets a defect': { kind: 'throws' },
} as const satisfies Record<string, Fate>

type Kind = keyof typeof kinds

/** One place where a record can turn out to be bad, and why it then stands apart from the others. */
interface Place {
  readonly flow: Flow
  readonly request: string
  readonly at: RegExp
  readonly ends: Partial<Record<Kind, ReasonCode>>
}

const trouble = (reason: ReasonCode): Place['ends'] => ({
  hangs: reason,
  'is always answered 500': reason,
  'is always answered by a page': reason,
  'meets a defect': 'defect',
})

const places: readonly Place[] = [
  {
    flow: '1.1',
    request: 'its details',
    at: /SHP-2358/,
    ends: {
      ...trouble('ping-unavailable'),
      'is answered by a row that nobody can read': 'field-unreadable',
    },
  },
  {
    flow: '1.1',
    request: 'writing it to Primero',
    at: /^(?:POST|PATCH) \/api\/v2\/cases/,
    ends: { ...trouble('primero-unavailable'), 'is refused for its content': 'primero-refused' },
  },
  {
    flow: '2.1',
    request: 'the referrals of its case',
    at: /^GET \S+\/referrals /,
    ends: {
      hangs: 'primero-unavailable',
      'is always answered 500': 'primero-unavailable',
      'is always answered by a page': 'primero-unavailable',
    },
  },
  {
    flow: '2.1',
    request: 'sending it to proGres',
    at: /asyncdata/,
    ends: {
      hangs: 'outcome-unknown',
      'is always answered 500': 'outcome-unknown',
      'is always answered by a page': 'outcome-unknown',
      'is refused for its content': 'ping-rejected',
    },
  },
  { flow: '2.2', request: 'its details', at: /SHP-2796/, ends: trouble('ping-unavailable') },
  {
    flow: '2.2',
    request: 'the referrals of its case',
    at: /^GET \S+\/referrals /,
    ends: trouble('primero-unavailable'),
  },
  {
    flow: '2.2',
    request: 'writing it to Primero',
    at: /^PATCH \S+\/referrals/,
    ends: { ...trouble('primero-unavailable'), 'is refused for its content': 'primero-refused' },
  },
]

/** The search for a referral of which nobody knows whether it arrived (`flows.md`, 2.1): its own as well. */
const search = /SHP-279[56]/

interface Outcome {
  readonly reasons: readonly string[]
  /** When each good one was confirmed, ms after the start, in order. */
  readonly confirmedAt: readonly number[]
  /** Requests that are not about the bad one alone. */
  readonly requests: number
  readonly defects: number
}

/** One run over `count` records, of which the first in line is bad where `at` and `fate` say so. */
async function play(flow: Flow, at: RegExp, fate: Fate | null): Promise<Outcome> {
  const scene = await startScene()
  try {
    const records = seed(scene, flow, count)
    const [poison, ...others] = records.toSorted((one, other) => (one.key < other.key ? -1 : 1))
    if (poison === undefined) throw new Error('nothing was made')
    const names = (sent: Sent, one: Carried): boolean => one.marks.some((mark) => sent.says.includes(mark))
    scene.fate = (sent) => (at.test(sent.says) && names(sent, poison) ? fate : null)
    const startedAt = scene.time.now()
    const report = await scene.run(flow)
    const events = scene.log.map(({ event }) => event)
    expect(events.filter(({ event }) => event === 'conservation-broken')).toEqual([])
    expect(report.found - report.confirmed).toBeLessThanOrEqual(1)
    const own = scene.sent.filter(
      (sent) =>
        (flow === '2.1' && search.test(sent.says)) ||
        (names(sent, poison) && !others.some((other) => names(sent, other))),
    )
    return {
      reasons: report.reasons.map(({ code }) => code),
      confirmedAt: scene.log
        .filter(({ event }) => event.event === 'item' && event.state === 'confirmed')
        .map((one) => one.at - startedAt),
      requests: scene.sent.length - own.length,
      defects: events.filter(({ event }) => event === 'defect').length,
    }
  } finally {
    await scene.stop()
  }
}

const clean = new Map<Flow, Promise<Outcome>>()

/** The same run with nothing bad in it. */
async function cleanRun(flow: Flow): Promise<Outcome> {
  const known = clean.get(flow) ?? play(flow, /^/, null)
  clean.set(flow, known)
  const outcome = await known
  expect([outcome.confirmedAt.length, outcome.reasons]).toEqual([count, []])
  return outcome
}

function last({ confirmedAt }: Outcome): number {
  return confirmedAt.at(-1) ?? Number.NaN
}

/** What was measured, for the evidence. */
function note(what: string, sound: Outcome, now: Outcome): void {
  if (process.env['ISOLATION_RECORDS'] === undefined) return
  const [clean, poisoned] = [last(sound) / 1000, last(now) / 1000].map((seconds) => seconds.toFixed(1))
  process.stdout.write(
    `${what}: ${clean} s → ${poisoned} s, × ${(last(now) / last(sound)).toFixed(2)}, ` +
      `${sound.requests} → ${now.requests} requests\n`,
  )
}

const cases = places.flatMap(({ flow, request, at, ends }) =>
  Object.entries(ends).map(([kind, reason]) => [flow, request, kind, at, reason] as const),
)

test.each(cases)(
  '(P7) %s: one record of which %s %s delays no other',
  { timeout: 600_000 },
  async (flow, request, kind, at, reason) => {
    const sound = await cleanRun(flow)
    const fate = Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? null
    const now = await play(flow, at, fate)
    note(`${flow}, ${request} ${kind}`, sound, now)
    expect([now.confirmedAt.length, now.reasons]).toEqual([count - 1, [reason]])
    expect(last(now) / last(sound)).toBeLessThanOrEqual(1.2)
    expect(now.requests).toBeLessThanOrEqual(sound.requests)
    expect(now.defects).toBe(reason === 'defect' ? 1 : 0)
  },
)

const batch = 25
/** Before a straggler is known for one, its set waits for it (`abreast.ts`): more than a fifth of a run of two seconds. */
const noticedMs = 1_000

test.each(['1.1', '1.2', '2.2'] as const)(
  '(P7) %s: where telling proGres of one record hangs, only its own batch waits for it, and no longer than the run',
  { timeout: 600_000 },
  async (flow) => {
    const sound = await cleanRun(flow)
    const now = await play(flow, /SHP-2748|SHP-2284/, kinds.hangs)
    note(`${flow}, telling it hangs`, sound, now)
    expect([now.confirmedAt.length, now.reasons]).toEqual([count - 1, ['ping-unavailable']])
    const inTime = now.confirmedAt.filter((at) => at <= 1.2 * last(sound) + noticedMs)
    expect(inTime.length).toBeGreaterThanOrEqual(count - batch)
    // The others of its batch are told singly then, and of each is asked what became of it.
    expect(now.requests).toBeLessThanOrEqual(sound.requests + 2 * (batch - 1))
  },
)
