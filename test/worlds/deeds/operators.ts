import { flows } from '@ping-primero/core/domain/flow.ts'
import type { SeededRandom } from '@ping-primero/sandbox'
import type { LedgerStore } from '../../../packages/service/src/ledger/store.ts'
import { claimsIfReadable, type Claim } from '../engine/ledger-file.ts'
import { minute, type World } from '../world.ts'
import { until, windowOf } from './arm.ts'
import { peopleDeeds, type Deed } from './people.ts'

const deployment = 'sandbox'

/** What the ledger says, as an operator sees it: nothing while its file cannot be read. */
function claimsNow({ ledgerPath }: World): readonly Claim[] {
  return claimsIfReadable(ledgerPath) ?? []
}

/** Acts on the ledger as a command does: in its own time, while the service goes on. */
function onLedger(
  world: World,
  act: (store: LedgerStore, by: { by: string; at: string }) => Promise<unknown>,
): boolean {
  const { machine } = world
  if (machine === null) return false
  // A ledger that cannot be written now refuses the operator too; they see it and try again another day.
  const note = (): void => void world.deeds.acts.push(world.time.now())
  note()
  act(machine.store, { by: 'operator', at: new Date(world.time.now()).toISOString() })
    .catch(() => null)
    .finally(note)
  return true
}

function pause(world: World, flow: (typeof flows)[number], ms: number): boolean {
  const entry = { flow, from: world.time.now(), until: null as number | null }
  const done = onLedger(world, async (store, act) => {
    await store.operators.pause(deployment, flow, 'review', act)
    world.pauses.push(entry)
  })
  if (!done) return false
  const resume = (): void => {
    for (const one of world.pauses) if (one.flow === flow) one.until ??= world.time.now()
    const resumed = onLedger(world, async (store, act) => store.operators.resume(deployment, flow, act))
    if (!resumed) until(world, 5 * minute, resume)
  }
  until(world, ms, resume)
  return true
}

const pausesForAWhile: Deed = (world, random) => {
  const flow = random.pick(flows)
  if (!pause(world, flow, windowOf(random))) return null
  world.fire('F61')
  return `F61: the operator pauses ${flow}`
}

const pausesInMidRun: Deed = (world, random) => {
  const flow = random.pick(flows)
  let left = random.below(12)
  const before = world.network.onArrival
  let done = false
  world.network.onArrival = (passing, kind) => {
    before(passing, kind)
    if (done || kind !== null) return
    const running = world.tried.at(-1)
    if (running?.flow !== flow || running.attempt !== null) return
    if (left > 0) {
      left -= 1
      return
    }
    if (!pause(world, flow, windowOf(random))) return
    done = true
    world.fire('F61')
    world.say(`F61 strikes: ${flow} is paused in mid-run`)
  }
  until(world, 4 * 60 * minute, () => {
    done = true
  })
  return `F61 is to come: ${flow} will be paused in mid-run`
}

const retriesTwice: Deed = (world) => {
  const all = { flow: null, reason: null }
  const done = onLedger(world, async (store, act) =>
    Promise.all([store.operators.retry(deployment, all, act), store.operators.retry(deployment, all, act)]),
  )
  const due = claimsNow(world).some(({ state }) => state === 'waiting' || state === 'attention')
  if (!done || !due) return null
  world.fire('F62')
  return 'F62: the operator presses retry twice'
}

/** People act in both systems, so that a run has something to do. */
function giveWork(world: World, random: SeededRandom): void {
  for (const name of [
    'unhcr-refers',
    'unhcr-refers',
    'caseworker-refers',
    'caseworkers-decide',
    'officer-decides',
  ])
    peopleDeeds[name]?.(world, random)
}

const runsTwice: Deed = (world, random) => {
  const { machine } = world
  if (machine === null) return null
  const flow = random.pick(flows)
  const other = random.pick(flows)
  giveWork(world, random)
  world.fire('F51')
  void world.attempt(machine, flow)
  void world.attempt(machine, flow)
  void world.attempt(machine, other)
  return `F51: ${flow} is started twice, and ${other} beside it`
}

const tries: Deed = (world, random) => {
  const { machine } = world
  if (machine === null) return null
  const flow = random.pick(flows)
  giveWork(world, random)
  void world.attempt(machine, flow, { dryRun: true })
  return `a dry run of ${flow}`
}

const handles: Deed = (world, random) => {
  const { machine } = world
  if (machine === null) return null
  const open = claimsNow(world).filter(({ state }) => state === 'attention')
  const found = open[random.below(Math.max(1, open.length))]
  if (found === undefined) return null
  world.deeds.handled.set(`${found.flow} ${found.key}`, world.time.now())
  onLedger(world, async (store, act) =>
    store.operators.handle(deployment, [{ flow: found.flow, key: found.key }], 'settled by telephone', act),
  )
  return `the operator settles ${found.flow} ${found.key} outside`
}

/** What the people who look after the exchange do. */
export const operatorDeeds: Readonly<Record<string, Deed>> = {
  'pauses-for-a-while': pausesForAWhile,
  'pauses-in-mid-run': pausesInMidRun,
  'retries-twice': retriesTwice,
  'runs-twice': runsTwice,
  'dry-run': tries,
  handles,
}
