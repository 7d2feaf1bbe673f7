import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { consoleDeployment } from './deployment.ts'

const folder = join(import.meta.dirname, '../../../../deployments/gambella')

function consoleOver(directory: string) {
  const read = readDeployment(directory, {})
  if (!read.ok) throw new Error(read.refusal.message)
  const deployment = consoleDeployment(read.value.deployment, false)
  return consoleApp(hostWith({ deployments: () => [deployment] }, 'administrator'))
}

async function textOf(path: string): Promise<string> {
  return (await consoleOver(folder).request(`/d/gambella${path}`)).text()
}

const tables = [...(await textOf('/mappings')).matchAll(/mappings\?table=([^"]+)"/g)].map(
  ([, table = '']) => table,
)

test('every table of a deployment has its page', () => {
  expect(tables).toEqual([
    'service-types-in',
    'service-types-out',
    'sex',
    'languages-in',
    'languages-out',
    'protection-concerns',
    'decision-codes',
    '1.1-case',
    '1.1-service',
    '1.1-status',
    '1.2-decision',
    '2.1-referral',
    '2.2-decision',
    '2.2-synced',
  ])
})

test.each(tables)('%s shows every row of its file, and so does what is taken from there', async (table) => {
  const lines = readFileSync(join(folder, 'mappings', `${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n').length
  const page = await textOf(`/mappings?table=${table}`)
  expect(page.match(/<tr role="row">/g)).toHaveLength(lines)
  const taken = await textOf(`/mappings/file?table=${table}`)
  expect(taken.trimEnd().split('\r\n')).toHaveLength(lines)
})

test('a GUID is called what the table calls it', async () => {
  const page = await textOf('/mappings?table=service-types-out')
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    '<bdi>Shelter Assistance</bdi><br /><bdi class="no long xs">20db76a2-0306-e611-80d9-00155d34051a</bdi>',
  )
})

test('what the template left, and what is off, is owed before going live', async () => {
  const page = await textOf('/going-live')
  expect(page).toMatch(/Still as the template has them[^]*ping\.baseUrl[^]*primero\.baseUrl/)
  expect(page).toMatch(/Switched off[^]*UNHCR refers[^]*UNHCR answers/)
  expect(page).toContain('The settings name none. Both agencies owe it.')
})
