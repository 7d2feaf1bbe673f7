import { describe, expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { placesOf, playCell, type Cell } from './matrix.ts'
import { points } from './places.ts'

/** A cell in one line, so that a failing one says where it is. */
function lineOf({ place, times, violations }: Cell): string {
  const found = violations.map(({ property, words }) => `${property} ${words}`).join('; ')
  return `${place.effect} ${place.nth}, ${place.point}, ${times} ×: ${found}`
}

describe.each(flows)('(P1, P2, P3, P17) flow %s', (flow) => {
  test('killed around any of its requests and commits, once or twice, ends as if nothing had been', async () => {
    const places = await placesOf(flow)
    expect(new Set(places.map(({ point }) => point))).toEqual(new Set(points))
    const bad: string[] = []
    for (const place of places) {
      for (const times of [1, 2] as const) {
        const cell = await playCell(flow, place, times)
        // Every run comes to this place, so it dies there; a second one only where something is left to be done.
        if (cell.deaths < 1 || cell.violations.length > 0) bad.push(lineOf(cell))
      }
    }
    expect(bad).toEqual([])
  }, 240_000)
})
