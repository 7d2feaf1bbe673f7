import { rmSync, statSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandom } from '../../packages/sandbox/src/world/random.ts'
import type { LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { runAndKill } from '../support/mortal.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  accepted,
  balance,
  copyFiles,
  cutLog,
  databaseOf,
  decisionsOf,
  everythingOnce,
  journalled,
  letGoWhatIsAbsent,
  memory,
  openCopy,
  peopleAct,
  referOut,
  runAllOn,
  unhcrAccepts,
  type Deeds,
} from './scene.ts'

/** `LEDGER_CUTS=all npx vitest run test/storage/torn-log.test.ts` cuts at every byte; `LEDGER_SEED=N` repeats a draw. */
const everyByte = process.env['LEDGER_CUTS'] === 'all'
const seed = Number(process.env['LEDGER_SEED'] ?? Math.floor(Math.random() * 1e9))
const seedWords = `repeat it with LEDGER_SEED=${seed}`
const tailBytes = 65_536
const headerBytes = 32
const frameBytes = 4_096 + 24

let world: World
let deeds: Deeds
const copies: string[] = []

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await world.stop()
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true })
})

/** Runs everything and kills 2.1 when its nth send of so many was answered; gives the files as they lie then. */
async function crash(nth: number, outgoing: number): Promise<string> {
  const answered = referOut(world, 2, 900)
  await world.run('2.1')
  unhcrAccepts(world, answered)
  deeds = peopleAct(world, 0, outgoing)
  for (const flow of ['1.1', '1.2', '2.2'] as const) await world.run(flow)
  expect(decisionsOf(world, answered)).toEqual([accepted, accepted])
  await runAndKill(world, '2.1', { at: /asyncdata/, nth, when: 'after' })
  const files = copyFiles(world.directory, memory)
  copies.push(files)
  return files
}

function logBytes(files: string): number {
  return statSync(`${databaseOf(files)}-wal`).size
}

/** Opens a copy of which the log was cut, for the time of an act. */
async function withCut<T>(files: string, bytes: number, act: (store: LedgerStore) => Promise<T>): Promise<T> {
  const copy = copyFiles(files, memory)
  cutLog(copy, bytes)
  const store = await openCopy(copy)
  try {
    return await act(store)
  } finally {
    await store.close()
    rmSync(copy, { recursive: true })
  }
}

/** In the last 64 kB every border of a frame, its neighbours and 500 places at random, or every byte; before it some borders. */
function cutsOf(size: number): readonly number[] {
  const from = Math.max(0, size - tailBytes)
  const borders = Array.from({ length: Math.floor((size - headerBytes) / frameBytes) + 1 }, (_, place) => {
    const border = headerBytes + place * frameBytes
    if (border < from) return place % 8 === 0 ? [border] : []
    return [border - 1, border, border + 1]
  }).flat()
  const random = seededRandom(seed, 0)
  const within = everyByte
    ? Array.from({ length: size - from + 1 }, (_, place) => from + place)
    : Array.from({ length: 500 }, () => from + Math.floor(random.next() * (size - from)))
  return [...new Set([0, 1, ...borders, ...within])].filter((cut) => cut <= size)
}

test(
  'a log cut anywhere opens, its history is whole, and no send is forgotten',
  async () => {
    const { name } = world.deployment
    const files = await crash(16, 24)
    const keys = journalled(files)
    const recovered = new Set<number>()
    const verified = new Set<number>()
    for (const cut of cutsOf(logBytes(files))) {
      await withCut(files, cut, async (store) => {
        const turn = await store.turn(name, '2.1', { waitMs: 60_000, ...world.host.clock })
        if (turn.kind !== 'taken') throw new Error('The turn was not to be had.')
        const items = await turn.ledger.get('2.1', keys)
        const known = items.filter(({ sentAt, step }) => sentAt !== null && step !== 'none')
        const words = `cut at ${cut}, ${seedWords}`
        expect(known.map(({ key }) => key).sort(), words).toEqual([...keys].sort())
        // Within a frame every cut leaves the same history.
        const frames = Math.floor((cut - headerBytes) / frameBytes)
        if (!verified.has(frames)) {
          expect(await store.operators.verify(name), words).toMatchObject({ whole: true })
          verified.add(frames)
        }
        recovered.add(turn.sends.recovered)
        await turn.release()
      })
    }
    // The cuts were where they hurt: they took none of the sends, one, two … and all of them.
    expect(Math.max(...recovered)).toBe(keys.length)
    expect(recovered.size).toBeGreaterThan(3)
  },
  everyByte ? 3_600_000 : 30_000,
)

test('after any cut all flows run to their end, and nothing is there twice or lost', async () => {
  const files = await crash(10, 10)
  const size = logBytes(files)
  const random = seededRandom(seed, 1)
  const cuts = Array.from({ length: 25 }, () => Math.floor(random.next() * size))
  for (const cut of cuts) {
    await withCut(files, cut, async (store) => {
      world.advance(60_000)
      await runAllOn(world, store)
      expect(balance(world, deeds), `cut at ${cut}, ${seedWords}`).toEqual(everythingOnce(deeds))
      const left = await store.forDeployment(world.deployment.name).unsettled('2.1', null, 100)
      expect(left, `cut at ${cut}, ${seedWords}`).toEqual([])
    })
  }
})

test.each([0.2, 0.9, 0.99])(
  'killed in its sends and cut at %d of its log, all goes out once when a person lets go what is not in proGres',
  async (part) => {
    const files = await crash(6, 12)
    await withCut(files, Math.floor(logBytes(files) * part), async (store) => {
      world.advance(60_000)
      await runAllOn(world, store)
      expect(await letGoWhatIsAbsent(world, store)).toBeLessThanOrEqual(10)
      await runAllOn(world, store)
      expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
    })
  },
)
