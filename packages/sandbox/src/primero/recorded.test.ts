import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startPrimero } from './primero.ts'
import type { Primero } from './primero.ts'
import { isObject } from './value.ts'

const exchange = z.object({
  group: z.string(),
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
  type: z.string().nullable(),
  body: z.unknown(),
})

const recording = new URL('../../fixtures/primero-recorded/v2.15.2.jsonl', import.meta.url)
const [about, ...lines] = readFileSync(recording, 'utf8').trim().split('\n')
const { password } = z.object({ password: z.string() }).parse(JSON.parse(about ?? ''))
const exchanges = lines.map((line) => exchange.parse(JSON.parse(line)))

const shapes: Record<string, (value: unknown) => boolean> = {
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  short: (value) => typeof value === 'string' && /^[0-9a-f]{7}$/.test(value),
  number: (value) => typeof value === 'number',
  today: (value) => value === new Date(now).toISOString().slice(0, 10),
}

/** Past noon, so that all exchanges fall on one day; each some seconds after the one before. */
let now = Date.parse('2026-11-23T12:00:00.250Z')
const made = new Map<string, string>()

/** Puts what was captured in the place of its placeholders. */
function filled(text: string): string {
  return text.replace(/\{\{([^}]+)\}\}/g, (whole, name: string) => {
    if (name.endsWith('.second'))
      return `${made.get(name.replace('.second', '.last_updated_at'))?.slice(0, 19)}Z`
    return made.get(name) ?? whole
  })
}

/** Where the answer differs from the recorded one, as paths; empty when it agrees. */
function differences(expected: unknown, actual: unknown, at: string): string[] {
  const told = `${at}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
  if (typeof expected === 'string') {
    const name = /^\{\{([^}]+)\}\}$/.exec(expected)?.[1]
    if (name !== undefined && shapes[name]) return shapes[name](actual) ? [] : [told]
    if (name !== undefined && !made.has(name) && typeof actual === 'string') {
      made.set(name, actual)
      return []
    }
    return filled(expected) === actual ? [] : [told]
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [told]
    const paired = pairs(expected, actual, at)
    return paired
      ? paired.flatMap(([left, right], index) => differences(left, right, `${at}[${index}]`))
      : [told]
  }
  if (!isObject(expected)) return expected === actual ? [] : [told]
  if (!isObject(actual)) return [told]
  return Object.keys(expected).flatMap((key) =>
    key in actual ? differences(expected[key], actual[key], `${at}.${key}`) : [`${at}.${key} is missing`],
  )
}

/** Which entries belong together; undefined when the lists cannot agree. */
function pairs(expected: unknown[], actual: unknown[], at: string): [unknown, unknown][] | undefined {
  const key = at === 'lookups.data' ? 'unique_id' : at.endsWith('.fields') ? 'name' : undefined
  if (key !== undefined) {
    return expected.map((left) => [
      left,
      actual.find((right) => isObject(left) && isObject(right) && left[key] === right[key]),
    ])
  }
  if (expected.length !== actual.length) return undefined
  if (at !== 'list.data') return expected.map((left, index) => [left, actual[index]])
  // Referrals come in no order: those already known are paired by their id.
  const rest = [...actual]
  return expected.map((left) => {
    const id = isObject(left) && typeof left.id === 'string' ? filled(left.id) : undefined
    const index = rest.findIndex((right) => isObject(right) && right.id === id)
    return [left, rest.splice(index, 1)[0]]
  })
}

describe('Primero answers as the recorded one did', () => {
  let primero: Primero

  beforeAll(async () => {
    primero = await startPrimero({ now: () => now })
  })

  afterAll(() => primero.stop())

  it('has the whole recording', () => {
    expect(exchanges.length).toBe(163)
  })

  it.each(
    exchanges.map(
      (exchange, index) => [`${index + 1} ${exchange.group}: ${exchange.name}`, exchange] as const,
    ),
  )('%s', async (_title, exchange) => {
    now += 1_500
    const { request } = exchange
    const headers: Record<string, string> = { 'content-type': request.contentType ?? 'application/json' }
    if (exchange.as !== null) {
      const credentials = `${exchange.as}:${exchange.password ?? password}`
      headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
    }
    const body = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    const response = await fetch(primero.url + filled(request.path), {
      method: request.method,
      headers,
      ...(body === undefined ? {} : { body: filled(body) }),
    })
    const text = await response.text()
    const actual: unknown = text === '' ? '' : JSON.parse(text)
    expect({
      status: response.status,
      type: response.headers.get('content-type'),
      differences: differences(exchange.body, actual, exchange.name),
    }).toEqual({ status: exchange.status, type: exchange.type, differences: [] })
  })
})
