import { existsSync, realpathSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { readDeployment, subfolders, yamlName } from '../../configuration/read-deployment.ts'
import { sharedSecrets, withoutSharedSecrets } from '../../configuration/shared-secrets.ts'
import type { Environment } from '../../configuration/setting.ts'
import type { ServiceLog } from '../../log/log.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { nextRun } from '../next-run.ts'

/** A deployment that is served, and its folder. */
export interface Place extends Deployment {
  readonly directory: string
}

/** What is served, and with which environment. */
export interface Served {
  readonly places: readonly Place[]
  /** The folders of deployments that cannot be read today. */
  readonly unread: readonly string[]
  /** Where several are served, without the secrets that name none of them. */
  readonly env: Environment
}

/** A folder of invented children to try things with: served only where it is named itself. */
const sandbox = 'sandbox'

/** The names of what is served. */
export function namesOf({ places }: Served): readonly string[] {
  return places.map(({ name }) => name)
}

function hasDeployment(directory: string): boolean {
  return existsSync(join(directory, yamlName))
}

/**
 * The deployments in a folder; one that is a deployment itself is named, and counts whatever it is called. So does one
 * in which no folder can be seen: it may be not mounted, or not ours to read, today.
 */
function foldersIn(directory: string, log: ServiceLog): readonly string[] {
  const inside = subfolders(directory)
  if (hasDeployment(directory) || inside.length === 0) return [directory]
  return inside.filter((folder) => {
    const why = !hasDeployment(folder)
      ? 'no-deployment'
      : basename(folder).toLowerCase() === sandbox
        ? sandbox
        : null
    if (why !== null) log({ event: 'folder-passed-over', directory: folder, why })
    return why === null
  })
}

/** A deployment all of whose schedules can be read. */
function scheduledDeployment(directory: string, env: Environment): Result<Deployment> {
  const read = readDeployment(directory, env)
  if (!read.ok) return read
  const { deployment } = read.value
  const bad = flows.filter(
    (flow) => nextRun(deployment.flows[flow].schedule, deployment.timezone, 0) === 'unreadable',
  )
  if (bad.length === 0) return { ok: true, value: deployment }
  return refused('configuration-invalid', `${directory}: the schedule of ${bad.join(', ')} cannot be read.`)
}

/** Why there is nothing to serve. */
function nothingServed(directories: readonly string[]): string {
  const [there] = directories.filter((directory) => existsSync(directory) && !hasDeployment(directory))
  const missing = directories.filter((directory) => !existsSync(directory))
  return [
    `No deployment that can be run is in ${directories.join(', ')}.`,
    ...(missing.length === 0 ? [] : [`Not there: ${missing.join(', ')}.`]),
    ...(there === undefined
      ? []
      : [
          `The folder ${sandbox}, and those whose names begin with _ or a dot, are served only where they are named: --deployments ${join(there, sandbox)}.`,
        ]),
  ].join(' ')
}

/**
 * The deployments to serve: those that can be read; the others are logged with what is wrong with them. Refused where two
 * bear one name, for they would share items and secrets, and where secrets that name no deployment would go to several.
 */
export function servedPlaces(
  directories: readonly string[],
  env: Environment,
  log: ServiceLog,
): Result<Served> {
  const named = directories.flatMap((directory) => foldersIn(directory, log))
  const itself = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : resolve(folder))
  const folders = [...new Map(named.map((folder) => [itself(folder), folder])).values()]
  const places = folders.flatMap((directory): readonly Place[] => {
    const read = scheduledDeployment(directory, env)
    if (read.ok) return [{ ...read.value, directory }]
    const { code, message } = read.refusal
    log({ event: 'deployment-refused', directory, code, message })
    return []
  })
  const unread = folders.filter((folder) => !places.some(({ directory }) => directory === folder))
  if (places.length === 0) {
    return refused('deployment-unknown', nothingServed(directories))
  }
  for (const [name, bearers] of Map.groupBy(places, (place) => place.name)) {
    if (bearers.length === 1) continue
    const where = bearers.map(({ directory }) => directory).join(' and ')
    return refused('configuration-invalid', `${where} bear one name: ${name}. Give each its own.`)
  }
  // One that cannot be read today may be read tomorrow: the secrets may be meant for it.
  if (folders.length === 1) return { ok: true, value: { places, unread, env } }
  const shared = sharedSecrets(
    env,
    places.map(({ name }) => name),
  )
  if (shared !== null) {
    const { without, toSet } = shared
    return refused(
      'secret-shared',
      `Without a name in front: ${without.join(', ')}. To be set for each: ${toSet.join(', ')}.`,
    )
  }
  return { ok: true, value: { places, unread, env: withoutSharedSecrets(env) } }
}
