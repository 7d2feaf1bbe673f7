import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorCode, readIngestion, readRetrieval, transactionIdOf, unreadableRow } from './envelope.ts'

/** The ids of what was sent. */
const ids = ['one', 'two', '3', 'a']
const row = { progres_lpinterventionid: '34be03a4-1eea-f011-8544-7c1e525f3837' }
const nothing = { rows: [], more: false, cookie: null, pageNumber: 0, count: 0 }

test.each([
  ['no Data', { ErrorMessage: null, RecordCount: 0 }, nothing],
  ['a null count', { Data: null, RecordCount: null }, nothing],
  ['"No Data Available"', { Data: 'No Data Available', RecordCount: null }, nothing],
  ['an empty text', { Data: ' ', RecordCount: null }, nothing],
  ['"no data found."', { Data: 'no data found.', RecordCount: null }, nothing],
  ['"No records match the given criteria"', { Data: 'No records match the given criteria' }, nothing],
  ['"No database connection"', { Data: 'No database connection', RecordCount: null }, 'unreadable'],
  ['"No data source available"', { Data: 'No data source available', RecordCount: null }, 'unreadable'],
  ['"No Data received"', { Data: 'No Data received: timed out', RecordCount: null }, 'unreadable'],
  ['nothing but "No Data Available"', { Data: 'No Data Available' }, nothing],
  ['nothing but rows of proGres', { Data: [row] }, { ...nothing, rows: [row] }],
  [
    'members in other letter case',
    {
      data: [row],
      errormessage: null,
      recordCount: '7',
      pagingSUMMARY: { pagingcookie: 'c', pageNumber: 1, isMoreRecordsAvailable: 1 },
    },
    { rows: [row], more: true, cookie: 'c', pageNumber: 1, count: 7 },
  ],
  ['a count of all', { Data: [], PagingSummary: { TotalRecordCount: 3 } }, { ...nothing, count: 3 }],
  ['a count that nobody knows', { Data: [row], RecordCount: -1 }, { ...nothing, rows: [row] }],
  [
    'rows of which some cannot be read',
    { Data: [null, row, 'text', [row]], RecordCount: 4 },
    { ...nothing, rows: [unreadableRow, row, unreadableRow, unreadableRow], count: 4 },
  ],
  ['an empty list', { Data: [], PagingSummary: null }, nothing],
  ['a blank ErrorMessage', { Data: [{ a: 1 }], ErrorMessage: ' ' }, { ...nothing, rows: [{ a: 1 }] }],
  [
    'a page with another after it',
    {
      Data: [{ a: 1 }],
      PagingSummary: { PagingCookie: '<cookie/>', PageNumber: '2', IsMoreRecordsAvailable: 'True' },
    },
    { ...nothing, rows: [{ a: 1 }], more: true, cookie: '<cookie/>', pageNumber: 2 },
  ],
  [
    'a next page in another word for yes',
    { Data: [{ a: 1 }], PagingSummary: { IsMoreRecordsAvailable: 'Yes' } },
    { ...nothing, rows: [{ a: 1 }], more: true },
  ],
  [
    'no next page in another word for no',
    { Data: [{ a: 1 }], PagingSummary: { IsMoreRecordsAvailable: 'No' } },
    { ...nothing, rows: [{ a: 1 }] },
  ],
  ['an error in words', { Data: null, ErrorMessage: 'Not allowed' }, 'error'],
  ['another text for Data', { Data: 'Internal failure' }, 'unreadable'],
  ['rows that are none', { Data: [1, 2] }, 'unreadable'],
  ['no object', [1], 'unreadable'],
  ['what an ingestion says', { SPHTransactionId: 'da6893b2', ErrorMessage: null }, 'unreadable'],
  [
    'what the question after one says',
    { Data: null, SPHTransactionId: 'x', ErrorMessage: null },
    'unreadable',
  ],
  [
    'items instead of rows',
    { Data: [{ ExternalId: 'one', Status: 'Success' }], RecordCount: 1 },
    'unreadable',
  ],
  ['the list of another system', { data: [], metadata: { total: 0 } }, 'unreadable'],
  ['an empty list and a failure', { Data: [], RecordCount: 0, statusCode: 500 }, 'unreadable'],
] as const)('a retrieval answer with %s', (_what, json, read) => {
  expect(readRetrieval(json)).toEqual(read)
})

/** Bodies that gateways, firewalls and frameworks give with 200. */
const gateways = [
  { statusCode: 500, message: 'Internal server error' },
  { Message: 'An error has occurred.' },
  { success: false },
  { Success: 'false', Data: null, ErrorMessage: null },
  {},
  [],
  null,
  'OK',
  true,
  0,
  { error: { code: '0x80040216', message: 'An unexpected error occurred.' } },
  { errors: [{ detail: 'x' }], Data: [], ErrorMessage: null },
  { Fault: { faultstring: 'x' }, ErrorMessage: null },
  { status: 'ok' },
  { Data: null, statusCode: 429, ErrorMessage: null, RecordCount: 0 },
  { value: [] },
  { SPHTransactionId: null },
  { SPHTransactionId: null, ErrorMessage: null, message: 'Internal Server Error' },
  { ErrorMessage: null, HasError: true, Data: [] },
  { ErrorMessage: null, Data: [], RecordCount: 0, errorCode: 'E17' },
  { ErrorMessage: null, Data: [], RecordCount: 0, faulted: true },
  { ErrorMessage: null, Data: [], RecordCount: 0, exception_details: ['at line 7'] },
  { ErrorMessage: null, Data: [], RecordCount: 0, status: 'error' },
  { ErrorMessage: null, Data: [], RecordCount: 0, Result: 'Failed' },
  { ErrorMessage: null, Data: 'No database connection', RecordCount: null, SPHTransactionId: null },
]

test('what tells of no failure is no failure', () => {
  const unharmed = { errors: 0, hasError: 'false', error: 'None', errorCode: '0', failed: [], status: 'ok' }
  expect(readRetrieval({ Data: [], RecordCount: 0, ErrorMessage: null, ...unharmed })).toEqual(nothing)
})

test('our own request that somebody sends back says nothing', () => {
  const Data = [{ ExternalId: 'one', Attachments: [], Fields: [{ Name: 'a', Value: 'b' }] }]
  const request = { ShippingProcessId: 'SHP-1', InteropId: 'INT-1', Data }
  expect(readIngestion(request, ids, ['failed'])).toBe('unreadable')
})

test.each(gateways)("%j is nobody's answer: neither a list nor that something was taken", (json) => {
  expect([readRetrieval(json), readIngestion(json, ids, ['failed'])]).toEqual(['unreadable', 'unreadable'])
})

const taken = { transactionId: null, refused: false, code: null, failedItems: new Map() }

test.each([
  [
    'a transaction id',
    { SPHTransactionId: 'da6893b2', ErrorMessage: null },
    { ...taken, transactionId: 'da6893b2' },
  ],
  ['neither id nor error, and an item of ours', { Data: { externalid: 'ONE', status: 'ok' } }, taken],
  ['nothing but no error', { ErrorMessage: null }, taken],
  [
    'members in other letter case',
    { sphtransactionid: 'da6893b2', errorMessage: '' },
    { ...taken, transactionId: 'da6893b2' },
  ],
  ['rows instead of a word', { Data: [row], ErrorMessage: null, SPHTransactionId: 'da6893b2' }, 'unreadable'],
  ['words for no rows', { Data: 'No Data Available', ErrorMessage: null }, 'unreadable'],
  ['a paging', { Data: null, ErrorMessage: null, PagingSummary: { PageNumber: 0 } }, 'unreadable'],
  [
    'an id of noughts',
    { SPHTransactionId: '00000000-0000-0000-0000-000000000000', ErrorMessage: null },
    taken,
  ],
  ['words where nobody expects any', { Data: 'Queued', ErrorMessage: null }, 'unreadable'],
  [
    'words beside an id',
    { Data: 'Queued', SPHTransactionId: 'da6893b2', ErrorMessage: null },
    { ...taken, transactionId: 'da6893b2' },
  ],
  ['a blank id', { SPHTransactionId: ' ', ErrorMessage: '' }, taken],
  ['an error', { ErrorMessage: 'PNG-1042: no such record' }, { ...taken, refused: true, code: 'PNG-1042' }],
  ['an error that is no text', { ErrorMessage: { Code: 1 } }, { ...taken, refused: true }],
  [
    'items of which one failed',
    {
      SPHTransactionId: 'da6893b2',
      Data: [
        { ExternalId: 'one', Status: 'Success', ErrorMessage: null },
        { ExternalId: 'two', Status: 'FAILED', ErrorMessage: 'PNG-7: no' },
        { ExternalId: 3, ErrorMessage: 'no' },
        'noise',
      ],
    },
    {
      ...taken,
      transactionId: 'da6893b2',
      failedItems: new Map([
        ['two', 'PNG-7'],
        ['3', null],
      ]),
    },
  ],
  [
    'a failed item that stands by itself',
    { Data: { ExternalId: 'a', Status: ' Failed ', ErrorMessage: 'PNG-7: no' } },
    { transactionId: null, refused: false, code: null, failedItems: new Map([['a', 'PNG-7']]) },
  ],
  [
    'a failed item without a name',
    { Data: [{ Status: 'Success' }, { Status: 'Failed', ErrorMessage: 'PNG-7: no' }] },
    { transactionId: null, refused: true, code: 'PNG-7', failedItems: new Map() },
  ],
  [
    'a failed item in another letter case',
    { Data: [{ ExternalId: ' TWO ', Status: 'Failed', ErrorMessage: 'PNG-7: no' }] },
    { transactionId: null, refused: false, code: null, failedItems: new Map([['two', 'PNG-7']]) },
  ],
  [
    'a failed item under a name that is none of ours',
    { Data: [{ ExternalId: 'four', Status: 'Failed', ErrorMessage: 'PNG-7: no' }] },
    { transactionId: null, refused: true, code: 'PNG-7', failedItems: new Map() },
  ],
  ['no object', 7, 'unreadable'],
] as const)('an ingestion answer with %s', (_what, json, read) => {
  expect(readIngestion(json, ids, ['failed'])).toEqual(read)
})

test.each([
  ['PNG-1042: no such record', 'PNG-1042'],
  ['IOP-9000', 'IOP-9000'],
  ['0x80040203 The attribute is missing', '0x80040203'],
  ['AADB2C90225: The username or password', 'AADB2C90225'],
  ['SPH1042 not valid', 'SPH1042'],
])('%j begins with a code', (message, code) => {
  expect(errorCode(message)).toBe(code)
})

test.each([
  '0912345678: not a telephone number',
  '2014-05-03 is not a date',
  '803-100016547: no such individual',
  'DAD-00005708: no such individual',
  'NUR-15-05387: no such group',
  'H9B-26-PRTITV-1001565: no such intervention',
  'Abela Omodi 12: unknown',
  'Block 12: unknown',
  'Zone-4: unknown',
  '',
  ' ',
])('%j begins with none', (message) => {
  expect(errorCode(message)).toBeNull()
})

test('what is called a code is short and holds no blank, no small letter and no long number', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', 'A-', '803-', '0x'), (text, head) => {
      expect(errorCode(`${head}${text}`) ?? '').toMatch(
        /^(?:|[A-Z]{1,6}(?:\d[A-Z])?[-_]?\d{1,6}|0x[0-9A-Fa-f]{8})$/,
      )
    }),
  )
})

test('the transaction id for the log is a GUID and nothing else', () => {
  const id = 'da6893b2-c2b4-f011-bbd2-6045bd8c71b1'
  expect(transactionIdOf(`{"SPHTransactionId": "${id}"}`)).toBe(id)
  expect(transactionIdOf('{"SPHTransactionId":"Abela Omodi"}')).toBeUndefined()
})

test('a row that is nested deeper than any of PING is no row: nothing could write it down again', () => {
  const lookup = JSON.parse('{"Id":"x","Name":{"Name":"Gambella"}}') as unknown
  const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown
  const read = readRetrieval({ Data: [{ level: lookup }, { level: deep }], ErrorMessage: null })
  expect(read).toMatchObject({ rows: [{ level: lookup }, unreadableRow] })
})

test('no answer at all makes reading it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const page = readRetrieval(json)
      const word = readIngestion(json, ids, ['failed'])
      expect(['string', 'object']).toContain(typeof page)
      expect(['string', 'object']).toContain(typeof word)
    }),
  )
})
