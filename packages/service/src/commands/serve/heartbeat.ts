import type { ServiceLog } from '../../log/log.ts'
import { refusalOf } from '../../refusals/refusal.ts'
import type { healthFile } from './health-file.ts'
import type { Scheduler } from './scheduler.ts'
import type { Systemd } from './systemd.ts'

const tickMs = 15_000
const aliveMs = 300_000
/** A look into the ledger that takes longer than this has come to a stop. */
const stuckMs = 120_000

/** What beats, and who hears it. */
export interface HeartbeatParts {
  readonly scheduler: Scheduler
  readonly deployments: () => readonly string[]
  readonly log: ServiceLog
  readonly systemd: Systemd | null
  readonly health: ReturnType<typeof healthFile> | null
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
}

/**
 * Looks every 15 s for items that have come due, and says that the service is alive: every five minutes in the log, after
 * each look that succeeded in the health file, and to systemd as often as it asks for it unless a look has come to a stop.
 * To be called to end it.
 */
export function startHeartbeat(parts: HeartbeatParts): () => void {
  const { scheduler, log, systemd, health, now } = parts
  let lookedAt = now()
  const wellNow = (): void => {
    const at = new Date(now()).toISOString()
    health?.write({ at, pid: process.pid, deployments: parts.deployments(), running: scheduler.running() })
  }
  const tick = async (): Promise<void> => {
    try {
      await scheduler.tick()
      wellNow()
    } catch (error) {
      const { code, message } = refusalOf(error)
      log({ event: 'tick-failed', code, message })
    }
    lookedAt = now()
  }
  const tellSystemd = (): void => {
    if (now() - lookedAt < stuckMs) void systemd?.tell('alive')
  }
  const tellLog = (): void =>
    log({ event: 'alive', uptimeSeconds: Math.round(process.uptime()), running: scheduler.running() })
  const every = systemd?.aliveEveryMs ?? null
  const timers = [
    setInterval(() => void tick(), tickMs),
    setInterval(tellLog, aliveMs),
    ...(every === null ? [] : [setInterval(tellSystemd, every)]),
  ]
  void tick()
  return () => {
    for (const timer of timers) clearInterval(timer)
    health?.remove()
  }
}
