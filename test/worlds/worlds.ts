/**
 * Plays worlds until their number is used up: `npm run worlds -- --count 10000 --seed 1 --out FILE`. Worlds are shared out
 * over `--processes`. `--after FILE` goes on behind the worlds whose result that file holds, and tells of both together: a
 * night is not always long enough. `--again FILE` plays once more the worlds that failed in the result of that file. Ends
 * with 1 when anything that must never be was seen in any of them, or when a listed fault hardly ever struck.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { listedFaults } from './faults.ts'
import { planOf } from './plan.ts'
import { play } from './play.ts'
import { shrunk, storyOf } from './shrink.ts'
import { addTally, emptyTally, endedBy, tallyOf, type Tally } from './tally.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    processes: { type: 'string', default: '2' },
    out: { type: 'string' },
    after: { type: 'string' },
    again: { type: 'string' },
    story: { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
  },
})
/** What a file holds of worlds that were played. */
interface Result extends Tally {
  readonly seed: number
  readonly tookSeconds: number
}

const earlier = values.after === undefined ? null : (JSON.parse(readFileSync(values.after, 'utf8')) as Result)
const first = earlier === null ? Number(values.seed) : earlier.seed + earlier.worlds
const count = Number(values.count)

/** Plays the worlds of some seeds, one after the other. */
async function playSeeds(from: number, until: number): Promise<Tally> {
  let tally = emptyTally()
  let playing = from
  // A world that ends the process has failed; those before it keep their figures.
  process.once('exit', (code) => {
    if (code !== 0) writeSync(process.stdout.fd, JSON.stringify(addTally(tally, endedBy(playing))))
  })
  for (let seed = from; seed < until; seed += 1) {
    playing = seed
    const { world, violations } = await play(planOf(seed))
    tally = addTally(tally, tallyOf(seed, world, violations))
    await world.stop()
  }
  return tally
}

/** Plays a share of the worlds in a process of its own; as far as it came, where one of them ended it. */
function playElsewhere(from: number, until: number): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const args = [import.meta.filename, '--child', '--seed', String(from), '--count', String(until - from)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      if (text !== '') resolve(JSON.parse(text) as Tally)
      else reject(new Error(`The worlds from seed ${from} to ${until - 1} ended with ${code}.`))
    })
  })
}

/** Shares of some worlds each, so that no process grows old. */
async function playAll(): Promise<Tally> {
  const share = 50
  let next = first
  let tally = emptyTally()
  const end = first + count
  const work = async (): Promise<void> => {
    while (next < end) {
      const from = next
      next = Math.min(end, from + share)
      const until = next
      for (let seed = from; seed < until;) {
        const part = await playElsewhere(seed, until)
        tally = addTally(tally, part)
        seed += part.worlds
      }
      const failed = tally.failures.map(({ seed }) => seed)
      const which = failed.length === 0 ? '' : `: ${failed.slice(0, 10).join(', ')}`
      process.stderr.write(`${tally.worlds} worlds, ${failed.length} with violations${which}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.processes) }, work))
  return tally
}

/** Faults that struck less than once in a hundred of many worlds: nothing is shown about those. */
function rareFaults(fired: Tally['fired'], worlds: number): readonly string[] {
  const least = worlds < 1_000 ? 0 : worlds / 100
  return listedFaults
    .filter(({ id, elsewhere }) => elsewhere === undefined && (fired[id] ?? 0) < least)
    .map(({ id }) => id)
}

/** Plays the worlds that failed in an earlier result once more, and adds to it how many of them still do. */
async function playAgain(file: string): Promise<void> {
  const earlier = JSON.parse(readFileSync(file, 'utf8')) as { readonly failures: Tally['failures'] }
  let tally = emptyTally()
  for (const { seed } of earlier.failures) tally = addTally(tally, await playElsewhere(seed, seed + 1))
  const again = { worlds: tally.worlds, failed: tally.failures.length }
  process.stdout.write(`${again.worlds} worlds played again, ${again.failed} with violations\n`)
  if (values.out !== undefined)
    writeFileSync(values.out, `${JSON.stringify({ ...earlier, again }, null, 2)}\n`)
  process.exitCode = again.failed === 0 ? 0 : 1
}

if (values.again !== undefined) await playAgain(values.again)
else if (values.child) process.stdout.write(JSON.stringify(await playSeeds(first, first + count)))
else if (values.story) process.stdout.write(`${await storyOf(planOf(first))}\n`)
else {
  const started = performance.now()
  const played = await playAll()
  const tally = earlier === null ? played : addTally(earlier, played)
  const seed = earlier?.seed ?? first
  const tookSeconds = (earlier?.tookSeconds ?? 0) + Math.round((performance.now() - started) / 1000)
  const { failures, fired, worlds, runs, requests, strikes, items } = tally
  const figures = { worlds, runs, requests, strikes, items }
  const result = {
    part: 'worlds',
    seed,
    tookSeconds,
    ...figures,
    fired,
    failed: failures.length,
    failures: failures.slice(0, 100),
  }
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(
    `${worlds} worlds from seed ${seed} in ${tookSeconds} s: ${runs} runs, ${requests} requests, ${strikes} faults struck, ${failures.length} worlds with violations\n`,
  )
  for (const { seed, violations } of failures.slice(0, 10)) {
    process.stdout.write(
      `seed ${seed}: ${violations.map(({ property, words }) => `${property} ${words}`).join('; ')}\n`,
    )
  }
  const rare = rareFaults(fired, worlds)
  if (rare.length > 0) {
    process.stdout.write(`Faults that struck less than once in a hundred worlds: ${rare.join(', ')}\n`)
    process.exitCode = 1
  }
  const [worst] = failures
  if (worst !== undefined) {
    const small = await shrunk(worst.seed)
    process.stdout.write(
      `\nThe world of seed ${worst.seed}, made smaller:\n${JSON.stringify(small)}\n${await storyOf(small)}\n`,
    )
    process.exitCode = 1
  }
}
