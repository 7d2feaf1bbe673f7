import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decisionMeaning, lookUp } from '../mapping/value-map.ts'
import type { Deployment } from './deployment.ts'
import { parseDeployment, type DeploymentFiles } from './parse.ts'

const root = fileURLToPath(new URL('../../../../deployments/', import.meta.url))

function filesOf(name: string): DeploymentFiles {
  const read = (path: string) => ({ path, text: readFileSync(root + path, 'utf8') })
  const tables = readdirSync(`${root}${name}/mappings`).filter((file) => file.endsWith('.csv'))
  return {
    yaml: read(`${name}/deployment.yaml`),
    mappings: new Map(tables.map((file) => [basename(file, '.csv'), read(`${name}/mappings/${file}`)])),
  }
}

function deploymentOf(name: string): Deployment {
  const parsed = parseDeployment(filesOf(name))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.deployment
}

test.each(readdirSync(root))('%s has nothing to mend', (name) => {
  const parsed = parseDeployment(filesOf(name))
  expect(parsed.problems).toEqual([])
  expect(parsed.ok).toBe(true)
})

test.each(['gambella', '_template'])('%s cannot go into production before its values are known', (name) => {
  const files = filesOf(name)
  const text = files.yaml.text.replace('environment: test', 'environment: production')
  const parsed = parseDeployment({ ...files, yaml: { ...files.yaml, text } })
  expect(parsed.ok).toBe(false)
  const refused = parsed.problems.filter((problem) => problem.flows.length > 0).map((problem) => problem.key)
  expect(refused).toEqual([
    'agreement',
    'progres.businessUnit',
    'progres.organizationFrom',
    'progres.contact.email',
    ...(name === 'gambella' ? ['progres.contact.phone'] : []),
    'ping.baseUrl',
    'ping.token.url',
    'ping.token.clientId',
    'ping.token.scope',
    'ping.partnerId',
    'ping.interopId',
    'primero.baseUrl',
  ])
})

const gambella = deploymentOf('gambella')

test.each([
  ['referral-status', 125080000, 'open'],
  ['referral-status', 125080001, 'accepted'],
  ['referral-status', 125080002, 'rejected'],
  ['referral-status', 125080003, 'synced'],
  ['referral-status', 125080004, 'unlisted'],
  ['review-decision', 125080000, 'accepted'],
  ['review-decision', 125080001, 'rejected'],
  ['review-decision', 125080002, 'unlisted'],
  ['review-decision', 125080003, 'ignore'],
  ['unhcr-referral-status', 'pending', 'open'],
  ['unhcr-referral-status', 'accepted', 'accepted'],
  ['unhcr-referral-status', 'rejected', 'rejected'],
  ['unhcr-referral-status', 'Accepted', 'unlisted'],
] as const)('hazards 25, 26: in %s the code %s means %s', (list, code, means) => {
  expect(decisionMeaning(gambella.valueMaps, list, code)).toBe(means)
})

describe('every row of the shipped value maps', () => {
  test.each(['sandbox', 'gambella', '_template'])('%s reaches its value', (name) => {
    const { maps } = deploymentOf(name).valueMaps
    expect([...maps.keys()].sort()).toEqual([
      'languages-in',
      'languages-out',
      'protection-concerns',
      'service-types-in',
      'service-types-out',
      'sex',
    ])
    for (const map of maps.values()) {
      for (const { key, value } of map.rows) expect(lookUp(map, key)).toMatchObject({ found: true, value })
    }
  })

  test('the size of Gambella’s maps is that of the data they come from', () => {
    const sizes = [...gambella.valueMaps.maps].map(([name, { rows }]) => [name, rows.length])
    expect(Object.fromEntries(sizes)).toEqual({
      'languages-in': 18,
      'languages-out': 36,
      'protection-concerns': 61,
      'service-types-in': 5,
      'service-types-out': 15,
      sex: 4,
    })
  })
})
