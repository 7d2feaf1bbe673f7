import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  individualOf,
  inventPeople,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
  startSystems,
  type Systems,
} from '@ping-primero/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleSecret, consoleYaml } from '../support/console-yaml.ts'
import { openPlayground, type Playground, type Typing } from '../support/playground.ts'
import { refer } from '../referrals-out/scene.ts'
import { isOfProgram, optionName, pages, printedOn, type Printed } from './printed.ts'

/** What cannot be run on one machine, or not in the minutes of a test. */
const notRun: readonly (readonly [RegExp, why: string])[] = [
  [/^npm ci/, 'installs what this test runs with'],
  [/^npm test$/, 'runs every test, this one as well'],
  [/^npm start$/, 'the story in two minutes; sandbox --once plays the same'],
  [/^npm run /, 'measurements of minutes and hours; each has tests of its own'],
  [/^(sudo|systemctl) /, 'needs systemd, and rights over the machine'],
  [/^source .* zsh\)$/, 'needs zsh; the tests of completion try it where it is'],
  [optionName, 'the name of an option, without what it takes'],
]

const why = 'Settled by phone with the focal point'
/** So many of each are printed at most. */
const waitingForPerson = 12
let systems: Systems
let playground: Playground
/** Referrals that need somebody, to be named once each. */
let toHandle: string[] = []
let toLetGo: string[] = []
let unmapped = ''
let decided = ''

beforeAll(async () => {
  systems = await startSystems({ seed: 3 })
  const { ping, primero } = systems
  seedReferrals(systems, { count: 4, seed: 3, knownShare: 0.5 })
  seedOutgoing(primero, { count: 3, seed: 3, from: 20 })
  decided = seedReviewed(ping, primero, { count: 2, seed: 3, from: 30 })[0]?.referral.number ?? ''
  const notAgreed = inventPeople({ count: waitingForPerson, seed: 3, from: 40 }).map(
    (child) => ping.act.refer({ individual: individualOf(child), type: 'Accessibility' }).number,
  )
  ;[unmapped = '', ...toHandle] = notAgreed
  toLetGo = Array.from(
    { length: waitingForPerson },
    (_, place) => refer(systems, 60 + place, { refer: { consent_overridden: true } }).referralId,
  )
  playground = openPlayground()
  playground.deploy('kebele', { ping: ping.url, primero: primero.url })
  writeFileSync(join(playground.directory, 'console.yaml'), consoleYaml('kebele'))
})
afterAll(async () => {
  await systems.stop()
  await playground[Symbol.asyncDispose]()
})

/** The head of the history, as `audit verify` prints it. */
async function head(): Promise<string> {
  const { stdout } = await playground.type('npx ping-primero audit verify')
  return /Head, to be kept elsewhere: (\S+)/.exec(stdout)?.[1] ?? ''
}

/** The line with what a reader would put in: paths, ports, numbers and reasons of their own. */
async function filledIn(line: string): Promise<string> {
  const kept = line.includes('--head ') ? await head() : ''
  const number = (): string => (line.includes('--release') ? toLetGo : toHandle).shift() ?? ''
  return line
    .replace(/deployments\/(?:<name>|sandbox|gambella)/, 'deployments/kebele')
    .replace(/(--deployment )(?:…|DIR)/, '$1deployments/kebele')
    .replace('--deployments DIR', '--deployments deployments')
    .replaceAll(/--head \S+/g, `--head ${kept}`)
    .replace(/"…"|(?<=--why )…/, `"${why}"`)
    .replace('803-26-PRTITV-1000004', unmapped)
    .replace('REF-IOP-DAD-000000001', decided)
    .replace('NUMBER', number)
    .replace(' FILE', ' backups/one.db')
    .replace('/backups/', 'backups/')
    .replace('ledger-2026-11-22', 'ledger-$(date +%Y-%m-%d)')
    .replace('openfn-<name>', 'openfn-kebele')
    .replace('http://127.0.0.1:4101', systems.primero.url)
    .replace(/(ping-primero sandbox --\S+)/, '$1 --ports 0,0')
}

/** What goes on until it is told to end, and what it says once it is up. */
function untilFor(line: string): Pick<Typing, 'until'> {
  if (line.includes('ping-primero serve')) return { until: '"event":"serving"' }
  if (line.includes('ping-primero console')) return { until: '"event":"console-open"' }
  return line.includes('--systems-only') ? { until: 'run all --deployment' } : {}
}

/** Commands that stand alone, and need not be run again on another page. */
const alone = new Set<string>()

function isRun({ line }: Printed): boolean {
  if (notRun.some(([pattern]) => pattern.test(line)) || alone.has(line)) return false
  if (line.includes('ping-primero sandbox')) alone.add(line)
  return true
}

const withCommands = pages
  .map((page) => ({ page, commands: printedOn(page).filter(isRun) }))
  .filter(({ commands }) => commands.length > 0)

test('what is not run is printed somewhere', () => {
  const lines = pages.flatMap(printedOn).map(({ line }) => line)
  for (const [pattern, why] of notRun)
    expect(
      lines.filter((line) => pattern.test(line)),
      why,
    ).not.toEqual([])
})

test.each(withCommands)(
  '$page: each command runs as it is printed, one after the other',
  async ({ commands }) => {
    // What the page exports holds for what follows it there.
    const env: Record<string, string> = { ...consoleSecret }
    const seen = new Set<string>()
    for (const printed of commands) {
      if (seen.has(printed.line)) continue
      seen.add(printed.line)
      const line = await filledIn(printed.line)
      const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? []
      if (name !== undefined && value !== undefined) {
        env[name] = value
        continue
      }
      const short = printed.short && isOfProgram(printed)
      const typed = short ? `npx ping-primero ${line}` : line
      const around = short ? { PING_PRIMERO_DEPLOYMENT: 'deployments/kebele' } : {}
      const { code, stderr } = await playground.type(typed, { env: { ...env, ...around }, ...untilFor(line) })
      expect([0, 3, 4], `${typed} ended with ${code}: ${stderr.slice(-500)}`).toContain(code)
    }
  },
)
