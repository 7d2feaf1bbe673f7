import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '../../../../sandbox/src/index.ts'
import type { Systems } from '../../../../sandbox/src/index.ts'
import { startCommand } from '../../cli.fixture.ts'
import { credentials } from '../../../../../test/support/accounts.ts'
import { pointed } from '../../../../../test/support/pointed.ts'

let directory = ''
let systems: Systems

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-reconcile-'))
  systems = await startSystems({ seed: 1 })
  cpSync('deployments/sandbox', join(directory, 'sandbox'), { recursive: true })
  const path = join(directory, 'sandbox', 'deployment.yaml')
  const urls = { ping: systems.ping.url, primero: systems.primero.url }
  const text = pointed(readFileSync(path, 'utf8'), urls)
  writeFileSync(path, text.replaceAll('requestsPerSecond: 20', 'requestsPerSecond: 0'))
})
afterEach(async () => {
  await systems.stop()
  rmSync(directory, { recursive: true })
})

async function answer(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await startCommand({
    args: [...args, '--deployment', 'sandbox'],
    cwd: directory,
    env: {
      ...credentials,
      ...env,
    },
  }).ended
  return { code, stdout, stderr }
}

test('the command answers 0 while all agrees, 3 with a difference, 4 when a system cannot be read', async () => {
  const { interventions } = seedReferrals(systems, { count: 3, seed: 1 })
  expect((await answer(['run', 'all'])).code).toBe(0)
  const agreed = await answer(['reconcile', '--json'])
  expect({ code: agreed.code, ...JSON.parse(agreed.stdout) }).toMatchObject({
    code: 0,
    deployment: 'sandbox',
    complete: true,
    differences: [],
    compared: { '1.1': { compared: 3 } },
  })
  const [first] = interventions
  if (first === undefined) throw new Error('nothing was seeded')
  systems.ping.act.correct(first.guid, { transferStatus: 125080001 })
  const differs = await answer(['reconcile', '--flow', '1.1'])
  expect(differs.code).toBe(3)
  expect(differs.stdout).toContain(`intervention number ${first.number}`)
  expect(differs.stdout).toContain('(arrival-not-shown)')
  systems.primero.faults.add({ fault: { kind: 'status', status: 500 } })
  const unread = await answer(['reconcile', '--json'])
  expect({ code: unread.code, ...JSON.parse(unread.stdout) }).toMatchObject({ code: 4, complete: false })
})

test('what is not understood, or not configured, is refused with exit code 2', async () => {
  const cases = [
    [['--from', 'yesterday'], 'arguments-invalid'],
    [['--from', '2026-03-02', '--to', '2026-03-01'], 'arguments-invalid'],
    [['--flow', '3.1'], 'flow-unknown'],
  ] as const
  for (const [args, refused] of cases) {
    const { code, stdout } = await answer(['reconcile', ...args, '--json'])
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, refused])
  }
  const { code, stdout } = await answer(['reconcile', '--json'], { PING_PASSWORD: '' })
  expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'secret-missing'])
  const without = await answer(['reconcile', '--json'])
  expect([without.code, JSON.parse(without.stdout).error.code]).toEqual([2, 'ledger-missing'])
  await answer(['run', 'all'])
  const wrong = await answer(['reconcile', '--json'], { PING_PASSWORD: 'another' })
  expect([wrong.code, JSON.parse(wrong.stdout).unread[0].code]).toEqual([2, 'ping-credentials-refused'])
})
