import { hour, minute, type World } from '../world.ts'
import { account, changeAccount, until, watch, windowOf } from './arm.ts'
import type { Deed } from './people.ts'

/** Counts a refused sign-in of ours, and lets whoever mended the credential ask `check` about it, or wait. */
function refusedFor(world: World, ms: number, system: 'ping' | 'primero', status: number): void {
  watch(
    world,
    ms,
    'F85',
    (passing) => passing.system === system,
    (answer) => answer.status === status,
  )
}

/** What was wrong is put right; then a person asks `check` at once, or leaves it to the next runs. */
function mendedAfter(world: World, ms: number, asks: boolean, mend: () => void): void {
  until(world, ms, () => {
    mend()
    if (asks) void world.machine?.check()
  })
}

/** Primero's account as the service knows it; null while something else is wrong with it. */
function soundAccount({ primero, sound, settings }: World): ReturnType<World['primero']['store']['user']> {
  const user = primero.store.user(account)
  const { PRIMERO_PASSWORD: own } = sound.env
  if (user?.password !== own || user?.disabled === true) return undefined
  return settings.env['PRIMERO_PASSWORD'] === own ? user : undefined
}

/** Somebody else's old program locks the account: the right password is refused for half an hour. In the end it is found. */
const lockedByOthers: Deed = (world, random) => {
  if (soundAccount(world) === undefined) return null
  const ms = windowOf(random)
  refusedFor(world, ms, 'primero', 401)
  const again = (): void => {
    world.primero.act.lockAccount(account)
    world.say('F85: others lock the account of Primero')
  }
  again()
  let isFound = false
  until(world, 4 * hour, () => {
    isFound = true
    world.primero.act.unlockAccount(account)
  })
  for (let times = random.below(4); times > 0; times -= 1) {
    world.time.after(times * (20 + random.below(40)) * minute, null, () => {
      if (!isFound && soundAccount(world) !== undefined) again()
    })
  }
  return 'F85: the account of Primero is locked'
}

/** The account is disabled for a while: "Your account is not activated yet." */
const notActivated: Deed = (world, random) => {
  if (soundAccount(world) === undefined) return null
  const ms = windowOf(random)
  changeAccount(world, { disabled: true })
  refusedFor(world, ms, 'primero', 401)
  mendedAfter(world, ms, random.chance(0.5), () => {
    changeAccount(world, { disabled: false })
  })
  return 'F85: the account of Primero is not activated'
}

/** A wrong password is set in the service's environment, and corrected later: the right one is tried at once. */
const wronglySet: Deed = (world, random) => {
  const { env } = world.settings
  const [name, system, status] = random.chance(0.6)
    ? (['PRIMERO_PASSWORD', 'primero', 401] as const)
    : (['PING_PASSWORD', 'ping', 400] as const)
  if (env[name] !== world.sound.env[name] || soundAccount(world) === undefined) return null
  env[name] = `mistyped ${random.below(1000)}`
  const ms = windowOf(random)
  refusedFor(world, ms, system, status)
  mendedAfter(world, ms, random.chance(0.3), () => {
    env[name] = world.sound.env[name]
  })
  return `F85: ${name} is mistyped`
}

/** The sign-in service of PING refuses the account. */
const refusedByPing: Deed = (world, random) => {
  const { settings } = world.ping
  if (settings.account !== 'active' || settings.password !== world.soundPing.password) return null
  const what = random.pick(['locked', 'disabled', 'rotated'] as const)
  if (what === 'rotated') settings.password = `rotated ${random.below(1000)}`
  else settings.account = what
  const ms = windowOf(random)
  refusedFor(world, ms, 'ping', 400)
  mendedAfter(world, ms, random.chance(0.5), () => {
    settings.account = 'active'
    settings.password = world.soundPing.password
  })
  return `F85: the account of PING is ${what}`
}

/** Credentials that are refused, and accounts that lock themselves. */
export const credentialFaults: Readonly<Record<string, Deed>> = {
  'F85 locked': lockedByOthers,
  'F85 inactive': notActivated,
  'F85 mistyped': wronglySet,
  'F85 ping': refusedByPing,
}
