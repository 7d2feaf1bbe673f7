import { copyFileSync, existsSync, mkdtempSync, readFileSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDecisions, seedOutgoing, seedReferrals } from '@ping-primero/sandbox'
import { flows, runFlow, type Flow, type LedgerItem, type RunReport } from '@ping-primero/core'
import { backUpLedger } from '../../packages/service/src/ledger/backup.ts'
import { restoreLedger, type Restored } from '../../packages/service/src/ledger/restore.ts'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import type { World } from '../support/world.ts'

/** Work for all four flows, and what must have come of it in the end. */
export interface Deeds {
  /** Child and intervention of every referral of 1.1. */
  readonly referred: readonly { readonly number: string; readonly guid: string }[]
  /** Service rows that were referred to UNHCR. */
  readonly outgoing: readonly string[]
  /** Interventions that a caseworker decided, with the transfer status that says so. */
  readonly decided: readonly { readonly guid: string; readonly status: number }[]
}

/** Caseworkers refer services to UNHCR; other places are other children. */
export function referOut(world: World, count: number, from: number): readonly string[] {
  return seedOutgoing(world.primero, { count, seed: 3, from }).map(({ rowId }) => rowId)
}

/** People on both sides do what the flows carry over; other places are other children. */
export function peopleAct(world: World, from: number, outgoing = 6): Deeds {
  const { children, interventions } = seedReferrals(world, { count: 4, seed: 3, from, knownShare: 0.5 })
  const decided = seedDecisions(world, { count: 3, seed: 3, from: from + 100, rejectShare: 0.5 })
  return {
    referred: interventions.map(({ guid }, place) => ({ guid, number: children[place]?.number ?? '' })),
    outgoing: outgoing === 0 ? [] : referOut(world, outgoing, from + 300),
    decided: decided.map(({ intervention, status }) => ({
      guid: intervention.guid,
      status: status === 'accepted' ? 125080003 : 125080004,
    })),
  }
}

/** UNHCR accepts what proGres has of these services. */
export function unhcrAccepts(world: World, rowIds: readonly string[]): void {
  for (const rowId of rowIds) {
    for (const { guid } of world.ping.store.referralsOfService(rowId)) {
      world.ping.act.decide(guid, { decision: 'accepted' })
    }
  }
}

/** How Primero has the referral of each service, and proGres its synchronisation. */
export function decisionsOf(world: World, rowIds: readonly string[]): readonly unknown[] {
  const referrals = [...world.primero.store.cases()].flatMap(({ id }) => world.primero.store.referralsOf(id))
  return rowIds.map((rowId) => [
    ...referrals.filter((one) => one.serviceRecordId === rowId).map(({ status }) => status),
    ...world.ping.store.referralsOfService(rowId).map(({ status }) => status),
  ])
}

/** What `decisionsOf` shows of a decision that came through: accepted, and marked as synchronised. */
export const accepted = ['accepted', 125080003] as const

/** Runs a flow on another ledger than the world's own, in its turn, as the service does. */
export async function runOn(world: World, store: LedgerStore, flow: Flow): Promise<RunReport> {
  const { clock } = world.host
  const turn = await store.turn(world.deployment.name, flow, { waitMs: 60_000, ...clock })
  if (turn.kind !== 'taken') throw new Error(`The turn was not to be had: ${turn.kind}.`)
  const halted = () => (turn.failure() === null ? null : ('ledger-failed' as const))
  try {
    return await runFlow(
      { deployment: world.deployment, flow, dryRun: false, since: null, only: null },
      { ...world.host, ledger: turn.ledger, halted },
    )
  } finally {
    await turn.release()
  }
}

/** Runs all flows in their order. */
export async function runAllOn(world: World, store: LedgerStore): Promise<void> {
  for (const flow of flows) await runOn(world, store, flow)
}

/** Where copies lie that nobody needs after a crash: a disk in memory where there is one. */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export const databaseOf = (directory: string): string => join(directory, 'ledger.db')

/** Copies a ledger's files as they lie on the disk now, as a crash of the machine would leave them. */
export function copyFiles(
  from: string,
  parent: string,
  wanted: readonly string[] = ['', '-wal', '.sends'],
): string {
  const to = mkdtempSync(join(parent, 'copy-'))
  for (const end of wanted) {
    if (existsSync(`${databaseOf(from)}${end}`))
      copyFileSync(`${databaseOf(from)}${end}`, `${databaseOf(to)}${end}`)
  }
  return to
}

/** Cuts the write-ahead log of a copy. */
export function cutLog(directory: string, bytes: number): void {
  truncateSync(`${databaseOf(directory)}-wal`, bytes)
}

/** Opens a copy after the crash: whoever held a turn in it is dead. */
export function openCopy(directory: string): Promise<LedgerStore> {
  return openLedger(`sqlite:${databaseOf(directory)}`, { ...ownSurroundings, lifeOf: () => 'dead' })
}

/** The keys in a journal of sends, in its order, without its head. */
export function journalled(directory: string): readonly string[] {
  return readFileSync(`${databaseOf(directory)}.sends`, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line).key)
}

/** All items of flow 2.1 that need something. */
export async function unsettled(world: World, store: LedgerStore): Promise<readonly LedgerItem[]> {
  return store.forDeployment(world.deployment.name).unsettled('2.1', null, 1_000)
}

/** A person asks UNHCR and lets go what is not in proGres; answers how many. */
export async function letGoWhatIsAbsent(world: World, store: LedgerStore): Promise<number> {
  world.advance(1_000)
  const held = (await unsettled(world, store)).filter(({ reason }) => reason === 'outcome-unknown')
  const absent = held.filter(
    ({ numbers }) => world.ping.store.referralsOfService(numbers.serviceUniqueId ?? '').length === 0,
  )
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  const released = await store.operators.release(world.deployment.name, absent, act)
  world.advance(1_000)
  return released.length
}

/** How often everything is in the system it was to go to; made from the simulators' own stores. */
export function balance(world: World, deeds: Deeds): unknown {
  const cases = [...world.primero.store.cases()].map(({ data }) => data)
  const rows = cases.flatMap((data) => {
    const services = data['services_section'] ?? []
    return Array.isArray(services) ? services : []
  })
  const withAddress = (guid: string): number =>
    rows.filter((row) => String(row['progres_interventionnumber']).split(',')[1] === guid).length
  const casesOf = (number: string): number =>
    cases.filter((data) => data['unhcr_individual_no'] === number).length
  return {
    referred: deeds.referred.map(({ number, guid }) => [casesOf(number), withAddress(guid)]),
    outgoing: deeds.outgoing.map((rowId) => world.ping.store.referralsOfService(rowId).length),
    decided: deeds.decided.map(({ guid }) => {
      const shown = world.ping.store.interventions.get(guid)
      return [shown?.transferStatus, shown?.comments.length]
    }),
  }
}

/** What `balance` must show: everything is there once. */
export function everythingOnce(deeds: Deeds): unknown {
  return {
    referred: deeds.referred.map(() => [1, 1]),
    outgoing: deeds.outgoing.map(() => 1),
    decided: deeds.decided.map(({ status }) => [status, 1]),
  }
}

/** A backup of the ledger as it is; gives its place. */
export function backUp(world: World, to = join(world.directory, 'backup.db')): string {
  backUpLedger(databaseOf(world.directory), to, ownSurroundings.newId)
  return to
}

/** Brings a backup back as the command does. */
export function restore(world: World, directory: string, from: string): Promise<Restored> {
  const act = { by: 'the administrator', at: new Date(world.now()).toISOString() }
  return restoreLedger(databaseOf(directory), from, act, ownSurroundings)
}
