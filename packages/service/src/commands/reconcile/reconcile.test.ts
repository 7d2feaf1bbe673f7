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

test('one referral is shown as both systems have it, and its history keeps that somebody looked', async () => {
  const { interventions } = seedReferrals(systems, { count: 2, seed: 1 })
  expect((await answer(['run', 'all'])).code).toBe(0)
  const [first, other] = interventions
  if (first === undefined || other === undefined) throw new Error('nothing was seeded')
  const agreed = await answer(['reconcile', first.number, '--by', 'A. Operator'])
  expect(agreed).toMatchObject({ code: 0 })
  expect(agreed.stdout.trimEnd().split('\n')).toEqual([
    `${first.number} (referrals from proGres to Primero): no difference.`,
    '  Referral: proGres: shows that it arrived; the exchange: Confirmed; Primero: is there, once.',
    '  Decision: proGres: none yet; the exchange: none yet; Primero: none yet.',
  ])
  systems.ping.act.correct(first.guid, { transferStatus: 125080001 })
  const differs = await answer(['reconcile', first.number])
  expect(differs.code).toBe(3)
  expect(differs.stdout).toMatch(/: 1 difference\.[^]*\(arrival-not-shown\)\n {4}Whose move: .*Next: /)
  const json = await answer(['reconcile', other.number, '--json'])
  expect({ code: json.code, ...JSON.parse(json.stdout) }).toMatchObject({
    code: 0,
    number: other.number,
    looks: [{ numbers: { interventionNumber: other.number }, differences: [], unread: [] }],
  })
  const { stdout } = await answer(['explain', first.number])
  expect(stdout).toContain('A. Operator compared both systems.')
  systems.primero.faults.add({ fault: { kind: 'status', status: 500 } })
  const unread = await answer(['reconcile', other.number])
  expect(unread.code).toBe(4)
  expect(unread.stdout).toMatch(/: not all could be read\.[^]*Could not be read, so nothing was concluded/)
})

test('a number that nothing carries, and a period beside a number, are refused', async () => {
  seedReferrals(systems, { count: 1, seed: 1 })
  await answer(['run', 'all'])
  for (const [args, refused] of [
    [['reconcile', '803-26-PRTITV-9999999'], 'number-unknown'],
    [['reconcile', 'any', '--flow', '1.1'], 'arguments-invalid'],
    [['reconcile', 'any', '--by', '​'], 'arguments-invalid'],
  ] as const) {
    const { code, stdout } = await answer([...args, '--json'])
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, refused])
  }
})
