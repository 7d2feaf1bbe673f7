import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import { startCommand } from './cli.fixture.ts'
import { hasTerminal, screenOf, startAtTerminal } from './cli-terminal.fixture.ts'
import { credentials } from '../../../test/support/accounts.ts'
import { pointed } from '../../../test/support/pointed.ts'

let directory = ''
let systems: Systems

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-progress-'))
  systems = await startSystems({ seed: 1 })
  cpSync('deployments/sandbox', join(directory, 'sandbox'), { recursive: true })
  const path = join(directory, 'sandbox', 'deployment.yaml')
  const urls = { ping: systems.ping.url, primero: systems.primero.url }
  writeFileSync(path, pointed(readFileSync(path, 'utf8'), urls))
})
afterEach(async () => {
  await systems.stop()
  rmSync(directory, { recursive: true })
})

function slow(ms: number): void {
  systems.ping.knobs.latencyMs = ms
  systems.primero.knobs.latencyMs = ms
}

const where = () => ({ cwd: directory, env: credentials })
const atTerminal = (args: readonly string[], redirected = '') =>
  startAtTerminal({ ...where(), columns: 80, args: [...args, '--deployment', 'sandbox'], redirected })

// Without `script` of util-linux no terminal can be had here; the line itself has its own tests (progress/line.test.ts).
describe.skipIf(!hasTerminal)('at a terminal', () => {
  test('a run that takes long shows how far it is and for whom it waits, and nothing of it is left', async () => {
    seedReferrals(systems, { count: 5, seed: 1 })
    slow(1_500)
    const run = atTerminal(['run', '1.1'])
    await run.said('1.1 in sandbox: ')
    await run.said('1.1 in sandbox: 0 of 5 referrals, waiting for Primero')
    slow(0)
    const { code, output } = await run.ended
    expect(code).toBe(0)
    const screen = screenOf(output)
    expect(screen[0]).toContain('ledger-created')
    expect(screen.slice(1).join('\n')).toMatch(
      /^1\.1 referrals from proGres to Primero, sandbox: 5 found, 5 confirmed/,
    )
    expect(screen.join('\n')).not.toContain('in sandbox:')
  })

  test('what the log says meanwhile stands whole, each in its line', async () => {
    seedReferrals(systems, { count: 5, seed: 1 })
    slow(1_500)
    const run = atTerminal(['run', '1.1', '--verbose', '--log-format', 'json', '--json'], '>answer')
    await run.said('of 5 referrals, waiting for')
    slow(0)
    const { output } = await run.ended
    const lines = screenOf(output).filter((line) => line !== '')
    expect(lines.map((line) => typeof JSON.parse(line).event)).toEqual(lines.map(() => 'string'))
    expect(lines.length).toBeGreaterThan(20)
    expect(JSON.parse(readFileSync(join(directory, 'answer'), 'utf8'))).toMatchObject({ confirmed: 5 })
  })

  test('where standard error is no terminal nothing of it is written', async () => {
    slow(1_500)
    const run = atTerminal(['run', '1.1', '--wait', '0'], '2>errors')
    const { output } = await run.ended
    expect(output).toMatch(/^1\.1 referrals/)
    const written = output + readFileSync(join(directory, 'errors'), 'utf8')
    expect(written).not.toContain('in sandbox:')
    expect(written).not.toContain('\u001B')
  })

  test('one who waits for the turn of another flow is told so', async () => {
    seedReferrals(systems, { count: 5, seed: 1 })
    systems.ping.knobs.latencyMs = 8_000
    const other = startCommand({ ...where(), args: ['run', '1.1', '--deployment', 'sandbox'] })
    await other.said('run-started')
    const run = atTerminal(['run', '2.2'])
    await run.said('2.2 in sandbox: waiting until another flow of it has run')
    slow(0)
    expect((await other.ended).code).toBe(0)
    const { output } = await run.ended
    expect(screenOf(output)[0]).toMatch(/^2\.2 decisions from proGres to Primero/)
  })

  test('a check and a comparison show what they do; stopped by the keyboard they leave no line', async () => {
    slow(1_500)
    const check = atTerminal(['check'])
    await check.said(/check of sandbox: \d+ requests? so far, waiting for (PING|Primero)/)
    check.type('\u0003')
    const { code, output } = await check.ended
    expect(code).toBe(130)
    expect(screenOf(output).join('\n')).not.toContain('check of')

    slow(0)
    await startCommand({ ...where(), args: ['run', '1.1', '--deployment', 'sandbox'] }).ended
    slow(1_500)
    const reconcile = atTerminal(['reconcile'])
    await reconcile.said('reconcile of sandbox: ')
    slow(0)
    expect(screenOf((await reconcile.ended).output)[0]).toMatch(/^sandbox, .*no difference/)
  })
})
