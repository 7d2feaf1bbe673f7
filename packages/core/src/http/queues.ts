import PQueue from 'p-queue'
import type { RateLimits } from '../deployment/deployment.ts'

/**
 * The queues in which requests wait until they may leave, one for each far system of a deployment. A host keeps them for
 * the life of its process, so that a rate holds over the borders of runs.
 */
export interface RequestQueues {
  /** The queue of a system, by any name; a new one when its limits have changed. */
  readonly of: (system: string, limits: RateLimits) => PQueue
}

/** No queues yet. */
export function requestQueues(): RequestQueues {
  const queues = new Map<string, { readonly limits: RateLimits; readonly queue: PQueue }>()
  return {
    of: (system, limits) => {
      const kept = queues.get(system)
      const same =
        kept?.limits.concurrency === limits.concurrency &&
        kept.limits.requestsPerSecond === limits.requestsPerSecond
      const queue = same ? kept.queue : requestQueue(limits)
      queues.set(system, { limits, queue })
      // A run before may have lowered it while answers were slow.
      queue.concurrency = Math.max(1, limits.concurrency)
      return queue
    },
  }
}

/** A queue that lets as many requests leave as the limits allow. */
export function requestQueue({ concurrency, requestsPerSecond }: RateLimits): PQueue {
  return new PQueue({
    concurrency: Math.max(1, concurrency),
    // Strict: no second of any beginning holds more.
    ...(requestsPerSecond > 0 ? { intervalCap: requestsPerSecond, interval: 1000, strict: true } : {}),
  })
}
