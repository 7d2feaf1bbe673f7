import { runFlow, type Flow, type RunHost } from '@ping-primero/core'
import type { HttpAnswer, HttpRequest } from '@ping-primero/core/http/transport.ts'
import * as decisionsIn from '../decisions-in/scene.ts'
import * as decisionsOut from '../decisions-out/scene.ts'
import * as referralsIn from '../referrals-in/scene.ts'
import * as referralsOut from '../referrals-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'
import { headersOf } from './talk.ts'

/** What the simulators answered in a run of a flow, by the request. */
export interface Recording {
  readonly flow: Flow
  readonly startedAt: number
  readonly deployment: World['deployment']
  /** The answer to a request, the first of those recorded under it again and again; null where none was. */
  readonly answerTo: (request: HttpRequest) => Extract<HttpAnswer, { kind: 'answered' }> | null
  readonly requests: number
}

const scenes: Readonly<Record<Flow, (world: World) => unknown>> = {
  '1.1': (world) => {
    referralsIn.putCase(world, 1)
    for (const place of [1, 2, 3]) referralsIn.refer(world, place)
  },
  '1.2': (world) => {
    decisionsOut.decided(world, 1, 'accepted')
    decisionsOut.decided(world, 2, 'rejected')
    decisionsOut.asked(world, 3)
  },
  '2.1': (world) => {
    for (const place of [1, 2, 3]) referralsOut.refer(world, place)
  },
  '2.2': (world) => {
    decisionsIn.decided(world, 1, { decision: 'accepted' })
    decisionsIn.decided(world, 2, { decision: 'rejected' })
    decisionsIn.referred(world, 3)
  },
}

/** The purpose of a PING call is in its body, that of a Primero call in its address. */
function keyOf(method: string, url: string, body: string): string {
  const { pathname, search } = new URL(url)
  const process = /"ShippingProcessId":"([^"]*)"/.exec(body)?.[1] ?? ''
  const record = /"ParameterName":"[^"]*","Value":"([^"]*)"/.exec(body)?.[1] ?? ''
  return [method, pathname, search, process, record].join(' ')
}

/** Runs a flow once against the simulators and keeps what they answered. */
export async function record(flow: Flow): Promise<Recording> {
  const world = await startWorld()
  try {
    await scenes[flow](world)
    const startedAt = world.now()
    const answers = new Map<string, Extract<HttpAnswer, { kind: 'answered' }>>()
    let requests = 0
    const fetch: RunHost['fetch'] = async (input, init) => {
      const response = await world.host.fetch(input, init)
      const body = await response.text()
      const url = input instanceof Request ? input.url : input.toString()
      const key = keyOf(init?.method ?? 'GET', url, typeof init?.body === 'string' ? init.body : '')
      const fields: Record<string, readonly string[]> = { 'set-cookie': response.headers.getSetCookie() }
      const date = response.headers.get('date')
      if (date !== null) fields['date'] = [date]
      requests += 1
      if (!answers.has(key)) {
        answers.set(key, { kind: 'answered', status: response.status, headers: headersOf(fields), body })
      }
      const headers = new Headers(response.headers)
      headers.delete('content-encoding')
      headers.delete('content-length')
      const empty = [204, 205, 304].includes(response.status)
      return new Response(empty ? null : body, { status: response.status, headers })
    }
    const report = await runFlow(
      { deployment: world.deployment, flow, dryRun: false, since: null, only: null },
      { ...world.host, fetch },
    )
    if (report.confirmed === 0 && report.waiting === 0) throw new Error('The recorded run did nothing.')
    return {
      flow,
      startedAt,
      deployment: world.deployment,
      answerTo: ({ method, url, body }) => answers.get(keyOf(method, url, body ?? '')) ?? null,
      requests,
    }
  } finally {
    await world.stop()
  }
}
