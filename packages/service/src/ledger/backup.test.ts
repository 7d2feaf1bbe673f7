import { linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type * as Files from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refusalOf } from '../refusals/refusal.ts'
import { backUpLedger } from './backup.ts'
import { examineLedger } from './contents.ts'
import { itemWith, testLedger, type TestLedger } from './item.fixture.ts'

vi.mock('node:fs', async (original) => {
  const files = await original<typeof Files>()
  return { ...files, linkSync: vi.fn<typeof Files.linkSync>(files.linkSync) }
})

let ledger: TestLedger
let directory = ''

beforeEach(async () => {
  ledger = await testLedger()
  directory = dirname(ledger.path)
  await ledger.store.forDeployment('sandbox').save([itemWith({})], [])
})
afterEach(async () => {
  vi.mocked(linkSync).mockReset()
  await ledger[Symbol.asyncDispose]()
})

/** From now on the disk answers like one that knows no second names. */
function withoutLinks(): void {
  vi.mocked(linkSync).mockImplementation(() => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' })
  })
}

function backUp(to: string) {
  return backUpLedger(ledger.path, to, () => 'id')
}

function refusalFrom(act: () => unknown) {
  try {
    act()
  } catch (error) {
    const { code, message } = refusalOf(error)
    return { code, message }
  }
  throw new Error('It was not refused.')
}

test('a disk that knows no second names takes a backup as well, for its owner alone', () => {
  withoutLinks()
  const to = join(directory, 'backup.db')
  expect(backUp(to)).toMatchObject({ deployments: [{ deployment: 'sandbox', items: 1 }] })
  expect(examineLedger(to)).toMatchObject([{ deployment: 'sandbox', items: 1 }])
  expect(statSync(to).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory).filter((name) => name.includes('.part-'))).toEqual([])
})

test('on such a disk a file that comes in between is not overwritten either', () => {
  const to = join(directory, 'backup.db')
  vi.mocked(linkSync).mockImplementation(() => {
    writeFileSync(to, 'another')
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' })
  })
  expect(refusalFrom(() => backUp(to)).code).toBe('backup-exists')
  expect(readFileSync(to, 'utf8')).toBe('another')
  rmSync(to)
})

test('a name that cannot be had says why', () => {
  const to = join(directory, 'backup.db')
  writeFileSync(to, 'another')
  expect(refusalFrom(() => backUp(to))).toEqual({
    code: 'backup-exists',
    message: 'This name is taken already, and a backup never overwrites anything. It is that of a file.',
  })
  expect(refusalFrom(() => backUp(directory))).toEqual({
    code: 'backup-exists',
    message:
      'This name is taken already, and a backup never overwrites anything. It is that of a directory: name a file in it.',
  })
  for (const place of [join(directory, 'nowhere'), to]) {
    expect(refusalFrom(() => backUp(join(place, 'backup.db')))).toEqual({
      code: 'backup-unwritable',
      message: `The backup cannot be written. There is no directory ${place}.`,
    })
  }
})
