import { makePlace, type Measured } from './run-command.ts'
import type { Scenario } from './scenarios.ts'
import { startSimulators } from './simulators.ts'

/** One cell of the table. */
export interface Cell extends Measured {
  readonly scenario: Scenario
  readonly count: number
  readonly latencyMs: number
  readonly requests: { readonly ping: number; readonly primero: number }
  readonly peakInFlight: { readonly ping: number; readonly primero: number }
  /** Work asked of Primero, seconds. */
  readonly work: number
}

/** Measures one scenario on a fresh world and a fresh ledger. */
export async function measure(
  scenario: Scenario,
  count: number,
  latencyMs: number,
  inFlight: number,
): Promise<Cell> {
  const simulators = await startSimulators()
  try {
    const { urls } = await simulators.ask({ kind: 'read' })
    const place = makePlace({ urls, inFlight, referralsPerCall: scenario.referralsPerCall ?? 1 })
    try {
      for (const step of scenario.before(count)) {
        if (step.kind === 'run') await place.run(step.flow)
        else await simulators.ask(step)
      }
      await simulators.ask({ kind: 'latency', ms: latencyMs })
      await simulators.ask({ kind: 'reset' })
      const measured = await place.run(scenario.flow)
      const { ping, primero } = await simulators.ask({ kind: 'read' })
      const wanted = scenario.unchanged === true ? 0 : count
      if (measured.confirmed !== wanted) {
        const why = measured.reasons.map(({ code, count }) => `${count} × ${code}`).join(', ')
        throw new Error(`${scenario.name}: ${measured.confirmed} of ${wanted} were confirmed; ${why}.`)
      }
      return {
        ...measured,
        scenario,
        count,
        latencyMs,
        requests: { ping: ping.total, primero: primero.total },
        peakInFlight: { ping: ping.peak, primero: primero.peak },
        work: primero.work / 1000,
      }
    } finally {
      place.remove()
    }
  } finally {
    await simulators.stop()
  }
}
