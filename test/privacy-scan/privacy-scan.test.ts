import { expect, test } from 'vitest'
import { ofOffice } from '../kills/office.ts'
import { killed } from './deaths.ts'
import { playScenario } from './play.ts'
import type { Scenario } from './scenarios.ts'
import { troubles } from './troubles.ts'

const seed = 7
/** A few seconds each; a busy machine takes its time. */
const timeoutMs = 120_000
const runAll = ['run', 'all', ...ofOffice, '--json', '--verbose']

/** A run, people who decide, and another run, under a trouble. */
function short(name: string): Scenario {
  const trouble = troubles.find((one) => one.name === name)
  if (trouble === undefined) throw new Error(`There is no trouble called ${name}.`)
  return {
    name,
    play: async ({ world, run }) => {
      trouble.strike(world.systems)
      await run('run all', runAll)
      world.decide()
      await run('run all, in words', ['run', 'all', ...ofOffice])
    },
  }
}

test.each([
  short('errors that quote request, answer and credentials (500)'),
  short('refusals that quote the record (422)'),
  killed(3),
])(
  'P11 P12 nothing personal and no secret is in any output or file of the real process: $name',
  async (scenario) => {
    const played = await playScenario(scenario, seed, 3)
    expect(played.found).toEqual([])
    expect(played.passedThrough).toBeGreaterThan(100)
    expect(played.files).toBeGreaterThan(3)
    expect(played.bytes).toBeGreaterThan(100_000)
  },
  timeoutMs,
)

test(
  'P11 F52 nothing is in what a process says and leaves that dies for want of memory',
  async () => {
    const played = await playScenario(
      {
        name: 'out of memory',
        play: async ({ run }) => {
          const limits = ['--max-old-space-size=21', '--report-on-fatalerror', '--report-exclude-env']
          await run('run all', runAll, { nodeArgs: [...limits, '--report-directory=.'] })
        },
      },
      seed,
      3,
    )
    expect(played.found).toEqual([])
    expect(played.ends).toEqual({ SIGABRT: 1 })
  },
  timeoutMs,
)

test(
  'a canary that a process says or leaves is found, with its place and kind alone',
  async () => {
    const saying = (where: string) => [
      '--import',
      `data:text/javascript,${encodeURIComponent(
        `import { writeFileSync } from 'node:fs'
       const own = JSON.parse
       JSON.parse = (text, ...more) => {
         const name = /Zqx[0-9a-z]+q/.exec(text)?.[0]
         if (name !== undefined) ${where}
         return own(text, ...more)
       }`,
      )}`,
    ]
    const played = await playScenario(
      {
        name: 'a talkative process',
        play: async ({ run }) => {
          const args = ['run', '1.1', ...ofOffice, '--json']
          await run('aloud', args, { nodeArgs: saying('process.stderr.write(name + "\\n")') })
          await run('in a file', args, {
            nodeArgs: saying('writeFileSync("tmp/x", Buffer.from(name).toString("base64"))'),
          })
        },
      },
      seed,
      3,
    )
    const places = new Set(played.found.map(({ place, kind }) => `${kind} in ${place}`))
    expect([...places]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(name|address|text|contact) in stderr of aloud$/),
        expect.stringMatching(/^(name|address|text|contact) in a file below tmp, after in a file$/),
      ]),
    )
    expect(JSON.stringify(played)).not.toMatch(/zqx/i)
  },
  timeoutMs,
)
