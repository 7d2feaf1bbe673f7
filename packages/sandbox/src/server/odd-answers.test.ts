import { afterEach, describe, expect, it } from 'vitest'
import { withFewerRows, withMark, withOddRow } from './odd-answers.ts'
import { startSystem, type RunningSystem, type SystemAnswer } from './system.ts'

let running: RunningSystem | undefined
afterEach(() => running?.stop())

const list = '{"Data":[{"a":1},{"a":2}],"RecordCount":2}'

describe('an answer altered', () => {
  it.each<[string, (answer: SystemAnswer) => SystemAnswer, string, string]>([
    ['by a mark', withMark, list, `\ufeff${list}`],
    ['by a mark, where there is none', withMark, '', ''],
    ['by a null', (one) => withOddRow(one, null), list, '{"Data":[null,{"a":2}],"RecordCount":2}'],
    ['at its last row', (one) => withOddRow(one, 'x', 9), '{"data":[{"a":1},7]}', '{"data":[{"a":1},"x"]}'],
    ['to fewer rows', (one) => withFewerRows(one, 1), list, '{"Data":[{"a":1}],"RecordCount":2}'],
    ['where there is no list', (one) => withFewerRows(one, 0), '{"data":{}}', '{"data":{}}'],
    ['where there is no JSON', (one) => withOddRow(one, 1), 'no JSON', 'no JSON'],
  ])('%s', (_, alter, body, altered) => {
    expect(alter({ status: 200, body }).body).toBe(altered)
  })
})

it('a body in Latin-1 has a question mark for whatever has no place in it', async () => {
  running = await startSystem({
    name: 'ping',
    port: 0,
    now: () => Date.parse('2026-08-01T10:00:00Z'),
    random: () => 0,
    answer: () => ({ kind: 'list', work: 0, answer: { status: 200, body: 'José ጂ 😀' } }),
    state: () => ({}),
    page: () => ({ title: 'A system', body: '' }),
  })
  const { url } = running
  await fetch(`${url}/__sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ fault: { kind: 'latin-1' } }),
  })
  const bytes = await (await fetch(url)).arrayBuffer()
  expect(new TextDecoder('latin1').decode(bytes)).toBe('José ? ?')
})

it.each([
  [{ kind: 'byte-order-mark' }, `\ufeff${list}`],
  [{ kind: 'odd-row', row: 'no row', at: 1 }, '{"Data":[{"a":1},"no row"],"RecordCount":2}'],
  [{ kind: 'fewer-rows', keep: 0 }, '{"Data":[],"RecordCount":2}'],
])('another process arms %j', async (fault, altered) => {
  running = await startSystem({
    name: 'ping',
    port: 0,
    now: () => Date.parse('2026-08-01T10:00:00Z'),
    random: () => 0,
    answer: () => ({ kind: 'list', work: 0, answer: { status: 200, body: list } }),
    state: () => ({}),
    page: () => ({ title: 'A system', body: '' }),
  })
  const { url } = running
  await fetch(`${url}/__sandbox/faults`, { method: 'POST', body: JSON.stringify({ fault, times: 1 }) })
  const body = new TextDecoder('utf-8', { ignoreBOM: true })
  expect(body.decode(await (await fetch(url)).arrayBuffer())).toBe(altered)
})

it('another process arms a gateway that sends back what it was sent', async () => {
  running = await startSystem({
    name: 'ping',
    port: 0,
    now: () => Date.parse('2026-08-01T10:00:00Z'),
    random: () => 0,
    answer: () => ({ kind: 'list', work: 0, answer: { status: 201, body: list } }),
    state: () => ({}),
    page: () => ({ title: 'A system', body: '' }),
  })
  const { url } = running
  const arm = JSON.stringify({ fault: { kind: 'echo' }, times: 1 })
  await fetch(`${url}/__sandbox/faults`, { method: 'POST', body: arm })
  const answer = await fetch(url, { method: 'POST', body: '{"asked":1}' })
  expect([answer.status, await answer.text()]).toEqual([200, '{"asked":1}'])
})
