import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const lookEveryMs = 100
/** Collected once so much has been allocated since the last collection; a collection takes some ten ms. */
const growthBytes = 12 * 1024 * 1024

/**
 * Keeps the memory of a run near what it really holds. V8 lets garbage stand as long as the machine has room; on a
 * small server that runs beside Primero's neighbours the difference is a hundred megabytes. Never keeps the process
 * alive.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') return
  // The young generation would otherwise grow to several times what a run needs.
  setFlagsFromString('--semi-space-growth-factor=1')
  let after = inUse()
  const look = (): void => {
    if (inUse() - after < growthBytes) return
    collect()
    after = inUse()
  }
  setInterval(look, lookEveryMs).unref()
}

/** The heap, and what hangs on it outside: the texts and buffers of whole answers. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
