import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { StartedCommand } from '../../packages/service/src/cli.fixture.ts'
import { openOffice, type StartSettings } from '../kills/office.ts'
import type { Systems } from '@ping-primero/sandbox'

/** Something that a process left: what it said, or a file. */
export interface Left {
  /** Names the place without showing anything of it. */
  readonly place: string
  readonly bytes: Buffer
}

/** A machine on which nothing lies but what our process puts there: home, temporary and working directory are its own. */
export interface Machine {
  readonly directory: string
  readonly ledger: string
  readonly start: (args: readonly string[], settings?: StartSettings) => StartedCommand
  /** Every file that came to be or changed since the last look; those that were put there as input are left out. */
  readonly files: () => readonly Left[]
  readonly remove: () => void
}

/** Sets the machine up. */
export function setUpMachine(systems: Systems): Machine {
  const { ping, primero } = systems
  const office = openOffice({
    urls: { ping: ping.url, primero: primero.url },
    referralsPerCall: 2,
    schedule: '* * * * * *',
  })
  const { directory, ledger } = office
  const own = { HOME: join(directory, 'home'), TMPDIR: join(directory, 'tmp') }
  for (const path of Object.values(own)) mkdirSync(path)
  const seen = new Map<string, string>()
  /** The ledger's shared memory changes without its file's time telling so. */
  const isNew = (path: string): boolean => {
    const { size, mtimeMs, ino } = statSync(path)
    const sign = `${ino} ${size} ${mtimeMs}`
    if (seen.get(path) === sign && !path.startsWith(ledger)) return false
    seen.set(path, sign)
    return true
  }
  for (const path of filesBelow(directory)) isNew(path)
  return {
    directory,
    ledger,
    start: (args, { env = {}, nodeArgs = [] } = {}) =>
      office.start(args, { env: { ...own, ...env }, nodeArgs }),
    files: () =>
      filesBelow(directory)
        .filter(isNew)
        .map((path) => ({ place: placeOf(relative(directory, path)), bytes: readFileSync(path) })),
    remove: office.remove,
  }
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A file's name may itself hold what it should not: only the part that is known is shown. */
function placeOf(path: string): string {
  if (path.startsWith(join('tmp', 'node-compile-cache'))) return 'compile cache'
  const known = /^(ledger\.db\S*|backup\.db\S*|report\S*\.json|core\S*|\S*\.heapsnapshot)$/.exec(path)
  return known === null ? `a file below ${path.split('/')[0]}` : `file ${path}`
}
