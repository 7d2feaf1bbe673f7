#!/usr/bin/env node
// Runs the command line under a Node that knows TypeScript and SQLite: this one, or else the one that was installed
// with the project. Plain JavaScript, so that an older Node can read it.
import { spawn } from 'node:child_process'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const needed = 24
const relayMark = 'PING_PRIMERO_RELAYED'

function installedNode() {
  const require = createRequire(import.meta.url)
  return join(
    dirname(require.resolve('node/package.json')),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
}

/**
 * npm starts a command through a shell, and an order to stop ends npm and that shell alone: what it started hears of it here.
 */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    stop()
  }, 250)
  look.unref()
}

/** Goes on under another Node, passing signals there and the exit code back. */
function relay(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel tells the other process when this one dies, however it does.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [relayMark]: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('error', () => {
    process.stderr.write(`Node ${needed} is needed, and the one at ${node} does not start. Run npm ci.\n`)
    process.exitCode = 2
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code
    else {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    }
  })
}

async function goOn() {
  module.enableCompileCache()
  // What is loaded stays: let into a young generation that grows for it, it would cost tens of megabytes for good. One so
  // small is collected sooner by one thread than by several.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--no-parallel-scavenge')
  if (process.env[relayMark] === '1' && process.channel !== undefined) {
    delete process.env[relayMark]
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
    process.channel.unref()
  } else stopWithNpm(() => process.kill(process.pid, 'SIGTERM'))
  const { runCommandLine } = await import('../src/cli.ts')
  await runCommandLine(process.argv.slice(2))
}

if (Number(process.versions.node.split('.')[0]) >= needed) await goOn()
else relay(installedNode())
