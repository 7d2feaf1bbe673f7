/**
 * Plays the whole crash matrix: `npm run crash-matrix -- [--out FILE]`. Ends with 1 where a cell shows anything that
 * must not be.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { placesOf, playCell } from './matrix.ts'
import { points } from './places.ts'

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const started = performance.now()
let violations = 0
const rows: Record<string, unknown>[] = []
for (const flow of flows) {
  const places = await placesOf(flow)
  const atPoint = Object.fromEntries(points.map((point) => [point, 0]))
  let deaths = 0
  let released = 0
  for (const place of places) {
    for (const times of [1, 2] as const) {
      const cell = await playCell(flow, place, times)
      deaths += cell.deaths
      released += cell.released
      atPoint[place.point] = (atPoint[place.point] ?? 0) + cell.deaths
      for (const { property, words } of cell.violations) {
        violations += 1
        process.stdout.write(
          `${flow}, ${place.effect} ${place.nth}, ${place.point}, ${times} ×: ${property} ${words}\n`,
        )
      }
    }
  }
  const effects = new Set(places.map(({ effect }) => effect)).size
  rows.push({ flow, effects, places: places.length, cells: 2 * places.length, deaths, released, atPoint })
  process.stdout.write(`${flow}: ${effects} effects, ${places.length} places, ${deaths} deaths\n`)
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
