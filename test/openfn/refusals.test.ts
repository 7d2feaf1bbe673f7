/** Steps on OpenFn that are refused: what stands in their log and in the state, in OpenFn's own words. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { configurationOf, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterEach(async () => scene.finish())
afterAll(() => scene.remove())

/** How often a text stands in another. */
function timesIn(text: string, part: string): number {
  return text.split(part).length - 1
}

const variable = /\b(?:PING|PRIMERO|LEDGER)_[A-Z_]+\b/

test.each([
  [
    'a wrong password',
    { primeroPassword: 'not the password' },
    'Primero refused the user name or password.',
    '[primeroUsername, primeroPassword] (primero-credentials-refused)',
  ],
  [
    'a password in quotation marks',
    { pingPassword: '"not the password"' },
    'A setting holds what cannot be meant',
    'pingPassword holds quotation marks around it. (setting-unclear)',
  ],
  [
    'a ledger where there is no directory',
    { ledgerUrl: 'sqlite:/var/nowhere/at-all/ledger.db' },
    'The ledger cannot be used.',
    'Look at ledgerUrl,',
  ],
  [
    'a key left out',
    { ledgerKey: undefined },
    'The configuration of the deployment must be mended first.',
    'The credential: ledgerKey: ',
  ],
])('%s is said once, and by the keys of the credential', async (_, given, sentence, place) => {
  const twin = await scene.aWorld()
  const ended = await scene.execute(await scene.aWorker(), await scene.plan(twin, '1.1', given))
  expect(ended.steps).toHaveLength(1)
  for (const told of [ended.printed.join('\n'), JSON.stringify(ended.state)]) {
    expect(timesIn(told, sentence)).toBe(1)
    expect(timesIn(told, 'Whose move: ')).toBe(1)
    expect(told).toContain(place)
    expect(told).not.toMatch(variable)
  }
})

test('a ledger of other keys is said once, and by the keys of the credential', async () => {
  const twin = await scene.aWorld()
  await twin.run('1.2')
  const other = { ledgerKey: 'another key, of as many characters as it takes' }
  const ended = await scene.execute(await scene.aWorker(), await scene.plan(twin, '1.1', other))
  const printed = ended.printed.join('\n')
  expect(timesIn(printed, 'This ledger was kept with other keys.')).toBe(1)
  expect(printed).toContain('neither ledgerKey nor among ledgerKeysOld')
  expect(printed).toContain(join(twin.directory, 'ledger.db'))
  expect(printed).not.toMatch(variable)
})

test('what is refused in a later step is said once as well', async () => {
  const twin = await scene.aWorld()
  for (const method of ['POST', 'PATCH']) {
    const fault = { kind: 'status', status: 401 } as const
    twin.systems.primero.faults.add({ method, path: /^\/api\/v2\/cases/, fault })
  }
  const ended = await scene.execute(await scene.aWorker(), await scene.plan(twin, '1.1'))
  const printed = ended.printed.join('\n')
  expect(ended.steps).toHaveLength(2)
  expect(timesIn(printed, 'The flow stopped: ')).toBe(1)
  expect(timesIn(printed, 'primero-credentials-refused')).toBe(1)
  expect(printed).not.toMatch(variable)
})

test('one text of the mappings is as good as the object', async () => {
  const twin = await scene.aWorld()
  const { mappings } = configurationOf(twin)
  const plan = await scene.plan(twin, '1.1', { mappings: JSON.stringify(mappings) })
  const { steps, state } = await scene.execute(await scene.aWorker(), plan)
  expect(steps.map(({ error }) => error)).toEqual([null, null, null])
  expect(state).toMatchObject({ data: { report: { flow: '1.1', waiting: 0 } } })
})
