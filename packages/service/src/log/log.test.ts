import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import type { ServiceEvent } from './service-event.ts'

/** A log that keeps its lines. */
function keptLog(verbose: boolean) {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  return { lines, log: createLog({ deployment: 'sandbox', verbose, destination }) }
}

const request: ServiceEvent = {
  event: 'request',
  system: 'ping',
  purpose: 'list-referrals',
  answer: 200,
  durationMs: 12,
}

test('an event is one line with its time in UTC, its deployment and its fields', () => {
  const { lines, log } = keptLog(false)
  log({ event: 'flow-stopped', flow: '1.1', reason: 'permission-missing', about: ['cases'] })
  expect(lines).toEqual([
    {
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      deployment: 'sandbox',
      event: 'flow-stopped',
      flow: '1.1',
      reason: 'permission-missing',
      about: ['cases'],
    },
  ])
})

test('single requests are shown only when asked for', () => {
  const quiet = keptLog(false)
  quiet.log(request)
  expect(quiet.lines).toEqual([])
  const verbose = keptLog(true)
  verbose.log(request)
  expect(verbose.lines).toMatchObject([{ level: 'debug', event: 'request', answer: 200 }])
})

test('fields of records that no event has are blotted out should one get in', () => {
  const { lines, log } = keptLog(true)
  const numbers = { caseId: 'c-1', name: 'CANARY', phone: 'CANARY' }
  const tainted = { ...request, numbers, body: 'CANARY', password: 'CANARY' }
  log(tainted)
  expect(JSON.stringify(lines)).not.toContain('CANARY')
  expect(lines).toMatchObject([{ numbers: { caseId: 'c-1' } }])
})
