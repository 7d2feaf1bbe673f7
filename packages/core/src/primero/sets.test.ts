import { afterEach, describe, expect, test } from 'vitest'
import {
  putCase,
  recordId,
  startSpeaking,
  type Speaking,
  type SpeakingOptions,
} from '../../../../test/support/speaking.ts'
import { askable, chunksForLine, lookUpCases, readCases, type SetReading } from './sets.ts'

const open: Speaking[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.stop()))
})

async function start(options: SpeakingOptions = {}): Promise<Speaking> {
  const speaking = await startSpeaking(options)
  open.push(speaking)
  return speaking
}

/** Ids by value, absent values, and reasons of failures. */
function shown(reading: SetReading): unknown {
  return {
    found: Object.fromEntries(
      [...reading.found].map(([value, cases]) => [value, cases.map(({ id }) => id).toSorted()]),
    ),
    absent: [...reading.absent].toSorted(),
    forbidden: [...reading.forbidden],
    failures: Object.fromEntries(
      [...reading.failures].map(([value, failure]) => [
        value,
        failure.kind === 'stop' ? failure.reason : failure.cause,
      ]),
    ),
  }
}

const empty = { found: {}, absent: [], forbidden: [], failures: {} }

function searches({ server }: Speaking): readonly string[] {
  const queries = server.traffic.entries().map(({ query }) => decodeURIComponent(query))
  return queries.map((query) => query.split('&', 1)[0] ?? '')
}

async function lookUp(
  speaking: Speaking,
  values: readonly string[],
  control: string | null = '803-00000001',
): Promise<unknown> {
  const options = { field: 'unhcr_individual_no', fields: 'status', control } as const
  return shown(await lookUpCases(speaking.primero, values, options))
}

/** Cases of places 1 to 4 with numbers 803-00000001 to …4. */
async function withCases(options: SpeakingOptions = {}): Promise<Speaking> {
  const speaking = await start(options)
  for (const place of [1, 2, 3, 4])
    putCase(speaking.server, place, { unhcr_individual_no: `803-0000000${place}` })
  return speaking
}

describe('looking cases up by many numbers', () => {
  test('asks once for all, and believes absence because the control value is there', async () => {
    const speaking = await withCases()
    expect(await lookUp(speaking, ['803-00000002', '803-00000099', '803-00000003'])).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2)], '803-00000003': [recordId(3)] },
      absent: ['803-00000099'],
    })
    expect(searches(speaking)).toEqual([
      'or[unhcr_individual_no]=803-00000002,803-00000099,803-00000003,803-00000001',
    ])
  })

  test('asks singly without a control value', async () => {
    const speaking = await withCases()
    expect(await lookUp(speaking, ['803-00000002', '803-00000099'], null)).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2)] },
      absent: ['803-00000099'],
    })
    expect(searches(speaking)).toEqual([
      'unhcr_individual_no=803-00000002',
      'unhcr_individual_no=803-00000099',
    ])
  })

  test('hazard 8: several cases of one number are all given', async () => {
    const speaking = await withCases()
    putCase(speaking.server, 5, { unhcr_individual_no: '803-00000002' })
    expect(await lookUp(speaking, ['803-00000002'])).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2), recordId(5)] },
    })
  })

  test('asks singly for values that would make a list find nothing: digits only, dates, blanks inside', async () => {
    const speaking = await withCases()
    putCase(speaking.server, 5, { unhcr_individual_no: '80300000005' })
    putCase(speaking.server, 6, { unhcr_individual_no: 'DAD 0006' })
    const values = ['80300000005', '2026-08-01', 'DAD 0006', '803..5', 'true', '803-00000002']
    expect(await lookUp(speaking, values)).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2)], '80300000005': [recordId(5)], 'DAD 0006': [recordId(6)] },
      absent: ['2026-08-01', '803..5', 'true'],
    })
    expect(searches(speaking).filter((query) => query.startsWith('or['))).toEqual([
      'or[unhcr_individual_no]=803-00000002,803-00000001',
    ])
  })

  test('says nothing of values that cannot be asked for', async () => {
    const speaking = await withCases()
    const values = ['a"b', 'a\\b', 'a\u0000b', '', 'x'.repeat(300)]
    expect(values.map(askable)).toEqual(values.map(() => false))
    expect(await lookUp(speaking, values)).toEqual(empty)
    expect(searches(speaking)).toEqual([])
  })

  test('a list filter that answers nothing is no proof: everything is asked singly', async () => {
    const speaking = await withCases()
    answer(speaking, (query) => query.startsWith('or['), [])
    expect(await lookUp(speaking, ['803-00000002', '803-00000099'])).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2)] },
      absent: ['803-00000099'],
    })
  })

  test.each([
    [
      'is ignored and shows rows that were not asked for',
      4,
      ['803-00000001', '803-00000002', '803-00000003', '803-00000004'],
    ],
    ['counts more than it shows', 3, ['803-00000001', '803-00000002']],
    ['counts less than it shows', 1, ['803-00000001', '803-00000002']],
    ['shows a case without a number', 3, ['803-00000001', '803-00000002', null]],
  ])('hazard 9: a list answer that %s is not believed', async (_, total, numbers) => {
    const speaking = await withCases()
    answer(speaking, (query) => query.startsWith('or['), numbers, total)
    expect(await lookUp(speaking, ['803-00000002', '803-00000099'])).toEqual({
      ...empty,
      found: { '803-00000002': [recordId(2)] },
      absent: ['803-00000099'],
    })
    expect(searches(speaking).length).toBe(3)
  })

  test('hazard 9: a single answer with any other number was not filtered, and stops the flow', async () => {
    const speaking = await withCases()
    answer(speaking, (query) => query.startsWith('unhcr_individual_no='), ['803-00000002', '803-00000004'])
    expect(await lookUp(speaking, ['803-00000002', '803-00000099'], null)).toEqual({
      ...empty,
      failures: { '803-00000002': 'primero-filter-ignored', '803-00000099': 'primero-filter-ignored' },
    })
  })

  test('hazard 9: a single answer with a wrong total is trouble, not absence', async () => {
    const speaking = await withCases()
    answer(speaking, () => true, [], 5)
    expect(await lookUp(speaking, ['803-00000099'], null)).toEqual({
      ...empty,
      failures: { '803-00000099': 'unreadable' },
    })
  })

  test('(F75) a number in small letters is the same number, and is asked for in the same list', async () => {
    const speaking = await withCases()
    putCase(speaking.server, 5, { unhcr_individual_no: 'dad-00005708' })
    expect(await lookUp(speaking, ['DAD-00005708', '803-00000099'])).toEqual({
      ...empty,
      found: { 'DAD-00005708': [recordId(5)] },
      absent: ['803-00000099'],
    })
    expect(searches(speaking)).toEqual([
      'or[unhcr_individual_no]=DAD-00005708,dad-00005708,803-00000099,803-00000001',
    ])
  })

  test('(F75) both letter cases of a number count for the length of a request line', async () => {
    const speaking = await withCases()
    const values = Array.from({ length: 200 }, (_, at) => `DAD-${String(10_000_000 + at)}`)
    await lookUp(speaking, values)
    const lines = speaking.server.traffic.entries().map(({ query }) => query.length)
    expect([lines.length > 5, Math.max(...lines) <= 985]).toEqual([true, true])
  })

  test('trouble of a list is the failure of its values alone', async () => {
    const speaking = await withCases()
    speaking.server.faults.add({
      fault: { kind: 'status', status: 500 },
      when: ({ query }) => query.startsWith('or'),
    })
    expect(await lookUp(speaking, ['803-00000002', '80300000005'])).toEqual({
      ...empty,
      absent: ['80300000005'],
      failures: { '803-00000002': 500 },
    })
  })

  test('no request line passes 1 kB, whatever is looked up', async () => {
    const speaking = await withCases()
    const values = Array.from({ length: 300 }, (_, at) => `803-${String(10_000_000 + at)}`)
    const reading = await lookUpCases(speaking.primero, [...values, '803-00000003'], {
      field: 'unhcr_individual_no',
      fields: 'status,owned_by,services_section',
      control: '803-00000001',
    })
    expect([reading.absent.size, reading.found.size, reading.failures.size]).toEqual([300, 1, 0])
    const lines = speaking.server.traffic
      .entries()
      .map(({ path, query }) => `GET ${path}?${query} HTTP/1.1`.length)
    expect(Math.max(...lines)).toBeLessThanOrEqual(1024)
    expect(lines.length).toBeLessThanOrEqual(5)
  })

  test('lists are cut so that each value stands in exactly one', () => {
    const values = Array.from({ length: 100 }, (_, at) => recordId(at))
    const chunks = chunksForLine(values, (list) => `id=${list.join(',')}&per=1000`)
    expect(chunks.flat()).toEqual(values)
    expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= 27)).toBe(true)
  })
})

describe('reading cases back by id', () => {
  test('takes twenty in one request', async () => {
    const speaking = await start()
    const ids = Array.from({ length: 20 }, (_, at) => recordId(at))
    for (const at of ids.keys()) putCase(speaking.server, at)
    const reading = await readCases(speaking.primero, ids, 'status')
    expect([...reading.found.keys()].toSorted()).toEqual(ids)
    expect(searches(speaking).length).toBe(1)
  })

  test('asks singly for what the set does not show, and says whether it is absent or forbidden', async () => {
    const speaking = await withCases({ account: 'caseworker1' })
    const [child] = [5]
    speaking.server.act.createCase('caseworker2', {
      id: recordId(child),
      module_id: 'primeromodule-cp',
      name_first: 'Zavel',
    })
    const reading = await readCases(
      speaking.primero,
      [recordId(1), recordId(5), recordId(9), recordId(1)],
      'status',
    )
    expect(shown(reading)).toEqual({
      ...empty,
      found: { [recordId(1)]: [recordId(1)] },
      absent: [recordId(9)],
      forbidden: [recordId(5)],
    })
  })

  test.each([
    ['believes a set that holds the control in what it lacks', 1, 1],
    ['asks singly where the control is not in the set', 9, 2],
  ])('%s', async (_, control, requests) => {
    const speaking = await withCases()
    const reading = await readCases(speaking.primero, [recordId(8)], 'status', recordId(control))
    expect(shown(reading)).toEqual({ ...empty, absent: [recordId(8)] })
    expect(speaking.server.traffic.total()).toBe(requests)
  })

  test('does not believe a set with a case that was not asked for', async () => {
    const speaking = await withCases()
    answer(speaking, (query) => query.startsWith('id='), ['803-00000001', '803-00000002'])
    const reading = await readCases(speaking.primero, [recordId(1)], 'status')
    expect([...reading.found.keys()]).toEqual([recordId(1)])
    expect(speaking.server.traffic.entries().map(({ path }) => path)).toEqual([
      '/api/v2/cases',
      `/api/v2/cases/${recordId(1)}`,
    ])
  })
})

test('half a character in a number is never asked for', () => {
  expect(['803-\ud800', '803-\ud83d\ude00', '803-1'].map(askable)).toEqual([false, true, true])
})

/** Answers certain searches with the cases of these numbers, under the record id of the number's end. */
function answer(
  { server }: Speaking,
  of: (query: string) => boolean,
  numbers: readonly (string | null)[],
  total = numbers.length,
): void {
  const data = numbers.map((number) => ({
    id: recordId(Number(number?.slice(-1) ?? 9)),
    enabled: true,
    last_updated_at: '2026-08-01T00:00:00.000Z',
    ...(number === null ? {} : { unhcr_individual_no: number }),
  }))
  const body = JSON.stringify({ data, metadata: { total, per: 1000, page: 1 } })
  server.faults.add({
    fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
    method: 'GET',
    path: /cases$/,
    when: ({ query }) => of(decodeURIComponent(query)),
  })
}
