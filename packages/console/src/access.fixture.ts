import { describe, expect, test } from 'vitest'
import { consoleApp } from './app.ts'
import { hostWith, seal } from './host.fixture.ts'
import type { ConsoleHost } from './host.ts'
import { everybody, type Role } from './roles.ts'

type Who = Role | 'nobody' | 'elsewhere'

const everyone: readonly Who[] = ['viewer', 'operator', 'administrator', 'auditor', 'nobody', 'elsewhere']

/** What an answer is: its status, and where it leads. */
type Expected = string

/** A route, and what each one is answered; `*` stands for everyone who is not named. */
export interface Row {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly says: Readonly<Partial<Record<Who | '*', Expected>>>
}

export const outside = { nobody: '303 /sign-in', elsewhere: '404' } as const

/** What is answered to those who may, and to nobody else; every role where none is named. */
export function only(answer: Expected, roles: readonly Role[] = everybody): Row['says'] {
  return {
    ...Object.fromEntries(everybody.map((role) => [role, roles.includes(role) ? answer : '403'])),
    ...outside,
  }
}

/** Routes with what each of them answers, and what is sent to them. */
export interface Access {
  readonly table: readonly Row[]
  /** What stands in the form of an act. */
  readonly forms: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What an address asks for. */
  readonly queries?: Readonly<Record<string, string>>
  /** What the pages are lent. */
  readonly lent?: Partial<ConsoleHost>
}

const values: Readonly<Record<string, string>> = {
  ':language': 'fr',
  ':value': 'unknown',
  ':provider': 'unhcr',
  ':deployment': 'gambella',
}

/** The routes of the pages over what they are lent. */
export function routesOf(lent: Partial<ConsoleHost> = {}): ReadonlySet<string> {
  const routes = consoleApp(hostWith(lent))
    .routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*' && !path.startsWith('/assets/'))
    .map(({ method, path }) => `${method} ${path}`)
  return new Set(routes)
}

/** Holds that each route answers as its row says, to whoever asks it in whatever way. */
export function describeAccess({ table, forms, queries = {}, lent = {} }: Access): void {
  function addressOf(path: string): string {
    return path.replaceAll(/:\w+/g, (name) => values[name] ?? name) + (queries[path] ?? '')
  }

  async function answered(who: Who, method: string, path: string, headers: Record<string, string>) {
    const host = hostWith(
      who === 'elsewhere' ? { ...lent, deployments: () => hostWith().deployments().slice(1) } : lent,
      who === 'nobody' ? null : who === 'elsewhere' ? 'operator' : who,
    )
    const body =
      method === 'POST' ? { body: new URLSearchParams({ seal, once: 'x'.repeat(43), ...forms[path] }) } : {}
    const answer = await consoleApp(host).request(addressOf(path), { method, headers, ...body })
    const to = answer.headers.get('location')
    return to === null ? String(answer.status) : `${answer.status} ${to}`
  }

  const ours = { origin: 'http://localhost' }

  describe.each(table)('$method $path', ({ method, path, says }) => {
    test.each(everyone)('is answered as it should be: %s', async (who) => {
      expect(await answered(who, method, path, ours)).toBe(says[who] ?? says['*'])
    })

    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
      (other) => !table.some((row) => row.path === path && row.method === other),
    )
    test.each(others)('takes no other way: %s', async (other) => {
      for (const who of everyone) expect(await answered(who, other, path, ours)).toBe('404')
    })
  })

  describe.each(table.filter(({ method }) => method === 'POST'))('POST $path', ({ path, says }) => {
    test.each([
      ['another site', { origin: 'https://elsewhere.example' }],
      ['the same machine, another port', { origin: 'http://localhost:8080' }],
      ['a page that hides itself', { origin: 'null' }],
      ['nowhere', {}],
      ['another site, by Referer alone', { referer: 'https://elsewhere.example/page' }],
    ])('does nothing for %s', async (_from, headers) => {
      for (const who of everyone) expect(await answered(who, 'POST', path, headers)).toBe('403')
    })

    test('is taken by Referer where a browser gives no Origin', async () => {
      const answer = await answered('administrator', 'POST', path, {
        referer: 'http://localhost/d/gambella/today',
      })
      expect(answer).toBe(says.administrator ?? says['*'])
    })
  })
}
