import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const lookEveryMs = 100
/** Collected once so much has been allocated since the last whole collection, which takes some ten ms. */
const growthBytes = 12 * 1024 * 1024
/** Small objects that together outgrow the first young generation, 1 MB. */
const outgrowing = 60_000

/**
 * Keeps the memory of a process near what it really holds. V8 lets garbage stand as long as the machine has room; on a
 * small server that runs beside Primero's neighbours the difference is a hundred megabytes. Never keeps the process
 * alive.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') return
  widenYoungGeneration()
  let after = inUse()
  const look = (): void => {
    if (inUse() - after < growthBytes) return
    collect({ type: 'minor' }) // Most is young, and costs little to collect alone.
    if (inUse() - after < growthBytes) return
    collect()
    after = inUse()
  }
  setInterval(look, lookEveryMs).unref()
}

/**
 * Gives the young generation 4 MB and no more: with the 1 MB that the program is loaded with, the answers on their way are
 * copied again and again, and left to itself it takes 32 MB. It grows only where more has survived than it can hold.
 */
function widenYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=4')
  const surviving = Array.from({ length: outgrowing }, (_, index) => ({ index }))
  setFlagsFromString('--semi-space-growth-factor=1')
  surviving.length = 0
}

/** The heap, and what hangs on it outside: the texts and buffers of whole answers. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
