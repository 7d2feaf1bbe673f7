import { describe, expect, test } from 'vitest'
import { missingEffects, placesOf, playCells, type Cell } from './matrix.ts'
import { points } from './places.ts'
import { scenes } from './scenes.ts'

/** A cell in one line, so that a failing one says where it is. */
function lineOf({ place, times, violations }: Cell): string {
  const found = violations.map(({ property, words }) => `${property} ${words}`).join('; ')
  return `${place.effect} ${place.nth}, ${place.point}, ${times} ×: ${found}`
}

describe.each(scenes)('(P1, P2, P3, P17) $name', (scene) => {
  test('killed around any of its requests and commits, once or twice, ends as if nothing had been', async () => {
    const places = await placesOf(scene)
    expect(new Set(places.map(({ point }) => point))).toEqual(new Set(points))
    expect(missingEffects(scene, places)).toEqual([])
    const bad: string[] = []
    for (const place of places) {
      const { once, twice } = await playCells(scene, place)
      for (const cell of [once, twice ?? []].flat()) if (cell.violations.length > 0) bad.push(lineOf(cell))
    }
    expect(bad).toEqual([])
  }, 240_000)
})
