import { readDeployment, type ReadDeployment } from '../../configuration/read-deployment.ts'
import type { Environment } from '../../configuration/setting.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { refusalOf, refused, type Result } from '../../refusals/refusal.ts'
import type { Context } from '../command.ts'
import { runOnce, turnWaitMs } from '../run/run-once.ts'
import type { Served } from './places.ts'
import type { SchedulerHost } from './scheduler.ts'

/** A deployment as it is now, and the environment that holds its secrets. */
export interface Configured {
  readonly read: ReadDeployment
  readonly env: Environment
}

/**
 * A deployment that is served, read anew, with the environment that holds its secrets. Refused under another name than at
 * the start: it would be given the items and secrets of another deployment.
 */
export function readServed({ places, env }: Served, name: string, whole: Environment): Result<Configured> {
  const place = places.find((one) => one.name === name)
  if (place === undefined) return refused('deployment-unknown', `It is served no more: ${name}.`)
  const read = readDeployment(place.directory, whole)
  if (!read.ok) return read
  const { name: called } = read.value.deployment
  if (called === name) return { ok: true, value: { read: read.value, env } }
  const found = `It was served as ${name}, and is called ${called} now: reload the service.`
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
    const log = createLog({ deployment: name, verbose })
    const order = { flow, dryRun: false, since: null, only: null, waitMs: turnWaitMs }
    try {
      const given = readServed(served(), name, context.env)
      const result = given.ok
        ? await runOnce(given.value.read, order, store, log, { ...context, env: given.value.env })
        : given
      if (result.ok) return
      const { code, message } = result.refusal
      log({ event: 'run-refused', flow, code, message })
    } catch (error) {
      const { code, message } = refusalOf(error)
      log({ event: 'run-refused', flow, code, message })
    }
  }
}
