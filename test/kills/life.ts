import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Systems } from '@ping-primero/sandbox'
import { arm, type Moment } from './moment.ts'
import { ofOffice, type Office } from './office.ts'

/** How a process is started. */
export type Way = 'run all' | 'serve'

/** What is to become of a process. */
export type Fate =
  | { readonly kind: 'undisturbed' }
  | { readonly kind: 'killed' | 'told to stop'; readonly moment: Moment }
  | { readonly kind: 'out of memory'; readonly heapMb: number }

/** What a process did from its start to its end. */
export interface Life {
  /** What became of it in truth: its moment may not have come, or its memory have been enough. */
  readonly end: Fate['kind']
  /** Whether the moment chosen for it came; a service whose moment never comes is ended while it has nothing to do. */
  readonly struck: boolean
  /** From its start to its first request, ms; null when it made none. */
  readonly firstRequestMs: number | null
  readonly lifeMs: number
  /** From the order to stop to its end, ms; null when it got none. */
  readonly stopMs: number | null
  /** Requests with an effect that it began after it had heard the order to stop. */
  readonly effectsAfterStop: number
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
}

/** A process that asked nothing of a system within this time does not work (P17). */
export const restartLimitMs = 10_000
/** A service whose moment does not come is killed, or told to stop, after so long. */
const serviceMs = 4_000
/** A process that has not ended by itself by then never will. */
const longestLifeMs = 90_000
/** A signal has been heard by then, on a busy machine too. */
const hearingMs = 250

const argumentsOf = {
  'run all': ['run', 'all', ...ofOffice, '--json'],
  serve: ['serve', '--deployments', 'deployments/sandbox'],
} as const satisfies Record<Way, readonly string[]>

/** Sees every request as it arrives, and lets it pass. */
function onRequest(systems: Systems, see: (hasEffect: boolean) => void): () => void {
  const rules = [systems.ping, systems.primero].map(({ faults }) =>
    faults.add({
      fault: { kind: 'reset-before' },
      when: ({ method, path }) => {
        const writesCase = method !== 'GET' && path.startsWith('/api/v2/cases')
        see(writesCase || path.startsWith('/api/ingestion/'))
        return false
      },
    }),
  )
  return () => {
    for (const rule of rules) rule.remove()
  }
}

/** Resolves when nothing that a dead process asked for is under way any more. */
async function quiet({ ping, primero }: Systems): Promise<void> {
  await setImmediate()
  while (ping.traffic.inFlight() + primero.traffic.inFlight() > 0) await setTimeout(1)
  await setImmediate()
}

/** Starts the process and waits for its end, whatever it is. */
export async function live(systems: Systems, office: Office, way: Way, fate: Fate): Promise<Life> {
  const began = performance.now()
  let firstRequestMs: number | null = null
  let toldAt: number | null = null
  let effectsAfterStop = 0
  const forget = onRequest(systems, (hasEffect) => {
    const now = performance.now()
    firstRequestMs ??= now - began
    if (hasEffect && toldAt !== null && now > toldAt + hearingMs) effectsAfterStop += 1
  })
  const nodeArgs = fate.kind === 'out of memory' ? [`--max-old-space-size=${fate.heapMb}`] : []
  const started = office.start(argumentsOf[way], { nodeArgs })
  const strike = (): void => {
    if (fate.kind === 'told to stop') toldAt ??= performance.now()
    started.kill(fate.kind === 'told to stop' ? 'SIGTERM' : 'SIGKILL')
  }
  const armed = 'moment' in fate ? arm(fate.moment, systems, office, strike) : null
  const patience = globalThis.setTimeout(strike, way === 'serve' ? serviceMs : longestLifeMs)
  const lastPatience = globalThis.setTimeout(() => started.kill('SIGKILL'), longestLifeMs)
  const { code, signal, stdout } = await started.ended
  const ended = performance.now()
  clearTimeout(patience)
  clearTimeout(lastPatience)
  armed?.disarm()
  forget()
  await quiet(systems)
  return {
    end: endOf(fate, signal, toldAt !== null),
    struck: armed?.struck() ?? false,
    firstRequestMs,
    lifeMs: ended - began,
    stopMs: toldAt === null ? null : ended - toldAt,
    effectsAfterStop,
    code,
    signal,
    stdout,
  }
}

function endOf(fate: Fate, signal: NodeJS.Signals | null, told: boolean): Fate['kind'] {
  if (told) return 'told to stop'
  if (signal === 'SIGKILL') return 'killed'
  return fate.kind === 'out of memory' && signal === 'SIGABRT' ? 'out of memory' : 'undisturbed'
}
