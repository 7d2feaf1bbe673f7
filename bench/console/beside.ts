import { setTimeout } from 'node:timers/promises'
import { makePlace } from '../run-command.ts'
import { startSimulators } from '../simulators.ts'
import type { Verdict } from '../table.ts'
import { ask } from './ask.ts'
import { deployments } from './ledger.ts'
import { asked } from './pages.ts'

/** Referrals of one run. */
const count = 500
/** Runs alone, and as many beside readers, in turns. */
const rounds = 5
/** Somebody opens a page so often, ms: as a dozen people do who read each for a while. */
const everyMs = 1_000
const most = 1.1

/** How much slower a run is that goes on in the process of the console while people read its pages. */
export async function measureBeside(
  url: string,
  run: (deployment: string) => Promise<number>,
): Promise<Verdict> {
  const simulators = await startSimulators()
  const { urls } = await simulators.ask({ kind: 'latency', ms: 20 })
  const place = makePlace({ urls, inFlight: 32, referralsPerCall: 1 })
  const once = async (): Promise<number> => {
    await simulators.ask({ kind: 'referrals', count })
    return run(place.deployment)
  }
  const alone: number[] = []
  const beside: number[] = []
  try {
    await once()
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await once())
      const readers = reading(url)
      beside.push(await once())
      await readers.stop()
    }
  } finally {
    place.remove()
    await simulators.stop()
  }
  const ratio = middle(beside) / middle(alone)
  const times = `${(middle(alone) / 1000).toFixed(2)} s alone, ${(middle(beside) / 1000).toFixed(2)} s beside readers`
  return {
    what: `console, a run of ${count} referrals in its process, a page each second: ${times}, ${ratio.toFixed(2)} × (to reach: ≤ ${most.toFixed(2)} ×)`,
    met: ratio <= most,
  }
}

/** Opens one page after the other until it is stopped. */
function reading(url: string): { readonly stop: () => Promise<void> } {
  const pages = asked(deployments[0] ?? '').filter(({ deep }) => deep === undefined)
  const ended = new AbortController()
  const read = async (): Promise<void> => {
    for (let at = 0; !ended.signal.aborted; at += 1) {
      const page = pages[at % pages.length]
      if (page !== undefined) await ask(new URL(page.address, url), page.posts)
      await setTimeout(everyMs, undefined, { signal: ended.signal }).catch(() => {})
    }
  }
  const done = read()
  return {
    stop: async () => {
      ended.abort()
      await done
    },
  }
}

function middle(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
}
