/** A server of few cores: so many requests are worked on at once, the others queue in the order they came. */
export interface Workers {
  /** Resolves when a core was free and the work was done; false when the server stopped meanwhile. */
  spend(ms: number): Promise<boolean>
  /** Waits without holding a core, as the network does; false when the server stopped meanwhile. */
  pause(ms: number): Promise<boolean>
  /** Wakes everything that waits. */
  stop(): void
}

/** Two cores, as the server had whose costs the contract (§14) tells. */
export function createWorkers(cores = 2): Workers {
  let busy = 0
  let stopped = false
  let queue: (() => void)[] = []
  const sleeping = new Set<() => void>()

  const pause = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (stopped) {
        resolve(false)
        return
      }
      const wake = (): void => {
        clearTimeout(timer)
        sleeping.delete(wake)
        resolve(!stopped)
      }
      const timer = setTimeout(wake, ms)
      sleeping.add(wake)
    })

  return {
    pause,
    async spend(ms) {
      if (busy >= cores) await new Promise<void>((resolve) => queue.push(resolve))
      else busy += 1
      const done = await pause(ms)
      // The core goes on to the next in the queue, or is free.
      const next = queue.shift()
      if (next) next()
      else busy -= 1
      return done
    },
    stop() {
      stopped = true
      for (const wake of sleeping) wake()
      for (const next of queue) next()
      queue = []
    },
  }
}
