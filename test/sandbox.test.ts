import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { canariesOf, inventPeople } from '@ping-primero/sandbox'
import { startCommand } from '../packages/service/src/cli.fixture.ts'
import { terminalTeller } from '../packages/service/src/commands/sandbox/terminal.ts'
import { allChildren } from '../packages/service/src/story/cast.ts'
import { playStory, story } from '../packages/service/src/story/play.ts'
import type { PlayedStory } from '../packages/service/src/story/played-story.ts'
import { openStoryWorld } from '../packages/service/src/story/world.ts'

afterEach(() => vi.restoreAllMocks())

function start(...args: readonly string[]) {
  return startCommand({ args: ['sandbox', ...args], cwd: tmpdir(), env: {} })
}

/** Directories of stories that are being played or were left behind. */
function leftBehind(): ReadonlySet<string> {
  return new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('ping-primero-sandbox-')))
}

const titles = [
  'The cast',
  'UNHCR refers children to Primero',
  'Caseworkers decide',
  'Caseworkers refer children to UNHCR',
  'UNHCR decides',
  'Primero goes down, and comes back',
  'The mapping is mended',
  'The balance',
]

/** How each run of the story ends: flow, confirmed, waiting, attention. */
const runs = [
  [],
  [['1.1', 7, 0, 1]],
  [['1.2', 7, 0, 0]],
  [['2.1', 5, 0, 1]],
  [['2.2', 5, 0, 0]],
  [
    ['1.1', 0, 3, 1],
    ['1.1', 3, 0, 1],
  ],
  [['1.1', 1, 0, 0]],
  [
    ['1.1', 0, 0, 0],
    ['1.2', 0, 0, 0],
    ['2.1', 0, 0, 1],
    ['2.2', 0, 0, 0],
  ],
]

const totals = { found: 29, confirmed: 28, waiting: 0, attention: 1, withdrawn: 0, handled: 0 }

test.each(['2.15', '2.14'] as const)(
  'the story ends as it should with Primero %s, and says nothing of a child',
  async (version) => {
    const direct: string[] = []
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        direct.push(String(text))
        return true
      })
    }
    const world = await openStoryWorld({
      ports: { primero: 0, ping: 0 },
      seed: 11,
      primeroVersion: version,
      clock: { now: Date.now, sleep: async () => {} },
      latencyMs: 0,
      requestsPerSecond: 0,
      canaries: true,
    })
    const screen = new PassThrough()
    const played = await playStory(world, story, {
      teller: terminalTeller(screen),
      pace: async () => {},
      signal: new AbortController().signal,
    })
    const ledger = readdirSync(world.directory).filter((name) => name.startsWith('ledger.db'))
    const kept = ledger.map((name) => readFileSync(join(world.directory, name), 'utf8')).join('\n')
    const simulated = JSON.stringify([world.primero.state(), world.ping.state()])
    await world.close()
    vi.restoreAllMocks()

    expect(played.chapters.filter(({ ok }) => !ok).flatMap(({ says }) => says)).toEqual([])
    expect(played.ok).toBe(true)
    const told: unknown = screen.read()
    const outputs = { told: String(told), json: JSON.stringify(played), kept, direct: direct.join('') }
    expect(outputs.told).toContain('8. The balance')
    expect(kept).toContain('consent-missing')
    expect(existsSync(world.directory)).toBe(false)

    const children = inventPeople({ seed: 11, count: allChildren, canaries: true })
    const canaries = canariesOf(children).filter((canary) => canary.length > 3)
    expect(canaries.filter((canary) => simulated.includes(canary)).length).toBeGreaterThan(200)
    for (const [name, output] of Object.entries(outputs)) {
      expect(
        canaries.filter((canary) => output.includes(canary)),
        name,
      ).toEqual([])
    }
  },
)

test('sandbox --once --json prints the whole story as one object, exits with 0 and leaves nothing behind', async () => {
  const before = leftBehind()
  const { code, stdout, stderr } = await start('--once', '--json', '--ports', '0,0', '--seed', '5').ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const answer: PlayedStory = JSON.parse(stdout)
  expect(Object.keys(answer)).toEqual(['ok', 'seed', 'chapters', 'totals', 'pages'])
  expect(answer).toMatchObject({ ok: true, seed: 5, totals })
  expect(answer.pages.primero).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/__sandbox$/)
  expect(answer.chapters.map(({ title }) => title)).toEqual(titles)
  expect(
    answer.chapters.map((chapter) =>
      chapter.runs.map(({ flow, confirmed, waiting, attention }) => [flow, confirmed, waiting, attention]),
    ),
  ).toEqual(runs)
  expect(answer.chapters[1]?.runs[0]?.reasons).toEqual([
    {
      code: 'service-type-unmapped',
      state: 'attention',
      count: 1,
      items: [expect.stringMatching(/PRTITV-\d+$/)],
    },
  ])
  expect([...leftBehind()].filter((name) => !before.has(name))).toEqual([])
})

test('sandbox --once tells it in plain words, in 80 columns and without colours where no terminal is', async () => {
  const { code, stdout, stderr } = await start('--once', '--ports', '0,0').ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(stripVTControlCharacters(stdout)).toBe(stdout)
  expect(stdout).not.toMatch(/\b[45]\d\d\b|payload|undefined|null|NaN/)
  expect(stdout).toContain('1 needs attention: ')
  expect(stdout).toContain('Whose move: the owner of the mapping.')
  expect(stdout).toMatch(
    /The story ended as it should\.\n29 found, 28 confirmed, 0 waiting, 1 needing attention\.\n$/,
  )
})

test('without --once the story is told at a pace, and Ctrl-C ends it and leaves nothing behind', async () => {
  const before = leftBehind()
  const started = start('--json', '--ports', '0,0')
  await started.said('1. The cast')
  started.kill('SIGINT')
  const { code, signal, stdout } = await started.ended
  expect({ code, signal }).toEqual({ code: 0, signal: null })
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, chapters: [{ title: 'The cast' }] })
  expect([...leftBehind()].filter((name) => !before.has(name))).toEqual([])
})

test('a port that is taken is named, with the way to choose others, and exit code 2', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  for (const more of [['--once'], ['--systems-only'], []]) {
    const { code, stdout } = await start('--json', '--ports', `0,${port}`, ...more).ended
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'port-taken',
        message: `The simulators cannot have their ports. Port ${port}, meant for the simulated PING, is taken by another program.`,
        owner: 'administrator',
        nextStep: 'Choose others, Primero first: --ports 4201,4202; or 0,0 for any that are free.',
      },
    })
  }
  await new Promise((resolve) => other.close(resolve))
})
