/**
 * Plays the whole crash matrix: `npm run crash-matrix -- [--out FILE]`. Ends with 1 where a cell shows anything that
 * must not be.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { missingEffects, placesOf, playCells } from './matrix.ts'
import { points } from './places.ts'
import { scenes } from './scenes.ts'

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const started = performance.now()
let violations = 0
const rows: Record<string, unknown>[] = []
for (const scene of scenes) {
  const places = await placesOf(scene)
  const atPoint = Object.fromEntries(points.map((point) => [point, 0]))
  let [cells, deaths, released, secondNotDue] = [0, 0, 0, 0]
  const complain = (words: string): void => {
    violations += 1
    process.stdout.write(`${scene.name}: ${words}\n`)
  }
  for (const effect of missingEffects(scene, places)) complain(`no run came to ${effect}`)
  for (const place of places) {
    const { once, twice } = await playCells(scene, place)
    if (twice === null) secondNotDue += 1
    for (const cell of [once, twice ?? []].flat()) {
      cells += 1
      deaths += cell.deaths
      released += cell.released
      atPoint[place.point] = (atPoint[place.point] ?? 0) + cell.deaths
      for (const { property, words } of cell.violations)
        complain(`${place.effect} ${place.nth}, ${place.point}, ${cell.times} ×: ${property} ${words}`)
    }
  }
  const effects = new Set(places.map(({ effect }) => effect)).size
  rows.push({
    flow: scene.name,
    effects,
    places: places.length,
    cells,
    secondNotDue,
    deaths,
    released,
    atPoint,
  })
  process.stdout.write(
    `${scene.name}: ${effects} effects, ${places.length} places, ${deaths} deaths, second death not due ${secondNotDue} times\n`,
  )
}
const tookSeconds = Math.round((performance.now() - started) / 1000)
process.stdout.write(`${violations} violations, ${tookSeconds} s\n`)
if (values.out !== undefined) {
  writeFileSync(
    values.out,
    `${JSON.stringify({ part: 'crash-matrix', tookSeconds, violations, rows }, null, 2)}\n`,
  )
}
if (violations > 0) process.exitCode = 1
