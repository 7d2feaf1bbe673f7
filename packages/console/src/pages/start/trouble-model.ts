import type { SystemTrouble, TroubleAct } from '../../sandbox/trouble.ts'

/** How a system is, before it is said in a language. */
export interface ShownTrouble extends SystemTrouble {
  readonly is: 'well' | 'down' | 'slow' | 'broken'
  readonly acts: readonly TroubleAct[]
}

/** What can be seen of the systems, and done to them. Pure. */
export function troubleView(systems: readonly SystemTrouble[]): readonly ShownTrouble[] {
  return systems.map((one) => {
    const { isDown, isSlow, faults } = one
    const is = isDown ? 'down' : faults.length > 0 ? 'broken' : isSlow ? 'slow' : 'well'
    const power = isDown ? 'up' : 'down'
    const speed = isSlow ? 'quick' : 'slow'
    return { ...one, is, acts: is === 'well' ? [power, speed] : [power, speed, 'end'] }
  })
}
