import { Session } from 'node:inspector/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCode, readIngestion, readRetrieval, transactionIdOf } from '@ping-primero/core/ping/envelope.ts'
import { readStatus } from '@ping-primero/core/ping/status-answer.ts'
import { returnAddress } from '@ping-primero/core/domain/ids.ts'
import { aggregateRows } from '@ping-primero/core/mapping/aggregate.ts'
import { readMoment } from '@ping-primero/core/mapping/calendar.ts'
import { readDecisionCodes } from '@ping-primero/core/mapping/decision-codes-table.ts'
import { plainText } from '@ping-primero/core/mapping/plain-text.ts'
import { primeroSafe } from '@ping-primero/core/mapping/primero-safe.ts'
import { textOf } from '@ping-primero/core/mapping/source-value.ts'
import { readTable } from '@ping-primero/core/mapping/table.ts'
import { readValueMap } from '@ping-primero/core/mapping/value-map-table.ts'
import { readCase } from '@ping-primero/core/primero/record.ts'
import { refusedFields } from '@ping-primero/core/primero/refusal.ts'
import { counted } from './runs.ts'

const session = new Session()
/** How many blocks of code were entered while something was done: a measure of work that no other load changes. */
async function blocks(act: () => unknown): Promise<number> {
  await session.post('Profiler.takePreciseCoverage')
  act()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0)
}

const id = 'a0000000-0000-4000-8000-000000000001'
const words = { processed: ['success'], failed: ['failed'], pending: ['inprogress'] }

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  'status answer': (text) => readStatus(`{"Data":"[{${text}}]"}`, [id], words),
  'status answer, escaped': (text) =>
    readStatus(JSON.stringify({ Data: `[{"ExternalId":"${id}","Data":"{"a":"${text}` }), [id, 'x'], words),
  'retrieval page': (text) => readRetrieval({ Data: text, ErrorMessage: text }),
  'ingestion answer': (text) =>
    readIngestion({ Data: [{ ExternalId: text, Status: text }] }, [text], ['failed']),
  'error code': errorCode,
  'transaction id': transactionIdOf,
  'plain text': plainText,
  'plain text of a history': (text) => plainText(`[{"CreatedBy":"x","Text":"${text}`),
  'primero-safe text': primeroSafe,
  'source value': textOf,
  date: readMoment,
  'return address': returnAddress,
  'rows as one': (text) =>
    aggregateRows(Array.from(text.slice(0, text.length / 100), (one) => ({ a: one, b: text.length }))),
  table: readTable,
  'value map': (text) => readValueMap('some', text),
  'decision codes': readDecisionCodes,
  case: (text) => readCase({ id: text, last_updated_at: text, services_section: [{ unique_id: text }] }),
  refusal: (text) =>
    refusedFields(
      {
        errors: text
          .split('')
          .slice(0, 5000)
          .map((detail) => ({ detail })),
      },
      422,
    ),
}

const pieces = [
  'a',
  ' ',
  '\n',
  ',',
  '"',
  '}",',
  '}"',
  '"Data":"{',
  '{"ExternalId":"',
  '\\',
  '\\"',
  '"Text":"',
  '"Text" ',
  '<b>',
  '</i>',
  '<p ',
  '<!--',
  '-->',
  '&#',
  '&amp',
  '<a:b',
  '<![CDATA[',
  'a,',
  'a,b\n',
  '0',
  '2026-01-01',
  '/0/a',
  '🙂',
]

const length = 2000

describe('counted in blocks,', () => {
  beforeAll(async () => {
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  })
  afterAll(async () => {
    await session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  })

  test.each(Object.entries(parsers))(
    '%s: twice as long a text costs about twice the work',
    async (_, parse) => {
      counted('work', pieces.length * 2)
      const steep: string[] = []
      for (const piece of pieces) {
        const once = piece.repeat(length / piece.length)
        parse(once)
        const single = await blocks(() => parse(once))
        const double = await blocks(() => parse(once + once))
        if (double > 2.5 * single + 5000) steep.push(`${JSON.stringify(piece)}: ${single}, then ${double}`)
      }
      expect(steep).toEqual([])
    },
  )

  test('tags that are opened and never closed, and closed that were never opened, cost no more together', async () => {
    const note = (count: number): string => '<b>'.repeat(count) + '</i>'.repeat(count)
    const single = await blocks(() => plainText(note(1000)))
    const double = await blocks(() => plainText(note(2000)))
    expect(double).toBeLessThan(2.5 * single + 5000)
  })
})

/** What the engine does by itself, in its patterns, is not counted in blocks: of so long a text a square would not end. */
test.each(Object.entries(parsers))('%s: a very long text of any piece comes to an end', (name, parse) => {
  // The tables of a deployment are written by its administrator, and are read cell by cell.
  const long = ['table', 'value map', 'decision codes'].includes(name) ? 20_000 : 200_000
  counted('work', pieces.length)
  const ended = pieces.filter((piece) => {
    parse(piece.repeat(long / piece.length))
    return true
  })
  expect(ended).toEqual(pieces)
})
