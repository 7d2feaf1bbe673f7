import { expect, test } from 'vitest'
import { z } from 'zod'
import { html } from 'hono/html'
import { consoleApp } from '../app.ts'
import { hostWith, seal } from '../host.fixture.ts'
import { operators, type Role } from '../roles.ts'
import { act, type Act } from './act.ts'
import { freeText } from './free-text.ts'

/** An act that keeps what it did; the next one fails where it is told to. */
function noting(): { readonly note: Act; readonly done: string[]; failNext: () => void } {
  const done: string[] = []
  let fails = false
  const note = act({
    path: '/today/note',
    may: operators,
    does: 'act.try-again',
    page: 'today',
    form: (nowMs) => z.object({ why: freeText(nowMs) }),
    again: async ({ say }, { typed, wrong }) => ({
      content: html`<p>typed: ${typed['why'] ?? ''}</p>
        ${wrong.map(({ field, why }) => html`<p>${field}: ${say(why.key, why.values)}</p>`)}`,
      attention: 0,
    }),
    perform: async ({ why }, { deployment }) => {
      if (fails) {
        fails = false
        throw new Error('the disk is full')
      }
      done.push(why)
      return `/d/${deployment.name}/today?noted=${done.length}`
    },
  })
  return { note, done, failNext: () => (fails = true) }
}

const once = (letter: string): string => letter.repeat(43)

function console(role: Role = 'operator') {
  const acting = noting()
  const app = consoleApp(hostWith({}, role), [acting.note])
  const press = async (fields: Readonly<Record<string, string>>): Promise<Response> =>
    app.request('/d/gambella/today/note', {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({ seal, once: once('a'), why: 'the mapping is under review', ...fields }),
    })
  return { ...acting, press }
}

test('pressed twice it is done once, and both presses lead to the result', async () => {
  const { press, done } = console()
  const answers = [await press({}), await press({})]
  expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, '/d/gambella/today?noted=1#done'],
    [303, '/d/gambella/today?noted=1#done'],
  ])
  expect(done).toEqual(['the mapping is under review'])
})

test('two presses at the same moment do it once', async () => {
  const { press, done } = console()
  const statuses = (await Promise.all([press({}), press({})])).map(({ status }) => status)
  expect(done).toHaveLength(1)
  expect(statuses.toSorted((one, other) => one - other)).toEqual([303, 409])
})

test('another form does it again', async () => {
  const { press, done } = console()
  await press({})
  await press({ once: once('b') })
  expect(done).toHaveLength(2)
})

test.each([
  ['of an earlier session', { seal: 'the seal of another session' }],
  ['without a value that is good once', { once: '' }],
])('a form %s does nothing, and comes back with what was typed', async (_which, fields) => {
  const { press, done } = console()
  const answer = await press(fields)
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('typed: the mapping is under review')
  expect(done).toEqual([])
})

test('what seems to hold something of a person is not kept; its kind is named, and the form is still good', async () => {
  const { press, done } = console()
  const answer = await press({ why: 'call +254 712 345 678' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain(
    'why: This is kept for ever, and it seems to hold a telephone number.',
  )
  expect(done).toEqual([])
  expect((await press({})).status).toBe(303)
})

test.each([
  ['', 'why: This has to be filled in.'],
  ['   ', 'why: This has to be filled in.'],
  ['x'.repeat(301), 'why: This is longer than 300 characters.'],
])('a reason that cannot be taken is asked for again: %s', async (why, says) => {
  const answer = await console().press({ why })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(says)])
})

test('what failed was not done, and may be pressed again', async () => {
  const { press, done, failNext } = console()
  failNext()
  expect((await press({})).status).toBe(500)
  expect((await press({})).status).toBe(303)
  expect(done).toHaveLength(1)
})

test.each(['viewer', 'auditor'] as const)('a %s may not do it', async (role) => {
  const { press, done } = console(role)
  expect((await press({})).status).toBe(403)
  expect(done).toEqual([])
})

test('a body longer than any form is not read', async () => {
  const { press, done } = console()
  expect((await press({ why: 'x'.repeat(70_000) })).status).toBe(413)
  expect(done).toEqual([])
})
