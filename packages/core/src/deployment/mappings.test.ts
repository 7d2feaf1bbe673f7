import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseDeployment, type ParsedDeployment } from './parse.ts'

const folder = fileURLToPath(new URL('../../../../deployments/sandbox/', import.meta.url))
const sandbox = readFileSync(`${folder}deployment.yaml`, 'utf8')
const tables = new Map(
  readdirSync(`${folder}mappings`).map((file) => [
    file.replace('.csv', ''),
    { path: `sandbox/mappings/${file}`, text: readFileSync(`${folder}mappings/${file}`, 'utf8') },
  ]),
)

describe('a broken mapping file stops the flows that need it, and no other', () => {
  function withTable(name: string, text: string | null): ParsedDeployment {
    const mappings = new Map(tables)
    if (text === null) mappings.delete(name)
    else mappings.set(name, { path: `sandbox/mappings/${name}.csv`, text })
    return parseDeployment({ yaml: { path: 'sandbox/deployment.yaml', text: sandbox }, mappings })
  }

  test.each([
    ['1.1-case', ['1.1']],
    ['1.1-service', ['1.1']],
    ['1.1-status', ['1.1']],
    ['1.2-decision', ['1.2']],
    ['2.1-referral', ['2.1']],
    ['2.2-decision', ['2.2']],
    ['2.2-synced', ['2.2']],
    ['decision-codes', ['1.2', '2.2']],
  ])('without %s: %j', (name, flows) => {
    const parsed = withTable(name, null)
    expect(parsed.ok).toBe(true)
    expect(parsed.problems).toEqual([
      {
        file: `sandbox/mappings/${name}.csv`,
        line: null,
        key: name,
        found: 'no such file',
        expected: `the file mappings/${name}.csv`,
        flows,
      },
    ])
  })

  test.each([
    ['service-types-in', ['1.1']],
    ['languages-in', ['1.1']],
    ['sex', ['1.1', '2.1']],
    ['service-types-out', ['2.1']],
    ['protection-concerns', ['2.1']],
    ['languages-out', []],
  ])('%s with an empty value: %j', (name, flows) => {
    const parsed = withTable(name, 'key,value\na,\n')
    expect(parsed).toMatchObject({ ok: true })
    expect(parsed.problems).toEqual([
      {
        file: `sandbox/mappings/${name}.csv`,
        line: 2,
        key: 'a',
        found: 'an empty value',
        expected: 'the value that the key stands for',
        flows,
      },
    ])
    expect(parsed.ok && parsed.deployment.valueMaps.maps.has(name)).toBe(false)
  })

  test('a value map that a field map names and nobody wrote stops the flow of that field map', () => {
    expect(withTable('service-types-out', null).problems).toMatchObject([
      {
        file: 'sandbox/mappings/2.1-referral.csv',
        key: 'transform',
        found: 'map:service-types-out',
        expected: 'a file mappings/service-types-out.csv',
        flows: ['2.1'],
      },
    ])
  })

  test('a Primero value in two rows of sex stops only the way back', () => {
    const parsed = withTable(
      'sex',
      'progres_sex_code,primero_sex\n125080000,female\n125080001,male\n125080002,male\n',
    )
    expect(parsed.problems).toEqual([
      {
        file: 'sandbox/mappings/sex.csv',
        line: null,
        key: 'male',
        found: 'a value that stands in several rows',
        expected: 'each value once, because this map is read both ways',
        flows: ['2.1'],
      },
    ])
  })

  test('a broken field map is left out of the deployment', () => {
    const parsed = withTable('2.2-synced', 'target\n')
    expect(parsed.ok && [...parsed.deployment.fieldMaps.keys()]).toEqual([
      '1.1-case',
      '1.1-service',
      '1.1-status',
      '1.2-decision',
      '2.1-referral',
      '2.2-decision',
    ])
  })

  test('missing decision codes leave no meaning to any code', () => {
    const parsed = withTable('decision-codes', null)
    expect(parsed.ok && parsed.deployment.valueMaps.decisionCodes.size).toBe(0)
  })
})
