/** Decides how many requests may be in flight while a system answers slowly. */
export interface Slowdown {
  /** Takes how long an answer of this kind took; returns the requests in flight allowed from now on. */
  readonly after: (kind: string, durationMs: number) => number
}

/** How many times slower than its best an answer may be before fewer requests go out. */
const tooSlow = 4
const quickAgain = 2
/** Weight of the newest answer in the moving average. */
const weight = 0.2
/** Answers quicker than this say nothing about load. */
const floorMs = 50

/**
 * Compares each answer with the quickest of its kind in this run: when answers become several times slower, one
 * request fewer is kept in flight; when they are quick again, one more, up to `most`.
 */
export function slowdown(most: number): Slowdown {
  const quickest = new Map<string, number>()
  let ratio = 1
  let allowed = most
  return {
    after: (kind, durationMs) => {
      const duration = Math.max(floorMs, durationMs)
      const best = Math.min(quickest.get(kind) ?? duration, duration)
      quickest.set(kind, best)
      ratio += weight * (duration / best - ratio)
      if (ratio > tooSlow && allowed > 1) {
        allowed -= 1
        ratio = 1
      } else if (ratio < quickAgain && allowed < most) {
        allowed += 1
      }
      return allowed
    },
  }
}
