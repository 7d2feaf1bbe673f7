import type { FarSystem } from './system.ts'

/** A far system of which it is known since when an answer is waited for. */
export interface AwaitedSystem extends FarSystem {
  /** By the given clock, ms; null = nothing was asked that is not answered. */
  readonly awaitedSince: () => number | null
}

/** Notes since when a system has been asked without a break; sends as it did before. */
export function awaited(system: FarSystem, now: () => number): AwaitedSystem {
  let open = 0
  let since = 0
  return {
    ...system,
    awaitedSince: () => (open === 0 ? null : since),
    send: async (request, purpose) => {
      if (open === 0) since = now()
      open += 1
      try {
        return await system.send(request, purpose)
      } finally {
        open -= 1
      }
    },
  }
}
