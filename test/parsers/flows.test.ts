import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows, runFlow, type Flow, type LogEvent, type RunReport } from '@ping-primero/core'
import type { HttpAnswer, HttpRequest, Transport } from '@ping-primero/core/http/transport.ts'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { ledgerKey } from '../support/world.ts'
import { body, difference, jsonText, textDifference } from './hostile.ts'
import { record, type Recording } from './recording.ts'
import { holds } from './runs.ts'
import { listening } from './stated.ts'
import { answering, anyAnswer, guarded, secrets } from './talk.ts'

const directory = mkdtempSync(join(tmpdir(), 'ping-primero-answers-'))
const recordings = new Map<Flow, Recording>()
let store: LedgerStore
let runs = 0

beforeAll(async () => {
  store = await openLedger(`sqlite:${join(directory, 'ledger.db')}`)
  for (const flow of flows) recordings.set(flow, await record(flow))
})
afterAll(async () => {
  await store.close()
  rmSync(directory, { recursive: true, force: true })
})

function recordingOf(flow: Flow): Recording {
  const recording = recordings.get(flow)
  if (recording === undefined) throw new Error('The flow was not recorded.')
  return recording
}

/** What came of runs against a transport, the ledger kept between them. */
interface Ran {
  readonly reports: readonly RunReport[]
  readonly alarms: readonly LogEvent[]
  readonly unstated: readonly string[]
  readonly writes: number
}

/** Runs a flow twice: what the first run left undone, the second takes up, an hour later. */
async function ran(flow: Flow, answer: (request: HttpRequest, count: number) => HttpAnswer): Promise<Ran> {
  const { deployment, startedAt } = recordingOf(flow)
  const name = `case-${(runs += 1)}`
  let now = startedAt
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const stated = listening()
  const transport: Transport = guarded(3000, (request, count) => {
    stated.sent(request)
    const given = answer(request, count)
    if (given.kind === 'answered') stated.heard(given.body)
    return given
  })
  const log: LogEvent[] = []
  const reports: RunReport[] = []
  for (const at of [0, 3_600_000]) {
    now = startedAt + at
    const report = await runFlow(
      { deployment: { ...deployment, name }, flow, dryRun: false, since: null, only: null },
      {
        ledger: store.forDeployment(name),
        secrets,
        keys: { current: ledgerKey, old: [] },
        clock,
        random: () => 0.5,
        newId: () => `run-${(runs += 1)}`,
        fetch: async () => {
          throw new Error('Nothing goes by fetch here.')
        },
        transport,
        log: (event) => log.push(event),
      },
    )
    reports.push(report)
  }
  const alarms = log.filter(({ event }) => event === 'defect' || event === 'conservation-broken')
  return { reports, alarms, unstated: stated.unstated(), writes: stated.writes() }
}

function judged({ reports, alarms, unstated }: Ran): void {
  expect({ alarms, unstated }).toEqual({ alarms: [], unstated: [] })
  for (const { found, confirmed, waiting, attention, withdrawn, handled, reasons } of reports) {
    expect(found).toBe(confirmed + waiting + attention + withdrawn + handled)
    expect(reasons.filter(({ code }) => code === 'defect')).toEqual([])
  }
}

const nobody: HttpAnswer = answering({ errors: [] }, 404)

test.each(flows)('the recorded answers alone bring flow %s through', async (flow) => {
  const recording = recordingOf(flow)
  const result = await ran(flow, (request) => recording.answerTo(request) ?? nobody)
  judged(result)
  expect(result.reports[0]?.found).toBeGreaterThan(0)
  expect(result.writes).toBeGreaterThan(0)
})

test.each(flows)('a write of flow %s that no answer stated is noticed', async (flow) => {
  const recording = recordingOf(flow)
  const requests: HttpRequest[] = []
  await ran(flow, (request) => {
    requests.push(request)
    return recording.answerTo(request) ?? nobody
  })
  const deaf = listening()
  for (const request of requests) deaf.sent(request)
  expect(deaf.unstated().length).toBeGreaterThan(0)
})

const samples = [
  { access_token: 'a.b.c', expires_in: 3600 },
  { Data: [{ progres_lpinterventionid: '34be03a4-1eea-f011-8544-7c1e525f3837' }], ErrorMessage: null },
  { data: [], metadata: { total: 0, per: 1000, page: 1 } },
  { SPHTransactionId: '34be03a4-1eea-f011-8544-7c1e525f3838', ErrorMessage: null },
]

test.each(flows)(
  'flow %s comes to its end and states nothing by itself, whatever it is answered',
  async (flow) => {
    const answers = fc.array(anyAnswer(body(...samples)), { minLength: 1, maxLength: 8 })
    await holds(
      `flow ${flow}, arbitrary answers`,
      40,
      fc.asyncProperty(answers, async (all) => {
        judged(await ran(flow, (_, count) => all[count % all.length] ?? nobody))
      }),
    )
  },
)

/** What happens to one answer on its way. */
type Twist = (answer: Extract<HttpAnswer, { kind: 'answered' }>) => HttpAnswer

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const twist: fc.Arbitrary<Twist> = fc.oneof(
  {
    weight: 6,
    arbitrary: difference.map((change): Twist => (answer) => ({
      ...answer,
      body: jsonText(change(jsonOf(answer.body))),
    })),
  },
  {
    weight: 3,
    arbitrary: textDifference.map((change): Twist => (answer) => ({ ...answer, body: change(answer.body) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(201, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503)
      .map((status): Twist => (answer) => ({ ...answer, status })),
  },
  {
    weight: 1,
    arbitrary: anyAnswer(body(...samples)).map(
      (other): Twist =>
        () =>
          other,
    ),
  },
)

test.each(flows)(
  'flow %s comes to its end and states nothing by itself, whatever is changed in good answers',
  async (flow) => {
    const twists = fc.array(fc.tuple(fc.nat({ max: 40 }), twist), { minLength: 1, maxLength: 4 })
    const recording = recordingOf(flow)
    await holds(
      `flow ${flow}, nearly good answers`,
      60,
      fc.asyncProperty(twists, async (all) => {
        const byCount = new Map(all.map(([at, change]) => [at % recording.requests, change]))
        judged(
          await ran(flow, (request, count) => {
            const good = recording.answerTo(request)
            const change = byCount.get(count)
            if (good === null) return nobody
            return change === undefined ? good : change(good)
          }),
        )
      }),
    )
  },
)
