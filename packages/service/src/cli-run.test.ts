import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { startCommand } from './cli.fixture.ts'
import { credentials } from '../../../test/support/accounts.ts'
import { pointed } from '../../../test/support/pointed.ts'

let directory = ''
let systems: Systems

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-run-'))
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

function start(...args: readonly string[]) {
  return startCommand({
    args: [...args, '--deployment', 'sandbox', '--json'],
    cwd: directory,
    env: {
      ...credentials,
    },
  })
}

async function reportOf(
  started: ReturnType<typeof start>,
): Promise<{ code: number | null; report: RunReport }> {
  const { code, stdout } = await started.ended
  const report: RunReport = JSON.parse(stdout)
  return { code, report }
}

test('a run settles what the source shows and leaves its counts in the ledger', async () => {
  seedReferrals(systems, { count: 5, seed: 1 })
  const { code, report } = await reportOf(start('run', '1.1'))
  expect({ code, ...report }).toMatchObject({
    code: 0,
    deployment: 'sandbox',
    flow: '1.1',
    found: 5,
    confirmed: 5,
  })
  const status = JSON.parse((await start('status').ended).stdout)
  expect(status.deployments[0].flows[0]).toMatchObject({
    flow: '1.1',
    lastRun: report.finishedAt,
    counts: { confirmed: 5, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
  })
})

test('a run that was killed outright is taken up by the next at once, and no child gets two cases', async () => {
  seedReferrals(systems, { count: 40, seed: 1 })
  const killed = start('run', '1.1', '--verbose')
  await killed.said('create-case')
  killed.kill('SIGKILL')
  expect((await killed.ended).signal).toBe('SIGKILL')
  const began = Date.now()
  const { code, report } = await reportOf(start('run', '1.1'))
  expect(Date.now() - began).toBeLessThan(10_000)
  expect({ code, ...report }).toMatchObject({ code: 0, found: 40, confirmed: 40 })
  const numbers = [...systems.primero.store.cases()].map(({ data }) => data['unhcr_individual_no'])
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('two runs of one flow at once: one runs, the other finds it under way', async () => {
  seedReferrals(systems, { count: 5, seed: 1 })
  systems.ping.knobs.latencyMs = 5_000
  const first = start('run', '1.1')
  await first.said('run-started')
  const second = await reportOf(start('run', '1.1'))
  systems.ping.knobs.latencyMs = 0
  expect(second).toMatchObject({ code: 0, report: { skipped: 'under-way', found: 0 } })
  expect((await reportOf(first)).report).toMatchObject({ found: 5, confirmed: 5 })
})

test('what is asked to be tried now is run at once, and the answer tells what came of it', async () => {
  seedReferrals(systems, { count: 2, seed: 1 })
  const [intervention] = systems.ping.store.interventions.values()
  if (intervention === undefined) throw new Error('There is no referral.')
  const type = intervention.type
  const { number } = systems.ping.act.correct(intervention.guid, { type: 'Agreed on by nobody' })
  expect(await reportOf(start('run', '1.1'))).toMatchObject({
    code: 3,
    report: { confirmed: 1, attention: 1 },
  })

  const { code, stdout } = await start('retry', number, '--now').ended
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    madeDue: 1,
    items: [number],
    runs: [{ flow: '1.1', found: 1, attention: 1, reasons: [{ code: 'service-type-unmapped' }] }],
  })
  systems.ping.act.correct(intervention.guid, { type })
  const mended = await start('retry', '--all', '--now').ended
  expect(mended.code).toBe(0)
  expect(JSON.parse(mended.stdout)).toMatchObject({ madeDue: 1, runs: [{ flow: '1.1', confirmed: 1 }] })
  const none = await start('retry', '--all', '--now').ended
  expect(JSON.parse(none.stdout)).toMatchObject({ madeDue: 0, runs: [] })
})
