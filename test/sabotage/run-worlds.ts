import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Tree } from './tree.ts'

/** Worlds that were played in a tree, and in how many of them something was seen that must never be. */
export interface WorldsEnd {
  readonly worlds: number
  readonly failed: number
}

/** The worlds that must notice a sabotage: always the same. */
export const noticingWorlds = { count: 400, seed: 1 } as const
const timeoutMs = 600_000

/** Plays worlds in a tree; null where they came to no end. */
export async function runWorlds({ directory }: Tree): Promise<WorldsEnd | null> {
  const out = join(directory, 'worlds.json')
  const { count, seed } = noticingWorlds
  const args = ['test/worlds/worlds.ts', '--count', String(count), '--seed', String(seed), '--out', out]
  const child = spawn(process.execPath, args, { cwd: directory, stdio: 'ignore', timeout: timeoutMs })
  const ended = once(child, 'close')
  // Once the figures are there, what still goes on is the search for a smaller world that fails.
  while (child.exitCode === null && child.signalCode === null && !existsSync(out)) await setTimeout(200)
  await setTimeout(200)
  child.kill('SIGKILL')
  await ended
  return existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as WorldsEnd) : null
}
