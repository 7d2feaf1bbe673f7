import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who holds a turn: a machine (or container) and a process on it. */
export interface Holder {
  readonly host: string
  readonly process: string
}

/** What is known of the life of a holder: only processes of one's own machine can be asked about. */
export type Life = 'alive' | 'dead' | 'unknown'

/** A process's number and, where the system tells it, the time it began: numbers are used again. */
function processName(pid: number): string | null {
  if (process.platform !== 'linux') return String(pid)
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${pid}@${began}`
  } catch {
    return null // There is no such process, which is the answer.
  }
}

/** The machine's name and, on Linux, the space in which process numbers count: containers may share a name. */
function hostName(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname() // A system that hides it shows only one space of numbers.
  }
}

/** This process. */
export function ownHolder(): Holder {
  return { host: hostName(), process: processName(process.pid) ?? String(process.pid) }
}

/** Whether a holder's process still runs. */
export function lifeOf(holder: Holder): Life {
  if (holder.host !== hostName()) return 'unknown'
  const pid = Number.parseInt(holder.process, 10)
  if (process.platform === 'linux') return processName(pid) === holder.process ? 'alive' : 'dead'
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'ESRCH' ? 'dead' : 'alive'
  }
}
