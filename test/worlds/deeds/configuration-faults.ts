import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import { individualOf, type SeededRandom } from '@ping-primero/sandbox'
import {
  readDeployment,
  type ReadDeployment,
} from '../../../packages/service/src/configuration/read-deployment.ts'
import { inWorld } from '../engine/sound-settings.ts'
import type { World } from '../world.ts'
import { refusalOf, until, watchRuns, whereItIsRead, windowOf } from './arm.ts'
import { child, type Deed } from './people.ts'
import { spoilings, tables } from './spreadsheets.ts'

const sound = join(import.meta.dirname, '../../../deployments/sandbox')

/** What the product makes of its configuration with one file in it as somebody left it. */
function readWith(file: string, bytes: Buffer): ReturnType<typeof readDeployment> {
  const folder = mkdtempSync(join(tmpdir(), 'ping-primero-configuration-'))
  try {
    cpSync(sound, folder, { recursive: true })
    writeFileSync(join(folder, file), bytes)
    return readDeployment(folder, {})
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Lets the service run with a configuration as it was read, and notes what it ought to come to. */
function deploy(
  world: World,
  random: SeededRandom,
  id: string,
  spoiled: { readonly words: string; readonly plain: boolean; readonly flows: readonly Flow[] },
  read: ReturnType<typeof readDeployment>,
): void {
  const { settings, deeds } = world
  const mine: ReadDeployment['problems'] = read.ok
    ? read.value.problems
    : [{ file: '', line: null, key: 'all', found: read.refusal.message, expected: 'a sound file', flows }]
  const refused = mine.some((problem) => problem.flows.length > 0)
  const note = { ...spoiled, refused, from: world.time.now(), until: null }
  deeds.spoiled.push(note)
  settings.problems = [...settings.problems, ...mine]
  if (read.ok) settings.deployment = inWorld(read.value.deployment)
  stand(world, random, id, spoiled, note, () => {
    settings.problems = settings.problems.filter((problem) => !mine.includes(problem))
    settings.deployment = world.sound.deployment
  })
}

/** Counts as a strike the first run of a concerned flow that goes on, or is refused, as it ought to. */
function stand(
  world: World,
  random: SeededRandom,
  id: string,
  { plain, flows: concerned }: { readonly plain: boolean; readonly flows: readonly Flow[] },
  note: { until: number | null },
  end: () => void,
): void {
  const ms = windowOf(random)
  watchRuns(world, ms, id, (tried) => {
    if (!concerned.includes(tried.flow)) return false
    const code = refusalOf(tried)
    if (!plain) return code === 'configuration-invalid' || code === 'setting-unclear'
    return code === null && tried.turnAt !== null
  })
  until(world, ms, () => {
    note.until = world.time.now()
    end()
  })
}

const spoiledTable: Deed = (world, random) => {
  const [name, concerned] = random.pick(tables)
  const { words, plain, spoil } = random.pick(spoilings)
  const file = `mappings/${name}.csv`
  const bytes = spoil(readFileSync(join(sound, file), 'utf8'), random)
  if (bytes === null) return null
  deploy(world, random, 'F92', { words, plain, flows: concerned }, readWith(file, bytes))
  return `F92: ${name}.csv comes out of a spreadsheet with ${words}`
}

type SecretChange = readonly [words: string, change: (secret: string) => string]
type Change = readonly [words: string, plain: boolean, change: (text: string) => Buffer | string]

const yamlChanges: readonly [Change, ...Change[]] = [
  ['a byte order mark', true, (text) => `\ufeff${text}`],
  ['line ends of Windows', true, (text) => text.replaceAll('\n', '\r\n')],
  ['no-break blanks', true, (text) => text.replaceAll(' ', '\u00a0')],
  ['a mark in a user name', false, (text) => text.replace(/(intakeUser: \S+)/, '$1\u200b')],
  ['curly quotation marks', false, (text) => text.replace(/(moduleId: )(\S+)/, '$1\u201c$2\u201d')],
  ['a dash of a word processor', false, (text) => text.replace('PNR-', 'PNR\u2013')],
  ['Windows-1252', false, (text) => Buffer.from(text.replace('title: ', 'title: \u00e9'), 'latin1')],
]

const secretChanges: readonly [SecretChange, ...SecretChange[]] = [
  ['a byte order mark', (secret) => `\ufeff${secret}`],
  ['a second line', (secret) => `${secret}\nold`],
  ['a line end', (secret) => `${secret}\r\n`],
  ['U+200B', (secret) => `${secret}\u200b`],
  ['a mark of direction', (secret) => `\u202a${secret}\u202c`],
  ['a character that was lost', (secret) => `${secret}\ufffd`],
]

const spoiledSettings: Deed = (world, random) => {
  const [words, plain, change] = random.pick(yamlChanges)
  const text = readFileSync(join(sound, 'deployment.yaml'), 'utf8')
  const read = readWith('deployment.yaml', Buffer.from(change(text)))
  deploy(world, random, 'F93', { words, plain, flows }, read)
  return `F93: deployment.yaml has ${words}`
}

/** Under the deployment's own name, which wins over the sound one that all deployments share. */
const spoiledSecret: Deed = (world, random) => {
  const name = random.pick(['PING_USERNAME', 'PING_PASSWORD', 'PRIMERO_PASSWORD', 'LEDGER_KEY'] as const)
  const own = `SANDBOX_${name}`
  const [words, change] = random.pick(secretChanges)
  const value = world.sound.env[name]
  if (value === undefined || world.settings.env[own] !== undefined) return null
  const note = { words, plain: false, flows, refused: true, from: world.time.now(), until: null }
  world.deeds.spoiled.push(note)
  world.settings.env[own] = change(value)
  stand(world, random, 'F93', note, note, () => {
    world.settings.env[own] = undefined
  })
  return `F93: ${own} has ${words}`
}

const typings: readonly [(label: string) => string, ...((label: string) => string)[]] = [
  (label) => label.replace(' ', '\u00a0'),
  (label) => label.replace(' ', '  '),
  (label) => label.replace(' ', '\u3000'),
  (label) => `${label}\u200b`,
  (label) => label.replace(' ', '\u00ad '),
  (label) => `\u202a${label}\u202c`,
]

/** An agreed service type, with blanks or marks in it that nobody sees, as somebody typed it in proGres. */
const typedOddly: Deed = (world, random) => {
  const person = child(world, random)
  const label = random.pick(['Alternative Care', 'Family Tracing and Reunification'])
  const { number, guid } = world.ping.act.refer({
    individual: individualOf(person),
    guid: random.guid(),
    type: random.pick(typings)(label),
    officer: person.officer,
  })
  whereItIsRead(world, windowOf(random), 'F92', guid)
  return `F92: UNHCR refers ${number} for an agreed service, typed oddly`
}

/** What other people's programs do to tables, settings and secrets. */
export const configurationFaults: Readonly<Record<string, Deed>> = {
  F92: spoiledTable,
  'F92 typed': typedOddly,
  F93: spoiledSettings,
  'F93 secret': spoiledSecret,
}
