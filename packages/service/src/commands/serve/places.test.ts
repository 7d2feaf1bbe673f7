import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounts } from '../../../../../test/support/accounts.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import type { ServiceEvent } from '../../log/service-event.ts'
import { servedPlaces } from './places.ts'

let directory = ''
let events: ServiceEvent[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-served-'))
  events = []
})
afterEach(() => rmSync(directory, { recursive: true }))

/** A deployment in a folder of this name; `called` = its name. */
function deployment(folder: string, called = folder): string {
  const path = join(directory, folder)
  cpSync('deployments/sandbox', path, { recursive: true })
  const yaml = join(path, 'deployment.yaml')
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/^name: .*$/m, `name: ${called}`))
  return path
}

function served(env: Record<string, string> = {}, directories: readonly string[] = [directory]) {
  return servedPlaces(directories, env, (event) => void events.push(event))
}

function names(env: Record<string, string> = {}, directories?: readonly string[]): readonly string[] {
  const result = served(env, directories)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value.places.map(({ name }) => name)
}

function prefixed(prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(accounts).map(([name, value]) => [`${prefix}_${name}`, value]))
}

test('patterns, hidden folders and the sandbox are passed over, whatever the case of its name', () => {
  deployment('gambella')
  for (const folder of ['_template', '.git', '..data', 'Sandbox']) deployment(folder, 'sandbox')
  mkdirSync(join(directory, 'notes'))
  writeFileSync(join(directory, 'deployment.yaml.bak'), '')
  expect(names()).toEqual(['gambella'])
  expect(events).toEqual([
    { event: 'folder-passed-over', directory: join(directory, 'Sandbox'), why: 'sandbox' },
    { event: 'folder-passed-over', directory: join(directory, 'notes'), why: 'no-deployment' },
  ])
})

test('what is named is served, the sandbox and a pattern as well', () => {
  const sandbox = deployment('sandbox')
  const pattern = deployment('_template', 'pattern')
  expect(names({}, [sandbox])).toEqual(['sandbox'])
  expect(names({}, [directory, sandbox, pattern].slice(1))).toEqual(['sandbox', 'pattern'])
})

test('where only the sandbox is, nothing is served, and the answer says how to name it', () => {
  const sandbox = deployment('sandbox')
  const result = served()
  expect(result).toMatchObject({ ok: false, refusal: { code: 'deployment-unknown' } })
  expect(result.ok ? '' : result.refusal.message).toContain(`--deployments ${sandbox}`)
})

test('two folders of one name are refused, both are named, and one folder under two names is one', () => {
  const one = deployment('gambella')
  symlinkSync(one, join(directory, 'linked'))
  expect(names()).toEqual(['gambella'])
  const copy = deployment('gambella copy', 'gambella')
  const result = served()
  expect(result).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
  const said = result.ok ? '' : result.refusal.message
  expect(said).toContain(copy)
  expect(said).toContain('bear one name: gambella')
})

test('one deployment takes secrets without its name in front; of several none does, and what to set is named', () => {
  deployment('gambella')
  const one = served({ ...accounts })
  expect(one.ok && one.value.env).toEqual(accounts)
  deployment('south-sudan')
  const several = served({
    ...prefixed('GAMBELLA'),
    PING_PASSWORD: accounts.PING_PASSWORD,
    PRIMERO_USERNAME_FILE: '/run/x',
  })
  expect(several).toMatchObject({ ok: false, refusal: { code: 'secret-shared' } })
  expect(several.ok ? '' : several.refusal.message).toBe(
    'Secrets that name no deployment are never given to several. Without a name in front: PING_PASSWORD, PRIMERO_USERNAME_FILE. To be set for each: SOUTH_SUDAN_PING_PASSWORD, SOUTH_SUDAN_PRIMERO_USERNAME.',
  )
})

test('where each has its own, those without a name are given to none', () => {
  deployment('gambella')
  deployment('kenya')
  const key = 'kT7#vQ2pLw9zXc4RmB8nJd5sGf3hYa6u'
  const result = served({ ...accounts, ...prefixed('GAMBELLA'), ...prefixed('KENYA'), LEDGER_KEY: key })
  if (!result.ok) throw new Error(result.refusal.message)
  expect(Object.keys(result.value.env).filter((name) => /^(PING|PRIMERO)_/.test(name))).toEqual([])
  expect(readSecrets(result.value.env, { name: 'kenya', environment: 'test' })).toMatchObject({ ok: true })
})

test('a folder that cannot be read today counts: the secrets may be meant for it', () => {
  deployment('gambella')
  const broken = deployment('kenya')
  writeFileSync(join(broken, 'deployment.yaml'), 'name: [')
  expect(served({ ...accounts })).toMatchObject({ ok: false, refusal: { code: 'secret-shared' } })
  expect(names(prefixed('GAMBELLA'))).toEqual(['gambella'])
})

test('a directory that is not there, or empty, is said to be so and counts: it may be mounted tomorrow', () => {
  deployment('gambella')
  mkdirSync(join(directory, 'elsewhere'))
  for (const missing of [join(directory, 'nowhere'), join(directory, 'elsewhere')]) {
    expect(served({ ...accounts }, [directory, missing])).toMatchObject({
      ok: false,
      refusal: { code: 'secret-shared' },
    })
    expect(names(prefixed('GAMBELLA'), [directory, missing])).toEqual(['gambella'])
    expect(events.at(-1)).toMatchObject({ event: 'deployment-refused', directory: missing })
  }
})

test('a folder that is not there is named as such, without a word of what would be in it', () => {
  const missing = join(directory, 'nowhere')
  expect(served({}, [missing])).toMatchObject({
    refusal: { code: 'deployment-unknown', message: expect.stringMatching(/Not there: \S+nowhere\.$/) },
  })
})

test('a deployment that is named and refused is not taken for a folder of others', () => {
  const broken = deployment('broken')
  writeFileSync(join(broken, 'deployment.yaml'), 'name: [')
  expect(served({}, [broken])).toMatchObject({
    refusal: { code: 'deployment-unknown', message: expect.not.stringContaining('The folder sandbox') },
  })
})
