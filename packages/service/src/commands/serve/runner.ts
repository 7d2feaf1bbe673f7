import { readDeployment } from '../../configuration/read-deployment.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { refusalOf, refused } from '../../refusals/refusal.ts'
import type { Context } from '../command.ts'
import { runOnce, turnWaitMs } from '../run/run-once.ts'
import type { Served } from './places.ts'
import type { SchedulerHost } from './scheduler.ts'

/** Under another name than at the start it would be given the items and secrets of another deployment. */
async function runAs(
  name: string,
  ...run: Parameters<typeof runOnce>
): Promise<Awaited<ReturnType<typeof runOnce>>> {
  const [{ deployment }] = run
  if (deployment.name === name) return runOnce(...run)
  const found = `It was served as ${name}, and is called ${deployment.name} now: reload the service.`
  return refused('configuration-invalid', found)
}

/**
 * Runs flows for the scheduler: of what is served at the moment, and the deployment is read anew each time, so that a
 * corrected mapping counts at once.
 */
export function runner(
  served: () => Served,
  store: LedgerStore,
  context: Context,
  verbose: boolean,
): SchedulerHost['run'] {
  return async (name, flow) => {
    const { places, env } = served()
    const place = places.find((one) => one.name === name)
    if (place === undefined) return
    const log = createLog({ deployment: name, verbose })
    const order = { flow, dryRun: false, since: null, only: null, waitMs: turnWaitMs }
    try {
      const read = readDeployment(place.directory, context.env)
      const result = read.ok ? await runAs(name, read.value, order, store, log, { ...context, env }) : read
      if (result.ok) return
      const { code, message } = result.refusal
      log({ event: 'run-refused', flow, code, message })
    } catch (error) {
      const { code, message } = refusalOf(error)
      log({ event: 'run-refused', flow, code, message })
    }
  }
}
