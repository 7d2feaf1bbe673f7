import { expect, test } from 'vitest'
import { planOf } from './plan.ts'
import { play } from './play.ts'
import { shrunk, storyOf } from './shrink.ts'

/** How long worlds are played, ms; the long run is `npm run worlds`. */
const timeMs = Number(process.env['WORLDS_SECONDS'] ?? 60) * 1000

/** A new seed each time, so that every run of the tests plays worlds that nobody has seen. */
const seed = Number(process.env['WORLDS_SEED'] ?? Date.now() % 1_000_000_000)

test(
  `(P1–P6, P8–P10, P14–P16, P22) nothing is lost, doubled or misreported in any world from seed ${seed} on`,
  async () => {
    const until = performance.now() + timeMs
    let played = 0
    while (performance.now() < until) {
      const { world, violations } = await play(planOf(seed + played))
      await world.stop()
      if (violations.length > 0) {
        const small = await shrunk(seed + played)
        const words = violations.map(({ property, words }) => `${property}: ${words}`).join('\n')
        throw new Error(
          `Seed ${seed + played}:\n${words}\n\nMade smaller: ${JSON.stringify(small)}\n${await storyOf(small)}`,
        )
      }
      played += 1
    }
    process.stdout.write(`${played} worlds from seed ${seed}: nothing lost, doubled or misreported\n`)
    expect(played).toBeGreaterThan(10)
  },
  timeMs + 120_000,
)

test('the same seed plays the same world, to the byte', async () => {
  const tell = async (): Promise<readonly string[]> => {
    const { world } = await play(planOf(217))
    const { story, log, network } = world
    await world.stop()
    return [
      ...story,
      ...log.map((event) => JSON.stringify(event)),
      ...network.carried.map((one) => JSON.stringify(one)),
    ]
  }
  expect(await tell()).toEqual(await tell())
})
