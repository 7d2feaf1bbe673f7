import { flows } from '@ping-primero/core/domain/flow.ts'
import { hour, minute, type World } from '../world.ts'
import { refusalOf, until, watchRuns, windowOf } from './arm.ts'
import type { Deed } from './people.ts'

/** Strikes while a run is under way: at the nth request from now on that leaves or is answered. */
function inMidRun(world: World, nth: number, strike: () => void): void {
  let left = nth
  const before = world.network.onArrival
  let over = false
  world.network.onArrival = (passing, kind) => {
    before(passing, kind)
    if (over) return
    left -= 1
    if (left > 0) return
    over = true
    strike()
  }
  until(world, 3 * hour, () => {
    over = true
  })
}

const killed: Deed = (world, random) => {
  inMidRun(world, 1 + random.below(60), () => {
    if (world.machine === null) return
    world.fire('F48')
    world.say('F48 strikes: the process is killed')
    // Some moments later, so that it dies at any place of what it does with an answer.
    world.time.after(random.below(120), null, () => world.crash((1 + random.below(40)) * minute))
  })
  return 'F48 is to come: kill -9'
}

const killedTwice: Deed = (world, random) => {
  killed(world, random)
  inMidRun(world, 60 + random.below(60), () => {
    if (world.machine === null) return
    world.fire('F48')
    world.crash(minute)
  })
  return 'F48 is to come: kill -9 twice'
}

const toldToStop: Deed = (world, random) => {
  inMidRun(world, 1 + random.below(40), () => {
    const { machine } = world
    if (machine === null) return
    world.fire('F49')
    world.say('F49 strikes: SIGTERM')
    machine.stopping = true
    world.time.after((2 + random.below(20)) * minute, null, () => {
      if (world.machine === machine) world.crash(minute)
    })
  })
  return 'F49 is to come: SIGTERM in mid-run'
}

const stalls: Deed = (world, random) => {
  inMidRun(world, 1 + random.below(40), () => {
    const { machine } = world
    if (machine === null) return
    world.fire('F50')
    world.say('F50 strikes: the process stands still')
    machine.life.stalledUntil = world.time.now() + random.below(90) * 1000
  })
  return 'F50 is to come: the event loop stalls'
}

/** A holder that stands still loses its turn to another machine, and comes back. */
const staleHolder: Deed = (world, random) => {
  inMidRun(world, 1 + random.below(40), () => {
    const { machine } = world
    if (machine === null) return
    world.fire('F51')
    world.say('F51 strikes: the process stands still, and another machine goes on')
    machine.life.stalledUntil = world.time.now() + (20 + random.below(200)) * 1000
    void world.secondMachine(async (other) => {
      for (const flow of flows) await world.attempt(other, flow)
    })
  })
  return 'F51 is to come: a stale holder of the turn returns'
}

const clockJumps: Deed = (world, random) => {
  world.settings.clockSkewMs = random.chance(0.5) ? 24 * hour : -24 * hour
  const ms = windowOf(random)
  let fired = false
  until(world, ms, () => {
    world.settings.clockSkewMs = 0
  })
  inMidRun(world, 1, () => {
    if (fired || world.settings.clockSkewMs === 0) return
    fired = true
    world.fire('F54')
  })
  return `F54: the clock of the service jumps by ${world.settings.clockSkewMs / hour} hours`
}

const mappingChanges: Deed = (world, random) => {
  const { deployment } = world.sound
  const maps = new Map(deployment.valueMaps.maps)
  const name = random.pick(['service-types-in', 'service-types-out'] as const)
  const map = maps.get(name)
  if (map === undefined) return null
  let mended = false
  inMidRun(world, 1 + random.below(20), () => {
    if (mended) return
    maps.set(name, { ...map, rows: map.rows.slice(1) })
    world.settings.deployment = { ...deployment, valueMaps: { ...deployment.valueMaps, maps } }
    world.fire('F63')
    world.say(`F63 strikes: ${name} loses a row`)
  })
  until(world, windowOf(random) + hour, () => {
    mended = true
    world.settings.deployment = deployment
  })
  return 'F63 is to come: a mapping is changed in mid-run'
}

const badConfiguration: Deed = (world, random) => {
  const flow = random.pick(flows)
  const { settings } = world
  const problem = {
    file: 'mappings/1.1-case.csv',
    line: 3,
    key: 'transform',
    found: 'upper',
    expected: 'a transform',
    flows: [flow],
  }
  settings.problems = [...settings.problems, problem]
  const ms = windowOf(random)
  watchRuns(world, ms, 'F64', (tried) => refusalOf(tried) === 'configuration-invalid')
  until(world, ms, () => {
    settings.problems = settings.problems.filter((one) => one !== problem)
  })
  return `F64: a bad configuration is deployed for ${flow}`
}

const secretMissing: Deed = (world, random) => {
  const name = random.pick([
    'PING_PASSWORD',
    'PRIMERO_PASSWORD',
    'LEDGER_KEY',
    'PING_SUBSCRIPTION_KEY',
  ] as const)
  world.settings.env[name] = undefined
  const ms = windowOf(random)
  watchRuns(world, ms, 'F65', (tried) => refusalOf(tried)?.startsWith('secret-') === true)
  until(world, ms, () => {
    world.settings.env[name] = world.sound.env[name]
  })
  return `F65: the secret ${name} is missing`
}

/** What happens to the process of the service, and what it is given. */
export const processFaults: Readonly<Record<string, Deed>> = {
  F48: killed,
  'F48 twice': killedTwice,
  F49: toldToStop,
  F50: stalls,
  F51: staleHolder,
  F54: clockJumps,
  F63: mappingChanges,
  F64: badConfiguration,
  F65: secretMissing,
}
