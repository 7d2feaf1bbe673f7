import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readDeployment } from '../configuration/read-deployment.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import type { ServiceEvent } from '../log/service-event.ts'
import type { UndertakingsHost } from './flow-undertakings.ts'
import { systemChecks } from './system-checks.ts'

const act = { by: 'admin-1@partner.example', at: '2026-11-26T05:42:00.000Z' }
const clock = {
  now: Date.now,
  sleep: async () => {
    await setImmediate()
  },
}

let world: StoryWorld

beforeEach(async () => {
  const ports = { primero: 0, ping: 0 }
  world = await openStoryWorld({ ports, seed: 3, primeroVersion: '2.15', clock, latencyMs: 0 })
})
afterEach(async () => {
  await world.close()
})

function checks(
  env: Readonly<Record<string, string>> = sandboxEnvironment,
  more: Partial<UndertakingsHost> = {},
) {
  return systemChecks({
    configured: () => {
      const read = readDeployment(world.deployment, env)
      return read.ok ? { ok: true, value: { read: read.value, env } } : read
    },
    store: world.store,
    clock,
    log: () => () => {},
    ...more,
  })
}

async function endOf({ of }: ReturnType<typeof checks>) {
  while (of('sandbox')?.end == null) await setImmediate()
  return of('sandbox')?.end
}

test('both systems are asked as the command asks them, and nothing is kept in the ledger', async () => {
  const asked = checks()
  expect(asked.of('sandbox')).toBe(null)
  asked.begin('sandbox', act)
  expect(asked.of('sandbox')).toMatchObject({ act, end: null })
  const end = await endOf(asked)
  expect(end).toMatchObject({ kind: 'done', report: { deployment: 'sandbox', unreachable: false } })
  expect(
    end?.kind === 'done' ? end.report.findings.filter(({ severity }) => severity === 'stops') : null,
  ).toEqual([])
  expect(await world.store.operators.recorded()).toEqual([])
})

test('while one goes on, no other begins', async () => {
  const asked = checks()
  asked.begin('sandbox', act)
  asked.begin('sandbox', { ...act, by: 'another@partner.example' })
  await endOf(asked)
  expect(asked.of('sandbox')?.act).toEqual(act)
})

test.each([
  ['a password that is not set', { ...sandboxEnvironment, PING_PASSWORD: '' }, {}],
  [
    'what nobody foresaw',
    sandboxEnvironment,
    {
      configured: () => {
        throw new Error('Amina Example')
      },
    },
  ],
] as const)(
  'where %s keeps it from asking, whose move it is is told, and no word of why',
  async (_what, env, more) => {
    const logged: ServiceEvent[] = []
    const asked = checks(env, { ...more, log: () => (event) => void logged.push(event) })
    asked.begin('sandbox', act)
    const end = await endOf(asked)
    expect(logged).toMatchObject([{ event: 'act-refused', act: 'check' }])
    expect(JSON.stringify(logged)).not.toContain('Amina')
    expect(end).toEqual({
      kind: 'refused',
      at: expect.any(String),
      owner: expect.stringMatching(/^(?:administrator|developer)$/),
    })
  },
)
