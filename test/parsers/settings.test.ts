import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { flows, type ItemState, type LedgerItem } from '@ping-primero/core'
import { newItem } from '@ping-primero/core/ledger/item.ts'
import { plainNumber } from '@ping-primero/core/domain/individual-number.ts'
import { individualPseudonym, individualPseudonyms } from '@ping-primero/core/privacy/pseudonym.ts'
import { flowOf } from '../../packages/service/src/commands/flow-argument.ts'
import { retryCommand } from '../../packages/service/src/commands/retry/command.ts'
import { runCommand } from '../../packages/service/src/commands/run/command.ts'
import { instantOf, run } from '../../packages/service/src/commands/run/handler.ts'
import { sandboxCommand } from '../../packages/service/src/commands/sandbox/command.ts'
import { orderOf } from '../../packages/service/src/commands/sandbox/options.ts'
import { readDeployment } from '../../packages/service/src/configuration/read-deployment.ts'
import { readLedgerUrl } from '../../packages/service/src/configuration/ledger-url.ts'
import { readSecrets } from '../../packages/service/src/configuration/secrets.ts'
import { itemOf, rowOf } from '../../packages/service/src/ledger/row.ts'
import { nearlyText, text } from './hostile.ts'
import { holds } from './runs.ts'

const directory = mkdtempSync(join(tmpdir(), 'ping-primero-parsers-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const key = 'Kiremt-09-bega-17-meher-25-tsedey-33'
const whole: Readonly<Record<string, string>> = {
  PING_USERNAME: 'a',
  PING_PASSWORD: 'b',
  PING_SUBSCRIPTION_KEY: 'c',
  PRIMERO_USERNAME: 'd',
  PRIMERO_PASSWORD: 'e',
  LEDGER_KEY: key,
}

const names = [...Object.keys(whole), 'LEDGER_KEYS_OLD', 'LEDGER_URL'].flatMap((name) => [
  name,
  `${name}_FILE`,
  `SOUTH_SUDAN_${name}`,
])

test('settings of any kind are secrets, or a refusal that shows none of them', async () => {
  const file = join(directory, 'secret')
  writeFileSync(file, 'from a file\n')
  const value = fc.oneof(text, fc.constantFrom(file, directory, '/nowhere/at/all', 'a\0b', key))
  const env = fc.tuple(fc.dictionary(fc.constantFrom(...names), value), fc.boolean())
  await holds(
    'settings',
    1500,
    fc.property(env, fc.constantFrom('test', 'production'), ([given, full], environment) => {
      const all = full ? { ...whole, ...given } : given
      const read = readSecrets(all, { name: 'south-sudan', environment })
      const url = readLedgerUrl(all)
      if (!read.ok) {
        const shown = JSON.stringify(read.refusal)
        const secrets = Object.values(given).filter((one) => one.length > 12 && one.isWellFormed())
        expect(secrets.filter((one) => shown.includes(one))).toEqual([])
        return
      }
      expect(read.value.keys.current.length).toBeGreaterThanOrEqual(32)
      expect(url.ok ? url.value : url.refusal.code).not.toBe('')
    }),
  )
})

test('a secret with a mark or a line end anywhere is refused by its variable, and nothing of it is shown', async () => {
  const mark = fc.constantFrom(
    '\u200b',
    '\ufeff',
    '\u00ad',
    '\u202a',
    '\u2069',
    '\n',
    '\r\n',
    '\u2028',
    '\0',
    '\ufffd',
  )
  const place = fc.constantFrom(...Object.keys(whole), 'LEDGER_KEYS_OLD', 'SOUTH_SUDAN_PRIMERO_PASSWORD')
  await holds(
    'settings',
    600,
    fc.property(place, mark, fc.nat({ max: key.length }), (name, piece, at) => {
      const given = key.slice(0, at) + piece + key.slice(at)
      const read = readSecrets({ ...whole, [name]: given }, { name: 'south-sudan', environment: 'test' })
      if (read.ok) throw new Error('it was taken')
      expect(read.refusal).toMatchObject({
        code: 'setting-unclear',
        message: expect.stringContaining(`${name} holds `),
      })
      expect(read.refusal.message).not.toContain(given)
    }),
  )
})

test('an individual number of any kind has one pseudonym per key, and one more where it is not written plainly', async () => {
  await holds(
    'pseudonyms',
    600,
    fc.property(text, (number) => {
      const keys = { current: key, old: [`${key} once`] }
      const all = individualPseudonyms(keys, 'sandbox', number)
      const perKey = plainNumber(number) === number.trim().toUpperCase() ? 1 : 2
      expect(all.map((one) => /^[0-9a-f]{64}$/.test(one))).toEqual(Array(2 * perKey).fill(true))
      expect(all[0]).toBe(individualPseudonym(keys, 'sandbox', number))
      expect(individualPseudonyms({ current: key, old: [] }, 'sandbox', ` ${number} `)).toEqual(
        all.slice(0, perKey),
      )
    }),
  )
})

const unreadable: readonly (readonly [what: string, make: (folder: string) => string])[] = [
  ['a file', (folder) => join(folder, 'deployment.yaml')],
  ['a folder in which deployment.yaml is a folder', (folder) => join(folder, 'nested')],
  ['a folder in which mappings is a file', (folder) => join(folder, 'flat')],
  ['a folder in which a mapping is a folder', (folder) => join(folder, 'folded')],
  ['a path with NUL', (folder) => `${folder}\0`],
  ['nothing', () => ''],
  ['a path longer than any', (folder) => join(folder, 'x'.repeat(5000))],
]

test.each(unreadable)('a deployment directory that is %s is refused in words', (_, make) => {
  for (const name of ['nested/deployment.yaml', 'flat', 'folded/mappings/sex.csv']) {
    mkdirSync(join(directory, name), { recursive: true })
  }
  for (const name of ['deployment.yaml', 'flat/deployment.yaml', 'flat/mappings', 'folded/deployment.yaml']) {
    writeFileSync(join(directory, name), 'name: x\n')
  }
  const read = readDeployment(make(directory), {})
  expect(read.ok ? 'read' : read.refusal.code).toMatch(/^(?:deployment-unknown|configuration-invalid)$/)
})

/** What the engine takes for a day when it stands alone, and for none when a time follows. */
function isHalfADay(given: string): boolean {
  const day = given.slice(0, 10)
  return !Number.isNaN(Date.parse(day)) && Number.isNaN(Date.parse(`${day}T00:00:00Z`))
}

test('an instant on a day that the engine is of two minds about is none', () => {
  expect(instantOf('0001-13-01')).toBeNull()
})

test('an instant on the command line is the day that was typed, with its offset', async () => {
  const typed = fc.oneof(
    text,
    ...['2026-03-01', '2026-03-01T00:00:00Z', '2026-02-28T23:30:00.5+03:00'].map((one) => nearlyText(one)),
    fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(([year, month, date]) =>
        [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(date).padStart(2, '0')].join(
          '-',
        ),
      ),
  )
  await holds(
    'command line: --since',
    3000,
    fc.property(typed, (given) => {
      if (isHalfADay(given)) return
      const instant = instantOf(given)
      if (instant === null) return
      const apart = Math.abs(Date.parse(instant) - Date.parse(`${given.slice(0, 10)}T00:00:00Z`))
      expect(instant).toMatch(/^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
      expect(given.length > 10 ? apart <= 2 * 86_400_000 : apart === 0).toBe(true)
    }),
  )
})

const context = {
  env: {},
  clock: { now: () => 0, sleep: async () => {} },
  json: true,
  user: 'somebody',
}

test('`run` refuses whatever arguments it cannot take, before it looks for anything', async () => {
  const options = fc.record({
    deployment: fc.constant(join(directory, 'none')),
    flow: fc.oneof(fc.constantFrom('all', ...flows), text),
    since: fc.option(fc.oneof(fc.constant('2026-03-01'), text), { nil: undefined }),
    only: fc.option(text, { nil: undefined }),
    wait: fc.oneof(fc.constantFrom('0', '600', '1e9', '-1', '0x10', '99999999'), text),
  })
  await holds(
    'command line: run',
    400,
    fc.asyncProperty(options, async ({ since, only, ...rest }) => {
      const outcome = await run(
        { ...rest, ...(since === undefined ? {} : { since }), ...(only === undefined ? {} : { only }) },
        context,
      )
      expect(outcome.ok ? '' : outcome.refusal.code).toMatch(
        /^(?:flow-unknown|arguments-invalid|deployment-unknown)$/,
      )
    }),
  )
})

test('the words of a command line become options, or the parser says what is wrong', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      '--json',
      '--since',
      '--wait',
      '--only',
      '--all',
      '--seed',
      '--',
      '-',
      '--deployment',
      '--seed=',
      '1.1',
      '--ports',
    ),
    text.filter((one) => one.length < 200),
  )
  await holds(
    'command line: words',
    800,
    fc.asyncProperty(
      fc.array(word, { maxLength: 6 }),
      fc.constantFrom(runCommand, sandboxCommand, retryCommand),
      async (words, make) => {
        const given: unknown[] = []
        const made = make(async (_, options) => {
          given.push(options)
        })
        made.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} })
        const refused = await made.parseAsync(words, { from: 'user' }).then(
          () => false,
          (error: unknown) => error instanceof Error && error.name === 'CommanderError',
        )
        expect([given.length, refused]).toEqual(refused ? [0, true] : [1, false])
      },
    ),
  )
})

test('the options of `sandbox` are an order within bounds, or refused', async () => {
  const options = fc.record({
    ports: fc.oneof(text, fc.constantFrom('4101,4102', '0,0', '70000,1', '1,1', '٤,٥')),
    world: fc.oneof(text, fc.constantFrom('story', 'recorded')),
    primeroVersion: fc.oneof(text, fc.constantFrom('2.15', '2.14')),
    primeroCsrf: fc.oneof(text, fc.constantFrom('on', 'off')),
    seed: fc.oneof(text, fc.constantFrom('1', '999999', '1e5', '-1', '٣')),
  })
  await holds(
    'command line: sandbox',
    1000,
    fc.property(options, fc.boolean(), (given, systemsOnly) => {
      const order = orderOf(systemsOnly ? { ...given, systemsOnly } : given)
      if (!order.ok) return
      const { ports, seed } = order.value
      expect(
        [ports.primero, ports.ping].every((port) => Number.isInteger(port) && port >= 0 && port < 65_536),
      ).toBe(true)
      expect(Number.isInteger(seed) && seed >= 0 && seed < 1_000_000).toBe(true)
    }),
  )
})

test('a flow is named exactly', async () => {
  await holds(
    'command line: flow',
    500,
    fc.property(fc.oneof(text, nearlyText('1.1')), (given) => {
      expect(flowOf(given).ok).toBe(flows.some((flow) => flow === given))
    }),
  )
})

test('a ledger row gives back the item it was made of', async () => {
  const some = fc.option(text, { nil: null })
  const numbers = fc.dictionary(
    fc.constantFrom(
      'interventionNumber',
      'interventionGuid',
      'primeroId',
      'caseId',
      'referralId',
      'refIopGuid',
      'transactionId',
    ),
    text,
  )
  const changes = fc.record({
    key: text,
    state: fc.constantFrom<ItemState>('confirmed', 'waiting', 'attention', 'withdrawn', 'handled'),
    about: fc.array(text),
    nextTry: some,
    version: some,
    fingerprint: some,
    lookDue: fc.boolean(),
    numbers,
    individual: some,
  })
  await holds(
    'ledger rows',
    1500,
    fc.property(changes, (given) => {
      const found = { flow: '1.2', key: 'k', version: null, individual: null, numbers: {} } as const
      const item: LedgerItem = { ...newItem(found, 'run', '2026-11-23T08:00:00.000Z', 'Etc/UTC'), ...given }
      expect(itemOf(rowOf('sandbox', item, item.revision))).toEqual(item)
    }),
  )
})
