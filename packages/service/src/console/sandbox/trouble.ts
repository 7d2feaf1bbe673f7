import type { FaultName, SystemTrouble, Trouble } from '@ping-primero/console/sandbox/trouble.ts'
import type { System } from '@ping-primero/core/domain/flow.ts'
import type { FaultRule } from '@ping-primero/sandbox'
import { sandboxEnvironment } from '../../story/sandbox-environment.ts'
import type { StoryWorld } from '../../story/world.ts'

/** Every answer of a slow system takes so much longer, ms. */
const slowMs = 2_000

/** So long the clock is moved on when trouble ends: longer than the longest pause before a system is asked again, ms. */
const movedOnMs = 31 * 60_000

const systems: readonly System[] = ['ping', 'primero']

/** What strikes which requests, and how often; a locked account is no fault of the line, and stays. */
const rules: Readonly<
  Record<Exclude<FaultName, 'locked'>, Readonly<Record<System, FaultRule & { times: number }>>>
> = {
  busy: {
    ping: { fault: { kind: 'status', status: 503 }, times: 5 },
    primero: { fault: { kind: 'status', status: 503 }, times: 5 },
  },
  'too-many': {
    ping: { fault: { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, times: 1 },
    primero: { fault: { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, times: 1 },
  },
  'answer-lost': {
    ping: { fault: { kind: 'reset-after' }, path: /\/api\/ingestion\//, times: 1 },
    primero: { fault: { kind: 'reset-after' }, method: 'PATCH', path: /\/cases\//, times: 1 },
  },
  'cut-off': {
    ping: { fault: { kind: 'truncate' }, path: /retrievedata/, times: 3 },
    primero: { fault: { kind: 'truncate' }, path: /\/cases/, times: 3 },
  },
}

interface Armed {
  readonly name: FaultName
  readonly struck: () => number
  readonly isOver: () => boolean
}

/** Makes trouble for the simulators by their own switches, and ends it. */
export function troubleOf({
  ping,
  primero,
  advance,
}: Pick<StoryWorld, 'ping' | 'primero' | 'advance'>): Trouble {
  const running = { ping, primero }
  const usualMs = { ping: ping.knobs.latencyMs, primero: primero.knobs.latencyMs }
  const armed: Record<System, readonly Armed[]> = { ping: [], primero: [] }
  const slow = new Set<System>()
  const quicken = (system: System): void => {
    slow.delete(system)
    running[system].knobs.latencyMs = usualMs[system]
  }
  const unlock = (system: System): void => {
    if (system === 'ping') ping.settings.account = 'active'
    else primero.act.unlockAccount(sandboxEnvironment.PRIMERO_USERNAME)
  }
  const lock = (system: System): void => {
    if (system === 'primero') primero.act.lockAccount(sandboxEnvironment.PRIMERO_USERNAME)
    else {
      ping.settings.account = 'locked'
      ping.act.endTokens()
    }
  }
  const standing = (system: System): readonly Armed[] => armed[system].filter(({ isOver }) => !isOver())
  return {
    now: () =>
      systems.map((system): SystemTrouble => ({
        system,
        isDown: running[system].knobs.power === 'down',
        isSlow: slow.has(system),
        faults: standing(system).map(({ name, struck }) => ({ name, struck: struck() })),
      })),
    turn: (system, act) => {
      const { knobs, faults } = running[system]
      if (act === 'down' || act === 'up') knobs.power = act
      if (act === 'slow') {
        slow.add(system)
        knobs.latencyMs = slowMs
      }
      if (act === 'quick') quicken(system)
      if (act === 'end') {
        knobs.power = 'up'
        quicken(system)
        faults.clear()
        unlock(system)
        armed[system] = []
      }
      if (act === 'up' || act === 'end') advance(movedOnMs)
    },
    break: (system, name) => {
      if (name === 'locked') {
        lock(system)
        armed[system] = [...standing(system), { name, struck: () => 0, isOver: () => false }]
        return
      }
      const rule = rules[name][system]
      const { fired } = running[system].faults.add(rule)
      armed[system] = [...standing(system), { name, struck: fired, isOver: () => fired() >= rule.times }]
    },
  }
}
