import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  errorCode,
  isBlank,
  readIngestion,
  readRetrieval,
  transactionIdOf,
} from '@ping-primero/core/ping/envelope.ts'
import { anything, json, jsonText, nearly, text } from './hostile.ts'
import { holds } from './runs.ts'

/** The ids of what was sent. */
const ids = ['one', 'two', 'three']

const row = {
  progres_lpinterventionid: '34be03a4-1eea-f011-8544-7c1e525f3837',
  progres_interventionnumber: 'INT-0001',
  'individuals.progres_coalocationlevel1': { Id: 'x', LogicalName: 'y', Name: 'Gambella' },
  'progres_individual.indiv.progres_sex': 125080000,
}
const page = {
  Data: [row, row],
  ErrorMessage: null,
  RecordCount: 2,
  SPHTransactionId: '34be03a4-1eea-f011-8544-7c1e525f3838',
  PagingSummary: { PagingCookie: '<cookie page="1"/>', PageNumber: 0, IsMoreRecordsAvailable: true },
}
const taken = {
  SPHTransactionId: '34be03a4-1eea-f011-8544-7c1e525f3838',
  ErrorMessage: null,
  Data: [
    { ExternalId: 'one', Status: 'Failed', ErrorMessage: 'PNG-7: no' },
    { ExternalId: 'two', Status: 'Success', ErrorMessage: null },
  ],
}

/** The members a reader may believe, or nothing where the answer is no object. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

test('a page of a retrieval is rows that were there, or refused', async () => {
  await holds(
    'ping retrieval page',
    1200,
    fc.property(fc.oneof(anything, nearly(page)), (answer) => {
      const read = readRetrieval(answer)
      if (read === 'error') expect(isBlank(membersOf(answer)['ErrorMessage'])).toBe(false)
      if (read === 'error' || read === 'unreadable') return
      const { Data } = membersOf(answer)
      expect(read.rows.length).toBe(Array.isArray(Data) ? Data.length : 0)
      expect([typeof read.more, Number.isFinite(read.pageNumber)]).toEqual(['boolean', true])
      expect(read.cookie === null || typeof read.cookie === 'string').toBe(true)
    }),
  )
})

test('an ingestion is never taken where its answer has an error message', async () => {
  await holds(
    'ping ingestion answer',
    1200,
    fc.property(fc.oneof(anything, nearly(taken)), (answer) => {
      const read = readIngestion(answer, ids, ['failed'])
      if (read === 'unreadable') return
      expect(read.refused || isBlank(membersOf(answer)['ErrorMessage'])).toBe(true)
      expect(read.transactionId === null || read.transactionId.trim() !== '').toBe(true)
    }),
  )
})

test('an ingestion never loses an item that its answer names as failed, in whatever shape the list comes', async () => {
  const failed = fc.record({
    ExternalId: fc.constantFrom('one', 'two'),
    Status: fc.constantFrom('Failed', ' failed ', 'FAILED'),
    ErrorMessage: fc.constantFrom(null, '', 'PNG-7: no'),
  })
  const good = fc.constant({ ExternalId: 'three', Status: 'Success', ErrorMessage: null })
  await holds(
    'ping ingestion answer',
    300,
    fc.property(failed, fc.array(good, { maxLength: 3 }), fc.boolean(), (bad, others, alone) => {
      const Data = alone ? bad : [...others, bad]
      const read = readIngestion({ ...taken, Data }, ids, ['failed'])
      expect(read).toMatchObject({ refused: false })
      expect(read === 'unreadable' ? [] : [...read.failedItems.keys()]).toEqual([bad.ExternalId])
    }),
  )
})

test('a code at the head of an error says nothing but a code', async () => {
  await holds(
    'ping error code',
    800,
    fc.property(
      fc.oneof(
        text,
        json,
        text.map((end) => `PNG-1042: ${end}`),
      ),
      (message) => {
        const code = errorCode(message)
        expect(code === null || /^(?:[A-Z]{1,6}(?:\d[A-Z])?[-_]?\d{1,6}|0x[0-9A-Fa-f]{8})$/.test(code)).toBe(
          true,
        )
      },
    ),
  )
})

test('a transaction id for the log has the form of one', async () => {
  await holds(
    'ping transaction id',
    800,
    fc.property(fc.oneof(text, nearly(taken).map(jsonText)), (body) => {
      const id = transactionIdOf(body)
      expect(id === undefined || /^[0-9a-fA-F-]{36}$/.test(id)).toBe(true)
    }),
  )
})
