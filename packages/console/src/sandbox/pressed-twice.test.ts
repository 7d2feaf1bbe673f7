import { expect, test } from 'vitest'
import { consoleApp } from '../app.ts'
import { hostWith, seal } from '../host.fixture.ts'
import { deedForms, quietCaseworker, quietOfficer, sandboxWith, storyWith } from './sandbox.fixture.ts'

const type = { value: 'shelter', label: 'shelter', isAgreed: true }

/** A console of a sandbox that counts whatever is done in it. */
function counting() {
  let done = 0
  const counted =
    <Answer>(answer: Answer) =>
    (): Answer => {
      done += 1
      return answer
    }
  const deed = counted('done' as const)
  const nothing = counted(undefined)
  const sandbox = sandboxWith({
    story: storyWith({
      hold: nothing,
      goOn: nothing,
      tellAtOnce: counted(Promise.resolve('told' as const)),
      again: nothing,
    }),
    trouble: { now: () => [], turn: nothing, break: nothing },
    officer: {
      ...quietOfficer,
      types: () => [type],
      refer: deed,
      decide: deed,
      withdraw: deed,
      sendAgain: deed,
      fillIn: deed,
    },
    caseworker: {
      ...quietCaseworker,
      services: () => [type],
      decide: deed,
      refer: deed,
      referAgain: deed,
      revoke: deed,
      setConsent: deed,
    },
  })
  const undertakings = { begin: nothing, of: () => [] }
  const app = consoleApp(hostWith({ sandbox, undertakings }, 'administrator'))
  const press = async (path: string, once: string): Promise<string | null> => {
    const answer = await app.request(path, {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({ seal, once: once.repeat(43), ...deedForms[path] }),
    })
    return answer.headers.get('location')
  }
  return { app, press, done: () => done }
}

const deeds = counting()
  .app.routes.filter(({ method, path }) => method === 'POST' && /^\/(start|desk)\//.test(path))
  .map(({ path }) => path)

test('there is something to press at the start and at both desks', () => {
  expect(new Set(deeds.map((path) => path.split('/').slice(1, -1).join('/')))).toEqual(
    new Set(['start', 'desk/progres', 'desk/primero']),
  )
})

test.each(deeds)(
  '%s: pressed twice it is done once, and leads to the same; another form does it again',
  async (path) => {
    const { press, done } = counting()
    const first = await press(path, 'a')
    expect(first).toMatch(/#done$/)
    const once = done()
    expect(once).toBeGreaterThan(0)
    expect(await press(path, 'a')).toBe(first)
    expect(done()).toBe(once)
    await press(path, 'b')
    expect(done()).toBe(2 * once)
  },
)
