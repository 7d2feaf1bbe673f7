import { planOf } from './plan.ts'
import { play } from './play.ts'
import { claimsOf } from './world.ts'
const n = Number(process.argv[2] ?? 1)
const from = Number(process.argv[3] ?? 1)
const t = performance.now()
let req = 0
const kinds = new Map<string, number[]>()
const fired = new Map<string, number>()
for (let s = from; s < from + n; s += 1) {
  const { world, violations } = await play(planOf(s))
  req += world.network.carried.length
  for (const v of violations) {
    const k = v.property + ' ' + v.words.replace(/[0-9a-f-]{20,}|\d{3}-\d\d-\w+-\d+|REF-IOP-[\w-]+|\d+/g, '#')
    kinds.set(k, [...(kinds.get(k) ?? []), s])
  }
  for (const [id, c] of world.fired) fired.set(id, (fired.get(id) ?? 0) + c)
  if (n === 1) {
    console.log(world.story.join('\n'))
    console.table(
      claimsOf(world.ledgerPath).map(({ flow, key, state, reason, about }) => ({
        flow,
        key: key.slice(0, 8),
        state,
        reason,
        about,
      })),
    )
    console.log(
      world.log.filter((e) => ['defect', 'conservation-broken', 'list-incomplete'].includes(e.event)),
    )
    console.log(violations)
  }
  await world.stop()
}
console.log(
  [...kinds]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([k, s]) => `${s.length} × ${k}   e.g. ${s.slice(0, 4)}`)
    .join('\n'),
)
console.log(
  [...fired]
    .sort()
    .map(([k, c]) => `${k}:${c}`)
    .join(' '),
)
console.log(((performance.now() - t) / n).toFixed(0), 'ms per world', req / n, 'requests')
