import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { deploymentsIn, invalidConfiguration, problemsOf, readDeployment } from './read-deployment.ts'

let directory = ''
let sandbox = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-deployments-'))
  sandbox = join(directory, 'sandbox')
  cpSync('deployments/sandbox', sandbox, { recursive: true })
  cpSync('deployments/sandbox', join(directory, '_pattern'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a deployment is read from its directory', () => {
  const read = readDeployment(sandbox, {})
  if (!read.ok) throw new Error(read.refusal.message)
  expect(read.value.deployment.name).toBe('sandbox')
  expect(read.value.deployment.valueMaps.maps.has('service-types-in')).toBe(true)
})

test('patterns to copy are no deployments', () => {
  expect(deploymentsIn(directory)).toEqual([sandbox])
  expect(deploymentsIn(join(directory, 'none'))).toEqual([])
})

test('the only deployment of a folder is meant by the folder; among several none is', () => {
  const read = readDeployment(directory, {})
  expect(read.ok && read.value.deployment.name).toBe('sandbox')
  cpSync(sandbox, join(directory, 'second'), { recursive: true })
  const among = readDeployment(directory, {})
  expect(among).toMatchObject({ ok: false, refusal: { code: 'deployment-unknown' } })
  expect(among.ok ? '' : among.refusal.message).toContain(`${sandbox}, ${join(directory, 'second')}`)
})

test('a directory without a deployment is answered with those near it', () => {
  const read = readDeployment(join(directory, 'sandboks'), {})
  expect(read).toMatchObject({ ok: false, refusal: { code: 'deployment-unknown' } })
  expect(read.ok ? '' : read.refusal.message).toContain(`Those near: ${sandbox}`)
})

test('the file itself, named instead of its directory, is answered as a directory without a deployment', () => {
  const read = readDeployment(join(sandbox, 'deployment.yaml'), {})
  expect(read).toMatchObject({ ok: false, refusal: { code: 'deployment-unknown' } })
})

test.each(['deployment.yaml', 'mappings/sex.csv'])(
  'a folder in place of %s is named as what must be mended',
  (name) => {
    rmSync(join(sandbox, name))
    mkdirSync(join(sandbox, name))
    const read = readDeployment(sandbox, {})
    expect(read).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
    expect(read.ok ? '' : read.refusal.message).toContain(`${join(sandbox, name)} cannot be read: EISDIR.`)
  },
)

test('a file in place of the folder of mappings counts as no mappings', () => {
  rmSync(join(sandbox, 'mappings'), { recursive: true })
  writeFileSync(join(sandbox, 'mappings'), '')
  const read = readDeployment(sandbox, {})
  if (!read.ok) throw new Error(read.refusal.message)
  expect(flows.filter((flow) => problemsOf(flow, read.value.problems).length > 0)).toEqual(flows)
})

test('what is wrong is told with file, line, found and expected', () => {
  const path = join(sandbox, 'deployment.yaml')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/timezone: .*/, 'timezone: Nowhere/Land'))
  const line = text.split('\n').findIndex((one) => one.startsWith('timezone:')) + 1
  const read = readDeployment(sandbox, {})
  expect(read).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
  expect(read.ok ? '' : read.refusal.message).toContain(
    `${path}:${line}: timezone: found "Nowhere/Land", expected `,
  )
})

test('a missing mapping stops the flows that need it and no other', () => {
  rmSync(join(sandbox, 'mappings', '2.1-referral.csv'))
  const read = readDeployment(sandbox, {})
  if (!read.ok) throw new Error(read.refusal.message)
  expect(problemsOf('2.1', read.value.problems)).not.toEqual([])
  expect(problemsOf('1.1', read.value.problems)).toEqual([])
})

test('a secret pasted into a mapping is not repeated by whoever complains of it', () => {
  const path = join(sandbox, 'mappings', 'service-types-in.csv')
  writeFileSync(path, `${readFileSync(path, 'utf8')}Quartz-River-77x\n`)
  const read = readDeployment(sandbox, { PRIMERO_PASSWORD: 'Quartz-River-77x' })
  if (!read.ok) throw new Error(read.refusal.message)
  expect(problemsOf('1.1', read.value.problems)).toEqual([expect.objectContaining({ key: '[secret]' })])
  expect(JSON.stringify(read.value)).not.toContain('Quartz-River-77x')
})

const table = (name: string): string => join(sandbox, 'mappings', name)

test.each([
  [
    'languages-in.csv',
    Buffer.from('progres_language,primero_language\nCh\u00e9rif,language1\n', 'latin1'),
    ':2: ',
    'the byte E9',
  ],
  ['languages-in.csv', Buffer.from('\ufeffprogres_language,primero_language\n', 'utf16le'), ': ', 'UTF-16'],
  ['languages-in.csv', Buffer.from('PK\u0003\u0004rest of a workbook'), ': ', 'a workbook'],
  ['languages-in.csv', Buffer.alloc(1_000_001, 'a,b\n'), ': ', '1000001 bytes'],
])(
  '%s that is no text in UTF-8 stops the flow that reads it, by file, line and what was found',
  (name, bytes, place, found) => {
    writeFileSync(table(name), bytes)
    const read = readDeployment(sandbox, {})
    if (!read.ok) throw new Error(read.refusal.message)
    const stopped = flows.filter((flow) => problemsOf(flow, read.value.problems).length > 0)
    expect(stopped).toEqual(['1.1'])
    const { message } = invalidConfiguration(read.value.problems, {})
    expect(message).toContain(`${table(name)}${place}languages-in: found ${found}`)
    expect(message).not.toContain('languages-out')
  },
)

test('what is wrong with all files is told at once', () => {
  writeFileSync(table('languages-in.csv'), Buffer.from([0xe9]))
  writeFileSync(table('sex.csv'), 'progres_sex_code,primero_sex\n1.2508E+08,female\n')
  writeFileSync(table('decision-codes.csv'), Buffer.from('\ufefflist', 'utf16le'))
  const read = readDeployment(sandbox, {})
  if (!read.ok) throw new Error(read.refusal.message)
  const files = new Set(read.value.problems.map(({ file }) => file))
  expect(files).toEqual(new Set(['languages-in.csv', 'sex.csv', 'decision-codes.csv'].map(table)))
})

test('deployment.yaml in another encoding is refused with its line', () => {
  const path = join(sandbox, 'deployment.yaml')
  const text = readFileSync(path, 'utf8').replace('title: Sandbox', 'title: Sandbox de B\u00e9ko')
  writeFileSync(path, Buffer.from(text, 'latin1'))
  const read = readDeployment(sandbox, {})
  expect(read).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
  const line = text.split('\n').findIndex((one) => one.startsWith('title:')) + 1
  expect(read.ok ? '' : read.refusal.message).toContain(`${path}:${line}: yaml: found the byte E9`)
})

test('a deployment.yaml of more than a hundred thousand bytes is refused before anybody waits for it', () => {
  const path = join(sandbox, 'deployment.yaml')
  const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}: v`)
  writeFileSync(path, keys.join('\n'))
  const read = readDeployment(sandbox, {})
  expect(read.ok ? '' : read.refusal.message).toMatch(/yaml: found \d+ bytes, expected no more than 100000/)
})

test('what spreadsheets and file managers leave beside a table is passed over; what looks like one is told of', () => {
  for (const name of ['~$sex.csv', '.~lock.sex.csv#', '._sex.csv', 'sex.csv~', 'README.md']) {
    writeFileSync(table(name), Buffer.from([0xe9, 0]))
  }
  renameSync(table('sex.csv'), table('sex.CSV'))
  cpSync(table('languages-in.csv'), table('languages-in.csv.txt'))
  cpSync(table('languages-in.csv'), table('Copy of languages-in.csv'))
  writeFileSync(table('sex.xlsx'), '')
  const read = readDeployment(sandbox, {})
  if (!read.ok) throw new Error(read.refusal.message)
  expect(read.value.deployment.valueMaps.maps.has('sex')).toBe(true)
  expect(read.value.problems.map(({ file, found, flows: stops }) => [file, found, stops])).toEqual([
    [table('Copy of languages-in.csv'), 'a table that no field map uses', []],
    [table('languages-in.csv.txt'), 'a file that nothing reads', []],
    [table('sex.xlsx'), 'a file that nothing reads', []],
  ])
})

test('two files that are the same table are refused: nobody could tell which is meant', () => {
  cpSync(table('sex.csv'), table('sex.CSV'))
  const read = readDeployment(sandbox, {})
  expect(read).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
  expect(read.ok ? '' : read.refusal.message).toContain('sex.csv: a second table of this name')
})

/** Root may read anything. */
const isRoot = process.getuid?.() === 0

test.skipIf(isRoot).each(['.', 'mappings'])(
  'a folder that this user may not read is named, and no defect: %s',
  (name) => {
    const barred = join(sandbox, name)
    chmodSync(barred, 0o000)
    const read = readDeployment(sandbox, {})
    chmodSync(barred, 0o755)
    expect(read).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
    expect(read.ok ? '' : read.refusal.message).toContain(`${barred} cannot be read: EACCES.`)
  },
)
