import { vi } from 'vitest'
import type { Time } from '../worlds/engine/time.ts'

/**
 * Lets timers and dates of the whole process go by a scene's time, for what asks nobody for them: the queue of requests
 * and the clock of schedules. `vi.unstubAllGlobals()` gives the real ones back.
 */
export function lendTimers(time: Time): void {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval }
  const ended = new Set<number>()
  let last = 0
  const begin = (act: () => void, ms: number, again: boolean): number => {
    last += 1
    const id = last
    const once = (): void =>
      time.after(ms, null, () => {
        if (ended.delete(id)) return
        if (again) once()
        act()
      })
    once()
    return id
  }
  const end =
    (other: (id: never) => void) =>
    (id: unknown): void => {
      if (typeof id === 'number') ended.add(id)
      else other(id as never)
    }
  type Act = (...given: unknown[]) => void
  vi.stubGlobal('setTimeout', (act: Act, ms = 0, ...given: unknown[]) =>
    begin(() => act(...given), ms, false),
  )
  vi.stubGlobal('setInterval', (act: Act, ms = 0, ...given: unknown[]) =>
    begin(() => act(...given), ms, true),
  )
  vi.stubGlobal('clearTimeout', end(real.clearTimeout))
  vi.stubGlobal('clearInterval', end(real.clearInterval))
  const RealDate = Date
  vi.stubGlobal(
    'Date',
    class extends RealDate {
      constructor(...given: readonly unknown[]) {
        // A subclass cannot pass on what it is given without knowing which of the many forms it is.
        super(...((given.length === 0 ? [time.now()] : given) as [number]))
      }
      static override now(): number {
        return time.now()
      }
    },
  )
}
