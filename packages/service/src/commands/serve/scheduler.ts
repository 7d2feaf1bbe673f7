import { Cron } from 'croner'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'

/** A deployment as its schedules see it. */
export interface Scheduled {
  readonly name: string
  readonly timezone: string
  readonly flows: Readonly<Record<Flow, { readonly enabled: boolean; readonly schedule: string }>>
}

/** What a scheduler asks of its surroundings. */
export interface SchedulerHost {
  /** Runs a flow; must not throw. */
  readonly run: (deployment: string, flow: Flow) => Promise<void>
  /** Flows whose waiting items have come due. */
  readonly dueFlows: (deployment: string) => Promise<readonly Flow[]>
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
}

/** A running scheduler. */
export interface Scheduler {
  /** Runs flows whose waiting items have come due; to be called every now and then. */
  readonly tick: () => Promise<void>
  /** Runs under way. */
  readonly running: () => number
  /** Goes by other deployments and schedules from now on; what is under way goes on. Throws as the start does. */
  readonly reschedule: (deployments: readonly Scheduled[]) => void
  /** Begins nothing more; resolves when the runs under way have ended. */
  readonly stop: () => Promise<void>
}

/** A flow does not begin again by itself sooner than this after it last began. */
const pauseBetweenRunsMs = 60_000

/**
 * Runs flows when their schedules say so, in the deployment's time zone, and earlier when waiting items come due. One
 * that is under way is not begun again. Throws RangeError or TypeError for a schedule or zone that cannot be read.
 */
export function startScheduler(deployments: readonly Scheduled[], host: SchedulerHost): Scheduler {
  const began = new Map<string, number>()
  const underWay = new Map<string, Promise<void>>()
  let stopping = false

  async function begin(deployment: string, flow: Flow): Promise<void> {
    const name = `${deployment} ${flow}`
    if (stopping || underWay.has(name)) return
    began.set(name, host.now())
    const run = host.run(deployment, flow)
    underWay.set(name, run)
    await run
    underWay.delete(name)
  }

  let scheduled = deployments
  let clocks = clocksOf(deployments)

  /** One clock for all flows that share a schedule and a zone: hundreds of deployments mostly do. */
  function clocksOf(of: readonly Scheduled[]): readonly Cron[] {
    const named = of.flatMap(({ name, timezone, flows: settings }) =>
      flows
        .filter((flow) => settings[flow].enabled)
        .map((flow) => ({ name, flow, timezone, schedule: settings[flow].schedule })),
    )
    const alike = Map.groupBy(named, ({ schedule, timezone }) => `${timezone} ${schedule}`)
    return [...alike.values()].flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      const { schedule, timezone } = first
      const all = (): void => group.forEach(({ name, flow }) => void begin(name, flow))
      return [new Cron(schedule, { timezone }, all)]
    })
  }

  function stopClocks(): void {
    for (const clock of clocks) clock.stop()
  }

  return {
    tick: async () => {
      for (const { name, flows: settings } of scheduled) {
        if (stopping) return
        for (const flow of await host.dueFlows(name)) {
          const last = began.get(`${name} ${flow}`) ?? Number.NEGATIVE_INFINITY
          if (!settings[flow].enabled || host.now() - last < pauseBetweenRunsMs) continue
          void begin(name, flow)
        }
      }
    },
    running: () => underWay.size,
    reschedule: (others) => {
      if (stopping) return
      const next = clocksOf(others)
      stopClocks()
      clocks = next
      scheduled = others
    },
    stop: async () => {
      stopping = true
      stopClocks()
      await Promise.all(underWay.values())
    },
  }
}
