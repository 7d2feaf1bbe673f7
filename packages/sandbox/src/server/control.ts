import { z } from 'zod'
import type { FaultRule } from './faults.ts'
import type { Knobs, SystemAnswer } from './system.ts'
import type { Faults } from './faults.ts'
import { framed, type PageLink, type StatePage } from './page.ts'
import type { Traffic } from './traffic.ts'

/** What the control addresses below `/__sandbox` act on. */
export interface Controlled {
  readonly knobs: Knobs
  readonly faults: Faults
  readonly traffic: Traffic
  readonly state: () => unknown
  readonly page: () => StatePage
  /** Links on the page. */
  readonly neighbours: readonly PageLink[]
  readonly control: Readonly<Record<string, (body: unknown) => unknown>>
}

const knobsBody = z
  .strictObject({
    latencyMs: z.number().min(0),
    cost: z.boolean(),
    power: z.enum(['up', 'down']),
    requestLineBytes: z.number().int().positive().nullable(),
  })
  .partial()

const replacement = {
  status: z.number().int().min(200).max(599),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
}

const faultBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), ...replacement }),
  z.strictObject({ kind: z.literal('status-after'), ...replacement }),
  z.strictObject({ kind: z.literal('reset-before') }),
  z.strictObject({ kind: z.literal('reset-after') }),
  z.strictObject({ kind: z.literal('hang-before') }),
  z.strictObject({ kind: z.literal('hang-after') }),
  z.strictObject({ kind: z.literal('hang-after-headers') }),
  z.strictObject({ kind: z.literal('truncate') }),
  z.strictObject({ kind: z.literal('drip'), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal('byte-order-mark') }),
  z.strictObject({ kind: z.literal('latin-1') }),
  z.strictObject({ kind: z.literal('echo') }),
  z.strictObject({ kind: z.literal('odd-row'), row: z.unknown(), at: z.number().int().min(0).default(0) }),
  z.strictObject({ kind: z.literal('fewer-rows'), keep: z.number().int().min(0) }),
])

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'is no regular expression' })
    return z.NEVER
  }
})

const ruleBody = z.strictObject({
  fault: faultBody,
  method: z.string().optional(),
  path: pattern.optional(),
  body: pattern.optional(),
  times: z.number().int().min(1).optional(),
  skip: z.number().int().min(0).optional(),
  chance: z.number().min(0).max(1).optional(),
})

const faultsBody = z.union([z.strictObject({ clear: z.literal(true) }), ruleBody])

/** Answers a request below `/__sandbox`. These are the sandbox's own addresses; no real system has them. */
export async function answerControl(
  method: string,
  path: string,
  body: string,
  on: Controlled,
): Promise<SystemAnswer> {
  const name = path.slice('/__sandbox'.length).replace(/^\//, '')
  if (method === 'GET') {
    if (name === '')
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: framed(on.page(), on.neighbours),
      }
    if (name === 'state') return json(200, on.state())
    if (name === 'traffic') return json(200, summary(on.traffic))
    return json(404, { error: 'no such control' })
  }
  if (method !== 'POST') return json(405, { error: 'controls are read by GET and used by POST' })

  let value: unknown
  try {
    value = body === '' ? {} : JSON.parse(body)
  } catch {
    return json(400, { error: 'the body is no JSON' })
  }
  try {
    return await use(name, value, on)
  } catch (error) {
    // What a control refuses is told to whoever uses it: it is a tool for tests and for a person at the console.
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    return json(400, { error: message })
  }
}

async function use(name: string, value: unknown, on: Controlled): Promise<SystemAnswer> {
  if (name === 'knobs') {
    const knobs = knobsBody.parse(value)
    if (knobs.latencyMs !== undefined) on.knobs.latencyMs = knobs.latencyMs
    if (knobs.cost !== undefined) on.knobs.cost = knobs.cost
    if (knobs.power !== undefined) on.knobs.power = knobs.power
    if (knobs.requestLineBytes !== undefined) on.knobs.requestLineBytes = knobs.requestLineBytes
    return json(200, on.knobs)
  }
  if (name === 'faults') {
    const body = faultsBody.parse(value)
    if ('clear' in body) on.faults.clear()
    else on.faults.add(withoutAbsent(body))
    return json(200, on.faults.fired())
  }
  if (name === 'reset-traffic') {
    on.traffic.reset()
    return json(200, summary(on.traffic))
  }
  const control = Object.hasOwn(on.control, name) ? on.control[name] : undefined
  if (!control) return json(404, { error: 'no such control' })
  return json(200, (await control(value)) ?? null)
}

function withoutAbsent(body: z.infer<typeof ruleBody>): FaultRule {
  const { fault, method, path, times, skip, chance } = body
  return {
    fault: present(fault),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    ...(body.body === undefined ? {} : { body: body.body }),
    ...(times === undefined ? {} : { times }),
    ...(skip === undefined ? {} : { skip }),
    ...(chance === undefined ? {} : { chance }),
  }
}

function present(fault: z.infer<typeof faultBody>): FaultRule['fault'] {
  if (fault.kind !== 'status' && fault.kind !== 'status-after') return fault
  return {
    kind: fault.kind,
    status: fault.status,
    ...(fault.headers === undefined ? {} : { headers: fault.headers }),
    ...(fault.body === undefined ? {} : { body: fault.body }),
    ...(fault.contentType === undefined ? {} : { contentType: fault.contentType }),
  }
}

function summary(traffic: Traffic): unknown {
  return {
    total: traffic.total(),
    writes: traffic.writes(),
    counts: traffic.counts(),
    work: traffic.work(),
    inFlight: traffic.inFlight(),
    peakInFlight: traffic.peakInFlight(),
    entries: traffic.entries(),
  }
}

function json(status: number, value: unknown): SystemAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}
