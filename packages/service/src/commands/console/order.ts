import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { consoleYamlBeside, readConsole, type ReadConsole } from '../../configuration/console/read.ts'
import { listenPlaceOf, type ListenPlace } from '../../configuration/console/schema.ts'
import type { Environment } from '../../configuration/setting.ts'
import { refused, type Result } from '../../refusals/refusal.ts'
import type { Served } from '../serve/places.ts'

/** Where the console is to listen, and by which settings. */
export interface ConsoleOrder {
  /** The file of its settings. */
  readonly settings: string
  /** null = where its settings say. */
  readonly listen: string | null
}

/** Which settings are meant: those that are named, else those beside the first folder of deployments. */
export function settingsFile(named: string | undefined, deployments: readonly string[]): string {
  return named ?? consoleYamlBeside(deployments[0] ?? '.')
}

/** What the service is to do about its console: the one that is asked for, else where its settings lie; null = none. */
export function consoleOrder(options: {
  readonly deployments: readonly string[]
  /** false = none. */
  readonly console?: string | false
  readonly consoleSettings?: string
}): ConsoleOrder | null {
  const { console: asked, consoleSettings, deployments } = options
  if (asked === false) return null
  const settings = settingsFile(consoleSettings, deployments)
  const isMeant = asked !== undefined || consoleSettings !== undefined || existsSync(settings)
  return isMeant ? { settings, listen: asked ?? null } : null
}

/** A console that can be opened: who may sign in, and where it listens. */
export interface ReadOrder {
  readonly settings: ReadConsole
  readonly place: ListenPlace
}

/** Reads what an order means for what is served; refused where it cannot be opened so. */
export function readOrder(order: ConsoleOrder, served: Served, env: Environment): Result<ReadOrder> {
  const known = { deployments: served.places, others: served.unread.map((directory) => basename(directory)) }
  const read = readConsole(order.settings, known, env)
  if (!read.ok) return read
  const settings = read.value
  const place = listenPlaceOf(order.listen ?? settings.listen)
  if (place === null) {
    return refused('arguments-invalid', 'The console listens at a host and a port, like 127.0.0.1:4100.')
  }
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(place.hostname)
  if (settings.tls === 'none' && !isHere) {
    const found = `With tls: none it listens on this machine alone, not at ${place.hostname}.`
    return refused('console-plain', found)
  }
  return { ok: true, value: { settings, place } }
}
