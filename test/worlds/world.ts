import type { DatabaseSync } from 'node:sqlite'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import {
  inventPeople,
  seededRandom,
  startPing,
  startPrimero,
  type Child,
  type Ping,
  type Primero,
  type SeededRandom,
} from '@ping-primero/sandbox'
import type { RunOrder } from '../../packages/service/src/commands/run/run-once.ts'
import type { ServiceEvent } from '../../packages/service/src/log/service-event.ts'
import { refusalOf } from '../../packages/service/src/refusals/refusal.ts'
import {
  copyLedger,
  roundOrder,
  startMachine,
  type Attempt,
  type Between,
  type Machine,
  type MachineSettings,
} from './engine/machine.ts'
import { keepChronicle, type Chronicle } from './engine/chronicle.ts'
import { claimsIfReadable, claimsOf, wordingOf, type Claim } from './engine/ledger-file.ts'
import type { Spoiled } from './oracle/seen.ts'
import { createNetwork, type Network } from './engine/network.ts'
import { soundSettings } from './engine/sound-settings.ts'
import { startTime, type Life, type Time } from './engine/time.ts'

export const minute = 60_000
export const hour = 60 * minute

/** A run that was tried, as an oracle sees it. Times are the world's, ms; `endedAt` is null where its process died. */
export interface Tried {
  /** 0, 1, 2 … in the order in which they were begun. */
  readonly number: number
  readonly flow: Flow
  readonly life: string
  readonly dryRun: boolean
  readonly startedAt: number
  /** When it was given its turn; null where it never was. */
  turnAt: number | null
  endedAt: number | null
  attempt: Attempt | null
  /** What the ledger said as it ended; null where that could not be read. */
  claims: readonly Claim[] | null
  /** The ledger's rows as a dry run found and left them; null in others. */
  readonly wording: { before: string | null; after: string | null } | null
}

/** A flow that was paused, ms; `until` is null while it is. */
export interface Paused {
  readonly flow: Flow
  readonly from: number
  until: number | null
}

/** What persons did that no system remembers in a form an oracle could read. */
export interface Deeds {
  /** Unique ids of service rows that persons removed. */
  readonly removedRows: Set<string>
  /** Items that the operator settled outside, and when, ms; and those released: `flow key`. */
  readonly handled: Map<string, number>
  readonly released: Set<string>
  /** When operators changed something in the ledger, and when its file was brought back or harmed, ms. */
  readonly acts: number[]
  readonly setBacks: number[]
  /** When the service found an empty ledger in place of its own, ms. */
  readonly begunAnew: number[]
  /** While the account might only read the form that says who a child is, ms. */
  readonly readOnlyForms: { readonly from: number; until: number | null }[]
  /** While a page of the ledger was bad, ms: what is read of it then may be anything. */
  readonly badPages: { readonly from: number; until: number | null }[]
  /** Files and secrets that were spoiled; `until` is null while they are. */
  readonly spoiled: (Omit<Spoiled, 'until'> & { until: number | null })[]
}

/** One world while it lasts: both systems with their people, the service, the network between them, and the story. */
export interface World {
  readonly time: Time
  readonly network: Network
  readonly ping: Ping
  readonly primero: Primero
  readonly chronicle: Chronicle
  readonly children: readonly Child[]
  readonly settings: MachineSettings
  /** The switches of PING without any fault, to return to. */
  readonly soundPing: Ping['settings']
  /** The settings without any fault, to return to. */
  readonly sound: Readonly<MachineSettings>
  readonly directory: string
  readonly ledgerPath: string
  /** How far the systems' clocks are from the world's, ms. */
  readonly skews: { ping: number; primero: number }
  /** The main process of the service; null while it is down. */
  machine: Machine | null
  readonly tried: Tried[]
  readonly pauses: Paused[]
  readonly deeds: Deeds
  readonly log: ServiceEvent[]
  /** When the service told of something that nobody had thought of, ms. */
  readonly defectsAt: number[]
  /** What happened, line by line; numbers of records, never names. */
  readonly story: string[]
  /** Called as a run that was tried ends, or is refused. */
  readonly onEnd: Set<(tried: Tried) => void>
  /** How often each fault struck. */
  readonly fired: Map<string, number>
  /** What ends each fault that still stands. */
  readonly standing: Set<() => void>
  readonly say: (words: string) => void
  readonly fire: (id: string) => void
  /** Chance of its own for each use: what one draws changes nothing for another. */
  readonly chance: (name: number) => SeededRandom
  /** What stands between the next processes and what they are lent; null = nothing. */
  between: Between | null
  readonly boot: () => Promise<void>
  /**
   * The main process is gone as by kill -9; it comes back after so many milliseconds, null = never by itself. `harm` may
   * do something to the files that it left.
   */
  readonly crash: (backAfter: number | null, harm?: () => void) => void
  /** Called with every connection to the ledger's file that is opened. */
  readonly disk: { onOpen: (database: DatabaseSync) => void }
  /** Another machine over the same ledger, as long as it has something to do. */
  readonly secondMachine: (act: (machine: Machine) => Promise<void>) => Promise<void>
  /** Runs one flow on a machine and notes how it went. */
  readonly attempt: (machine: Machine, flow: Flow, order?: Partial<RunOrder>) => Promise<Attempt>
  /** All four flows, one after the other. */
  readonly round: () => Promise<void>
  /** What the ledger says of every item. */
  readonly claims: () => readonly Claim[]
  readonly stop: () => Promise<void>
}

const start = Date.parse('2026-11-20T08:00:00.000Z')

/** Begins a world; with the same seed and the same deeds it always goes the same way. */
export async function startWorld(seed: number, population: number): Promise<World> {
  const time = startTime(start)
  const systemRandom = (stream: number) => {
    const { next, guid } = seededRandom(seed, stream)
    return { random: next, newId: guid }
  }
  const skews = { ping: 0, primero: 0 }
  const ping = await startPing({
    port: null,
    now: () => time.now() + skews.ping,
    ...systemRandom(-1),
  })
  const primero = await startPrimero({
    port: null,
    now: () => time.now() + skews.primero,
    ...systemRandom(-2),
  })
  const chronicle = keepChronicle(time.now, ping.store, primero.store)
  const children = inventPeople({ seed, count: population, canaries: true })
  const fired = new Map<string, number>()
  const fire = (id: string): void => void fired.set(id, (fired.get(id) ?? 0) + 1)
  const story: string[] = []
  const say = (words: string): void => {
    story.push(`${new Date(time.now()).toISOString().slice(5, 19).replace('T', ' ')}  ${words}`)
  }
  const network = createNetwork(time, { ping, primero }, seededRandom(seed, -3), (id, { system, line }) => {
    fire(id)
    say(`${id} strikes a request to ${system}: ${line.split('?', 1)[0] ?? ''}`)
  })
  const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ping-primero-world-'))
  const lives: Life[] = []
  const ledgerPath = join(directory, 'ledger.db')
  const settings = soundSettings()
  let boots = 0
  /** Further machines that use the same ledger while they last. */
  const others = new Set<Machine>()

  const world: World = {
    time,
    network,
    ping,
    primero,
    chronicle,
    children,
    settings,
    soundPing: { ...ping.settings },
    sound: soundSettings(),
    directory,
    ledgerPath,
    skews,
    machine: null,
    between: null,
    tried: [],
    pauses: [],
    deeds: {
      removedRows: new Set(),
      handled: new Map(),
      released: new Set(),
      acts: [],
      setBacks: [],
      begunAnew: [],
      badPages: [],
      spoiled: [],
      readOnlyForms: [],
    },
    log: [],
    defectsAt: [],
    story,
    onEnd: new Set(),
    fired,
    standing: new Set(),
    say,
    fire,
    chance: (name) => seededRandom(seed, name),
    boot: async () => {
      boots += 1
      world.machine = (await startOrSay(`host-a ${boots}`, boots)) ?? world.machine
    },
    disk: { onOpen: () => {} },
    crash: (backAfter, harm) => {
      // What harms the disk spares no process that uses it.
      const dying = harm === undefined ? [] : [...others]
      const left = join(directory, 'left')
      const last = others.size === dying.length
      // The last one to close the files tidies them up, which no kill does: they are put back as they were.
      if (last) copyLedger(ledgerPath, left, true)
      for (const machine of [world.machine, ...dying]) machine?.kill()
      world.machine = null
      for (const machine of dying) others.delete(machine)
      if (last) copyLedger(left, ledgerPath, true)
      for (const suffix of ['', '-wal', '.sends']) rmSync(left + suffix, { force: true })
      harm?.()
      if (backAfter === null) return
      time.after(backAfter, null, () => {
        if (world.machine === null) void world.boot()
      })
    },
    secondMachine: async (act) => {
      boots += 1
      const machine = await startOrSay(`host-b ${boots}`, boots)
      if (machine === null) return
      others.add(machine)
      await act(machine)
      others.delete(machine)
      await machine.end()
    },
    attempt: async (machine, flow, order = {}) => {
      const tried: Tried = {
        number: world.tried.length,
        flow,
        life: machine.life.name,
        dryRun: order.dryRun ?? false,
        startedAt: time.now(),
        turnAt: null,
        endedAt: null,
        attempt: null,
        claims: null,
        wording: order.dryRun === true ? { before: null, after: null } : null,
      }
      world.tried.push(tried)
      const attempt = await machine.run(flow, order, {
        number: tried.number,
        onTurn: () => {
          tried.turnAt = time.now()
          if (tried.wording !== null) tried.wording.before = wordingOf(ledgerPath)
        },
      })
      tried.attempt = attempt
      tried.endedAt = time.now()
      if (tried.turnAt !== null) tried.claims = claimsIfReadable(ledgerPath)
      if (tried.wording !== null) tried.wording.after = wordingOf(ledgerPath)
      say(attemptWords(flow, attempt))
      for (const look of world.onEnd) look(tried)
      return attempt
    },
    round: async () => {
      const { machine } = world
      if (machine === null) return
      for (const flow of roundOrder) await world.attempt(machine, flow)
    },
    claims: () => claimsOf(ledgerPath),
    stop: async () => {
      await world.machine?.end()
      await Promise.all([ping.stop(), primero.stop()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
  const machineParts = (stream: number) => ({
    time,
    network,
    random: seededRandom(seed, -10 - stream),
    settings,
    ledgerPath,
    disk: { onOpen: (database: DatabaseSync) => world.disk.onOpen(database) },
    lives,
    log: (event: ServiceEvent) => {
      world.log.push(event)
      if (event.event === 'defect') world.defectsAt.push(time.now())
    },
    ...(world.between === null ? {} : { between: world.between }),
  })
  /** Null where the service rightly refuses to start. */
  const startOrSay = async (name: string, stream: number): Promise<Machine | null> => {
    try {
      return await startMachine(name, machineParts(stream))
    } catch (error) {
      const { code } = refusalOf(error)
      if (code === 'defect') throw error
      say(`the service does not start on ${name}: ${code}`)
      return null
    }
  }
  await world.boot()
  return world
}

function attemptWords(flow: Flow, attempt: Attempt): string {
  if (attempt.kind === 'refused') return `${flow} refused: ${attempt.refusal.code}`
  const { found, confirmed, waiting, attention, withdrawn, handled, skipped, reasons, stopped } =
    attempt.report
  if (skipped !== undefined) return `${flow} skipped: ${skipped}`
  const why = reasons.map(({ code, count }) => `${code} ${count}`).join(', ')
  const end = stopped === undefined ? '' : ` stopped by ${stopped.reason}`
  return `${flow} found ${found}: ${confirmed} confirmed, ${waiting} waiting, ${attention} attention, ${withdrawn} withdrawn, ${handled} handled${why === '' ? '' : ` (${why})`}${end}`
}
