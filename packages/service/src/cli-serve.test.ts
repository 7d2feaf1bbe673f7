import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireHealth } from './answers.fixture.ts'
import { olderNode, startCommand } from './cli.fixture.ts'

let directory = ''
const sandbox = resolve('deployments/sandbox')

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-cli-serve-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** The service in an empty directory, on a ledger of its own. */
function serve(deployments: string, nodeArgs: readonly string[] = [], more: readonly string[] = []) {
  const env = { LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}` }
  const args = ['serve', '--deployments', deployments, ...more]
  return startCommand({ args, cwd: directory, env, nodeArgs })
}

/** A directory of deployments: one whose flows are never due, and one that cannot be read. */
function quietDeployments(): string {
  const deployments = join(directory, 'deployments')
  if (existsSync(deployments)) return deployments
  for (const name of ['quiet', 'broken']) cpSync(sandbox, join(deployments, name), { recursive: true })
  const quiet = join(deployments, 'quiet', 'deployment.yaml')
  const text = readFileSync(quiet, 'utf8')
  writeFileSync(quiet, text.replaceAll(/schedule: '[^']*'/g, "schedule: '0 0 1 1 *'"))
  writeFileSync(join(deployments, 'broken', 'deployment.yaml'), 'name: broken\n')
  return deployments
}

test('serve goes on beside a deployment that cannot be read, and ends when told to', async () => {
  for (const nodeArgs of [[], ['--import', olderNode]]) {
    const serving = serve(quietDeployments(), nodeArgs)
    await serving.said('"event":"serving"')
    serving.kill('SIGTERM')
    const { code, signal, stderr } = await serving.ended
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(stderr).toContain('"event":"deployment-refused"')
    expect(stderr).toContain('"event":"stopping"')
  }
})

test('nothing goes on when the older Node is killed outright', async () => {
  const serving = serve(quietDeployments(), ['--import', olderNode])
  await serving.said('"event":"serving"')
  serving.kill('SIGKILL')
  // The pipes close only when the last process that holds them has ended.
  expect(await serving.ended).toMatchObject({ signal: 'SIGKILL' })
})

test('F94 serve says of a flow that is on and never comes that it never runs by itself, and refuses what it cannot read', async () => {
  const deployments = join(directory, 'never')
  for (const [name, schedule] of [
    ['never', '0 0 31 2 *'],
    ['unreadable', '0 25 * * *'],
  ] as const) {
    cpSync(sandbox, join(deployments, name), { recursive: true })
    const yaml = join(deployments, name, 'deployment.yaml')
    const text = readFileSync(yaml, 'utf8').replace(/schedule: '[^']*'/, `schedule: '${schedule}'`)
    writeFileSync(
      yaml,
      text.replace('name: sandbox', `name: ${name}`).replaceAll(/'\d+ \* \* \* \*'/g, "'0 0 1 1 *'"),
    )
  }
  const serving = serve(deployments)
  await serving.said('"event":"serving"')
  serving.kill('SIGTERM')
  const { stderr } = await serving.ended
  expect(stderr).toMatch(/"event":"schedule-never"[^\n]*"flow":"1\.1"/)
  expect(stderr.match(/"event":"schedule-never"/g)).toHaveLength(1)
  expect(stderr).toMatch(/"event":"deployment-refused"[^\n]*unreadable: the schedule of 1\.1 cannot be read/)
})

test('serve reads the deployments anew on SIGHUP, goes on as before where they are refused, and its health file goes with it', async () => {
  const deployments = join(directory, 'reloaded')
  const add = (folder: string, name: string): void => {
    cpSync(sandbox, join(deployments, folder), { recursive: true })
    const yaml = join(deployments, folder, 'deployment.yaml')
    const text = readFileSync(yaml, 'utf8').replace('name: sandbox', `name: ${name}`)
    writeFileSync(yaml, text.replaceAll(/schedule: '[^']*'/g, "schedule: '0 0 1 1 *'"))
  }
  add('north', 'north')
  const health = join(directory, 'health.json')
  for (const nodeArgs of [[], ['--import', olderNode]]) {
    rmSync(join(deployments, 'south'), { recursive: true, force: true })
    rmSync(join(deployments, 'twin'), { recursive: true, force: true })
    const serving = serve(deployments, nodeArgs, ['--health-file', health, '--json'])
    await serving.said('"event":"serving"')
    add('south', 'south')
    serving.kill('SIGHUP')
    await serving.said('"event":"reloaded","deployments":["north","south"]')
    add('twin', 'south')
    serving.kill('SIGHUP')
    await serving.said('"event":"reload-refused","code":"configuration-invalid"')
    const text = readFileSync(health, 'utf8')
    requireHealth(text)
    expect(JSON.parse(text)).toMatchObject({ running: 0 })
    serving.kill('SIGTERM')
    const { code, stdout } = await serving.ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ deployments: ['north', 'south'] })
    expect(existsSync(health)).toBe(false)
  }
})

test('a health file that cannot be written is refused at the start, with its path and why', async () => {
  const nowhere = join(directory, 'nowhere', 'health.json')
  const { code, stderr } = await serve(quietDeployments(), [], ['--health-file', nowhere]).ended
  expect(code).toBe(2)
  expect(stderr).toContain(
    `What was asked for cannot be written there. --health-file ${nowhere}: ENOENT. (place-unwritable)`,
  )
})

test('what npm started through a shell ends cleanly with both, under an older Node as well', async () => {
  const bin = resolve('packages/service/bin/ping-primero.js')
  for (const nodeArgs of ['', `--import '${olderNode}'`]) {
    const script = `'${process.execPath}' ${nodeArgs} '${bin}' serve --deployments '${quietDeployments()}'; true`
    const shell = spawn('sh', ['-c', script], {
      env: {
        PATH: process.env['PATH'],
        LEDGER_URL: `sqlite:${join(directory, 'npm.db')}`,
        npm_lifecycle_event: 'start',
      },
    })
    let text = ''
    const serving = Promise.withResolvers<undefined>()
    shell.stderr.on('data', (data: Buffer) => {
      text += data.toString()
      if (text.includes('"event":"serving"')) serving.resolve(undefined)
    })
    // The pipes close only when the last process that holds them has ended.
    const ended = new Promise((done) => shell.once('close', done))
    await serving.promise
    shell.kill('SIGTERM')
    await ended
    expect(text).toContain('"event":"stopping"')
  }
})
