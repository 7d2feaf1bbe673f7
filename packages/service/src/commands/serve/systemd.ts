import { execFile } from 'node:child_process'
import type { Environment } from '../../configuration/setting.ts'

/** What a service tells the manager that started it (sd_notify(3)). */
export type Notice = 'ready' | 'reloading' | 'stopping' | 'alive'

/** How a service speaks with systemd. */
export interface Systemd {
  /** Tells it, and comes back when it was told. `failed` where it could not be: the service goes on. */
  readonly tell: (notice: Notice) => Promise<'told' | 'failed'>
  /** How often it is to hear that the service is alive, ms: twice as often as it asks for; null where it asks for nothing. */
  readonly aliveEveryMs: number | null
}

const words: Readonly<Record<Notice, string>> = {
  ready: 'READY=1',
  reloading: 'RELOADING=1',
  stopping: 'STOPPING=1',
  alive: 'WATCHDOG=1',
}

/** It waits until systemd has taken the word; where nobody does, not for ever. */
const patienceMs = 5_000

/**
 * Speaks with the systemd that started this process; null where none did. Node has no sockets of this kind: its own
 * `systemd-notify` is asked, as the unit allows (`NotifyAccess=all`).
 */
export function systemdOf(env: Environment): Systemd | null {
  const socket = env['NOTIFY_SOCKET'] ?? ''
  if (socket === '') return null
  const asked = Number(env['WATCHDOG_USEC'])
  return {
    tell: (notice) =>
      new Promise((resolve) => {
        const options = { env: { PATH: env['PATH'], NOTIFY_SOCKET: socket }, timeout: patienceMs }
        execFile('systemd-notify', [words[notice]], options, (error) => {
          resolve(error === null ? 'told' : 'failed')
        })
      }),
    aliveEveryMs: Number.isFinite(asked) && asked > 0 ? asked / 2_000 : null,
  }
}
