import type { ServerResponse } from 'node:http'
import type { Fault } from './faults.ts'
import { inLatin1 } from './odd-answers.ts'
import type { SystemAnswer } from './system.ts'
import type { Workers } from './workers.ts'

/** What left: the status, or 'none' when the caller got no whole answer. */
export type Delivered = number | 'none'

/**
 * Sends an answer, whole or as the fault says. Never throws: a caller that has gone away is no trouble of the server.
 * `date` is the system's own clock as an HTTP date.
 */
export async function deliver(
  response: ServerResponse,
  answer: SystemAnswer,
  date: string,
  fault: Fault | undefined,
  workers: Workers,
): Promise<Delivered> {
  const body = Buffer.from(answer.body ?? '')
  if (fault === undefined) return finish(response, answer, date)
  const { kind } = fault
  if (fault.kind === 'status-after') return finish(response, substitute(fault), date)
  if (kind === 'reset-after') response.destroy()
  if (kind === 'reset-after' || kind === 'hang-after') return 'none'
  if (kind === 'hang-after-headers') {
    writeHead(response, answer, date, Math.max(body.length, 1))
    response.flushHeaders()
    return 'none'
  }
  if (kind === 'truncate') {
    writeHead(response, answer, date, Math.max(body.length, 1))
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
    return 'none'
  }
  if (kind === 'latin-1') return finish(response, answer, date, 'latin1')
  if (fault.kind === 'drip') {
    writeHead(response, answer, date, body.length)
    await drip(response, body, fault.ms, workers)
    return answer.status
  }
  return finish(response, answer, date)
}

/** The answer that a fault of another status puts in the place of the system's own. */
export function substitute(fault: Extract<Fault, { kind: 'status' | 'status-after' }>): SystemAnswer {
  const type = fault.body === undefined ? {} : { 'content-type': fault.contentType ?? 'text/html' }
  return {
    status: fault.status,
    headers: { ...type, ...fault.headers },
    ...(fault.body === undefined ? {} : { body: fault.body }),
  }
}

function finish(
  response: ServerResponse,
  answer: SystemAnswer,
  date: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): number {
  const text = answer.body ?? ''
  const body = encoding === 'latin1' ? inLatin1(text) : Buffer.from(text)
  writeHead(response, answer, date, body.length)
  response.end(body)
  return answer.status
}

function writeHead(response: ServerResponse, answer: SystemAnswer, date: string, length: number): void {
  response.statusCode = answer.status
  response.setHeader('date', date)
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', length)
}

async function drip(response: ServerResponse, body: Buffer, ms: number, workers: Workers): Promise<void> {
  const pieces = Math.min(body.length, 10)
  const size = Math.ceil(body.length / Math.max(pieces, 1))
  for (let piece = 0; piece < pieces; piece += 1) {
    response.write(body.subarray(piece * size, (piece + 1) * size))
    if (!(await workers.pause(ms / pieces))) return
  }
  response.end()
}
