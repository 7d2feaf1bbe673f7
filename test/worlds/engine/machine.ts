import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { checkDeployment } from '@ping-primero/core/check/check.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { Transport } from '@ping-primero/core/http/transport.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { SeededRandom } from '@ping-primero/sandbox'
import type { ReadDeployment } from '../../../packages/service/src/configuration/read-deployment.ts'
import { runOnce, type RunOrder } from '../../../packages/service/src/commands/run/run-once.ts'
import { readSecrets } from '../../../packages/service/src/configuration/secrets.ts'
import { openLedger, type LedgerStore } from '../../../packages/service/src/ledger/store.ts'
import type { Surroundings } from '../../../packages/service/src/ledger/surroundings.ts'
import type { ServiceEvent } from '../../../packages/service/src/log/service-event.ts'
import { refusalOf, type Refusal } from '../../../packages/service/src/refusals/refusal.ts'
import { stopCircles } from './circles.ts'
import type { Network } from './network.ts'
import type { Life, Time } from './time.ts'

/** What a machine is given; all of it may be changed while it runs, as people do. */
export interface MachineSettings {
  deployment: Deployment
  problems: ReadDeployment['problems']
  env: Record<string, string | undefined>
  /** How far its clock is from the world's, ms. */
  clockSkewMs: number
}

/** What a machine is built from. */
export interface MachineParts {
  readonly time: Time
  readonly network: Network
  readonly random: SeededRandom
  readonly settings: MachineSettings
  /** Path of the ledger's file. */
  readonly ledgerPath: string
  /** The lives of all machines of this world: whether a process of another one still runs. */
  readonly lives: Life[]
  readonly log: (event: ServiceEvent, life: Life) => void
  /** The disk under the ledger: what is wrong with it is wrong for every connection that is opened. */
  readonly disk: { readonly onOpen: (database: DatabaseSync) => void }
  /** Stands between the product and what it is lent: where tests let a process die. */
  readonly between?: Between
}

/** What may be put between a process and the network or its ledger. */
export interface Between {
  readonly network: (life: Life, own: Transport) => Transport
  readonly ledger: (life: Life, own: Ledger) => Ledger
}

/** How an attempt at a run ended. */
export type Attempt =
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** A run while it lasts, as those see it who judge it. */
export interface Running {
  readonly number: number
  /** Called as it is given its turn. */
  readonly onTurn: () => void
}

/** The service, as one process of one machine in the world: the product as it is, with time and network lent to it. */
export interface Machine {
  readonly life: Life
  readonly store: LedgerStore
  /** The connection to the ledger's file. */
  readonly database: () => DatabaseSync | null
  /** Whether it was told to stop. */
  stopping: boolean
  /** Runs a flow; `running` is how its world knows it. */
  readonly run: (flow: Flow, order: Partial<RunOrder>, running: Running) => Promise<Attempt>
  /** A person asks `check`; false where it could not be asked. */
  readonly check: () => Promise<boolean>
  /** The process is gone at once: what it waits for never comes, and what was not committed is not there. */
  readonly kill: () => void
  readonly end: () => Promise<void>
}

/** Starts a machine over the ledger at its path; throws what opening it throws. */
export async function startMachine(name: string, parts: MachineParts): Promise<Machine> {
  const { time, network, random, settings, lives } = parts
  const life: Life = { name, dead: false, stalledUntil: 0 }
  lives.push(life)
  const sleep = (ms: number): Promise<void> => time.sleep(ms, life)
  let database: DatabaseSync | null = null
  const surroundings: Surroundings = {
    elapsed: time.now,
    pause: sleep,
    every: (ms, act) => {
      let ended = false
      const again = (): void =>
        time.after(ms, life, () => {
          if (ended) return
          act()
          again()
        })
      again()
      return () => {
        ended = true
      }
    },
    newId: random.guid,
    holder: () => ({ host: name.split(' ')[0] ?? name, process: name }),
    lifeOf: (holder) => {
      if (holder.host !== name.split(' ')[0]) return 'unknown'
      return lives.some((one) => one.name === holder.process && !one.dead) ? 'alive' : 'dead'
    },
    openDatabase: (path) => {
      database = new DatabaseSync(path, { enableForeignKeyConstraints: true })
      parts.disk.onOpen(database)
      stopCircles(database, time.now)
      return database
    },
    busyTimeoutMs: 0,
  }
  const { between } = parts
  const own = await openLedger(`sqlite:${parts.ledgerPath}`, surroundings)
  const store: LedgerStore = {
    ...own,
    turn: async (...asked) => {
      const turn = await own.turn(...asked)
      if (turn.kind !== 'taken' || between === undefined) return turn
      return { ...turn, ledger: between.ledger(life, turn.ledger) }
    },
  }
  const machine: Machine = {
    life,
    store,
    database: () => database,
    stopping: false,
    run: async (flow, order, running) => {
      const transport = network.transport(life, running.number)
      const inTurn: LedgerStore = {
        ...store,
        turn: async (...asked) => {
          const turn = await store.turn(...asked)
          if (turn.kind === 'taken') running.onTurn()
          return turn
        },
      }
      const clock = { now: () => time.now() + settings.clockSkewMs, sleep }
      try {
        const result = await runOnce(
          { deployment: settings.deployment, problems: settings.problems },
          { flow, dryRun: false, since: null, only: null, waitMs: 600_000, ...order },
          inTurn,
          (event) => parts.log(event, life),
          { env: settings.env, clock, json: true, user: 'operator', stopping: () => machine.stopping },
          {
            random: random.next,
            newId: random.guid,
            every: surroundings.every,
            elapsed: surroundings.elapsed,
            transport: between === undefined ? transport : between.network(life, transport),
          },
        )
        return result.ok
          ? { kind: 'report', report: result.value }
          : { kind: 'refused', refusal: result.refusal }
      } catch (error) {
        return { kind: 'refused', refusal: refusalOf(error) }
      }
    },
    check: async () => {
      const { deployment, problems, env } = settings
      const credentials = readSecrets(env, deployment)
      if (!credentials.ok) return false
      const request = { deployment, problems }
      try {
        await checkDeployment(request, {
          ledger: own.forDeployment(deployment.name),
          ...credentials.value,
          clock: { now: () => time.now() + settings.clockSkewMs, sleep },
          random: random.next,
          newId: random.guid,
          fetch: globalThis.fetch,
          transport: network.transport(life, null),
          log: (event) => parts.log(event, life),
        })
        return true
      } catch (error) {
        if (refusalOf(error).code === 'defect') throw error
        return false
      }
    },
    kill: () => {
      life.dead = true
      database?.close()
      database = null
    },
    end: async () => {
      life.dead = true
      await store.close()
    },
  }
  return machine
}

/** The flows in the order in which a round runs them. */
export const roundOrder: readonly Flow[] = flows

/** The files of a ledger: the database, its log of changes, and optionally the journal of sends. */
export function copyLedger(from: string, to: string, withJournal: boolean): void {
  for (const suffix of ['', '-wal', '-shm', ...(withJournal ? ['.sends'] : [])]) {
    rmSync(to + suffix, { force: true })
    if (suffix !== '-shm' && existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
  }
}
