import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { deploymentsIn, problemsOf, readDeployment } from './read-deployment.ts'

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
    expect(read.ok ? '' : read.refusal.message).toContain(`${join(sandbox, name)}: EISDIR.`)
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
