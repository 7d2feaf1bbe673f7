import { expect, test } from 'vitest'
import { consoleApp } from '../../app.ts'
import { deploymentWith, hostWith, seal } from '../../host.fixture.ts'
import type { Role } from '../../roles.ts'

const deployments = [
  deploymentWith(),
  deploymentWith({ name: 'duhok', title: 'Iraq – Duhok', timezone: 'Asia/Baghdad' }),
  deploymentWith({ name: 'norte', title: 'Colombia – Norte', timezone: 'America/Bogota' }),
]

/** The console as somebody sees it who has a role in some deployments. */
function consoleWith(roles: Readonly<Record<string, Role>>) {
  const host = hostWith({ deployments: () => deployments })
  const viewer = { account: 'someone@agency.example', roleIn: (name: string) => roles[name] ?? null }
  const entered = { kind: 'entered', viewer, session: 'a session', seal } as const
  return consoleApp({ ...host, entry: { ...host.entry, visitOf: async () => entered } })
}

test('whoever has a role in several begins with all of these, and sees no other', async () => {
  const app = consoleWith({ gambella: 'viewer', duhok: 'operator' })
  expect((await app.request('/')).headers.get('location')).toBe('/countries')
  const page = await (await app.request('/countries')).text()
  expect(page).toContain('Two countries.')
  expect(page).toContain('href="/d/gambella/today"')
  expect(page).toContain('href="/d/duhok/today"')
  expect(page).not.toMatch(/norte|Colombia/i)
})

test('each is told in its own time', async () => {
  const page = await (await consoleWith({ gambella: 'viewer', norte: 'viewer' }).request('/countries')).text()
  expect(page).toContain('Addis Ababa 08:42')
  expect(page).toContain('Bogota 00:42')
})

test('their pages lead back to all; of one alone there is nothing to lead to', async () => {
  const several = consoleWith({ gambella: 'viewer', duhok: 'viewer' })
  const alone = consoleWith({ gambella: 'viewer' })
  const today = '/d/gambella/today'
  expect(await (await several.request(today)).text()).toContain('href="/countries"')
  expect(await (await alone.request(today)).text()).not.toContain('href="/countries"')
  expect((await alone.request('/')).headers.get('location')).toBe(today)
})

test('a language that is chosen there leads back there', async () => {
  const app = consoleWith({ gambella: 'viewer', duhok: 'viewer' })
  const answer = await app.request('/language/fr?to=/countries')
  expect(answer.headers.get('location')).toBe('/countries')
})
