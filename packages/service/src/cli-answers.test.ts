import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { credentials } from '../../../test/support/accounts.ts'
import { consoleSecret, consoleYaml } from '../../../test/support/console-yaml.ts'
import { pointed } from '../../../test/support/pointed.ts'
import { seedOutgoing, seedReferrals, startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import { formOf } from './answers.fixture.ts'
import { startCommand, type StartedCommand } from './cli.fixture.ts'
import { answerForms } from './commands/answer-forms.ts'
import { itemWith } from './ledger/item.fixture.ts'
import { openLedger } from './ledger/store.ts'

let directory = ''
let url = ''
let systems: Systems

/** Referrals of which nobody knows whether UNHCR has them. */
const inDoubt = ['referral-1', 'referral-2']

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-answers-'))
  url = `sqlite:${join(directory, 'ledger.db')}`
  systems = await startSystems({ seed: 1 })
  const { ping, primero } = systems
  cpSync('deployments/sandbox', join(directory, 'deployments', 'north'), { recursive: true })
  const yaml = join(directory, 'deployments', 'north', 'deployment.yaml')
  const text = pointed(readFileSync(yaml, 'utf8'), { ping: ping.url, primero: primero.url })
    .replace('name: sandbox', 'name: north')
    .replaceAll(/schedule: '[^']*'/g, "schedule: '0 12 1 1 *'")
    .replaceAll('requestsPerSecond: 20', 'requestsPerSecond: 0')
  writeFileSync(yaml, text)
  writeFileSync(join(directory, 'console.yaml'), consoleYaml('north'))
  seedReferrals(systems, { count: 3, seed: 1 })
  seedOutgoing(primero, { count: 2, seed: 1, from: 3 })
  const store = await openLedger(url)
  const doubtful = { flow: '2.1', state: 'attention', reason: 'outcome-unknown' } as const
  await store.forDeployment('north').save(
    inDoubt.map((referralId) => itemWith({ ...doubtful, key: referralId, numbers: { referralId } })),
    [],
  )
  await store.close()
})
afterAll(async () => {
  await systems.stop()
  rmSync(directory, { recursive: true })
})

/** Lets the command line say on stderr which schemas of answers it loads; that it loads itself shows that it says so. */
const loading = `import { registerHooks } from 'node:module'
const told = /\\/(src\\/cli|answers\\/parts|commands\\/[a-z]+\\/answer)\\.ts$/
registerHooks({ load: (url, context, next) => {
  if (told.test(url)) process.stderr.write('loads ' + told.exec(url)[1] + '\\n')
  return next(url, context)
} })`

function start(typed: string): StartedCommand {
  return startCommand({
    args: [...typed.split(' '), '--json'],
    cwd: directory,
    env: { ...credentials, ...consoleSecret, LEDGER_URL: url, PING_PRIMERO_DEPLOYMENT: 'deployments/north' },
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(loading)}`],
  })
}

/** Waits for an answer, which the fixture holds against its schema; it must not be a refusal. */
async function answered({ ended }: StartedCommand, alsoLoaded: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await ended
  expect([0, 3, 4], stdout).toContain(code)
  expect(stderr.match(/(?<=^loads )\S+/gm)).toEqual(['src/cli', ...alsoLoaded])
  return stdout
}

/** Words that answers and the console's forms have in common. */
const forms = ['answers/parts']

test('every form of answer is given for real and is what its schema says, and no command loads a schema for it', async () => {
  const given = new Set<string | undefined>()
  const note = (typed: string): void => void given.add(formOf(typed.split(' '))?.name)
  const answer = async (typed: string): Promise<string> => {
    note(typed)
    return answered(start(typed))
  }
  const [intervention] = systems.ping.store.interventions.values()
  if (intervention === undefined) throw new Error('There is no referral.')
  const { number } = systems.ping.act.correct(intervention.guid, { type: 'Agreed on by nobody' })

  await answer('run all --dry-run')
  await answer('run 1.1 --dry-run')
  await answer(`retry ${inDoubt[0]} --release`)
  await answer(`explain ${inDoubt[0]}`)
  await answer(`retry ${inDoubt[1]} --release --now`)
  await answer('run all')
  for (const listed of ['list', 'list --settled', 'status', `explain ${number}`]) await answer(listed)
  await answer('check --all')
  await answer('reconcile')
  await answer(`reconcile ${number}`)
  await answer('report')
  await answer('retry --all')
  await answer(`retry ${number} --now`)
  await answer(`handle ${number} --why agreed-by-telephone`)
  await answer('pause 2.2 --why maintenance')
  await answer('pause all --why maintenance')
  await answer('status')
  await answer('run 1.1')
  await answer('resume 2.2')
  await answer('resume all')
  await answer('audit verify')
  await answer('audit export')
  await answer('backup --to copy.db')
  await answer('restore --from copy.db')
  await answer('openfn build --out openfn --owner admin@example.org')

  for (const [typed, said, alsoLoaded] of [
    ['serve --deployments deployments', '"event":"console-open"', forms],
    ['serve --deployments deployments --no-console', '"event":"serving"', []],
    ['console --deployments deployments', '"event":"console-open"', forms],
    ['sandbox --systems-only --ports 0,0', 'run all --deployment', []],
  ] as const) {
    note(typed)
    const started = start(typed)
    await started.said(said)
    started.kill('SIGTERM')
    await answered(started, alsoLoaded)
  }
  // The story has tests of its own (test/sandbox.test.ts).
  expect(given.add('sandbox')).toEqual(new Set(answerForms.map(({ name }) => name)))
})
