import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFlow, type Deployment } from '@ping-primero/core'
import { readValueMap } from '@ping-primero/core/mapping/value-map-table.ts'
import { startWorld, type World } from '../support/world.ts'
import { countsIn, refer, servicesAt, shown } from './scene.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const folder = join(import.meta.dirname, '../../deployments/sandbox/mappings')
const services = readFileSync(join(folder, 'service-types-in.csv'), 'utf8')

/** The deployment with the table of service types as a spreadsheet left it. */
function withServices(text: string): Deployment {
  const { map, problems } = readValueMap('service-types-in', text)
  if (map === null) throw new Error(JSON.stringify(problems))
  const maps = new Map([...world.deployment.valueMaps.maps, [map.name, map] as const])
  return { ...world.deployment, valueMaps: { ...world.deployment.valueMaps, maps } }
}

test.each([
  ['as it is', services],
  ['with no-break blanks', services.replaceAll('Alternative Care', 'Alternative\u00a0 Care')],
  [
    'with a byte order mark, semicolons and empty rows',
    `\ufeff;;;\r\n${services.replaceAll(',', ';').replaceAll('\n', ';\r\n')};;;\r\n`,
  ],
])(
  'a table of service types %s delivers what was agreed, and tells UNHCR of nothing that was not',
  async (_, text) => {
    const referred = refer(world, 0, { type: 'Alternative Care' })
    const order = { flow: '1.1', dryRun: false, since: null, only: null } as const
    const report = await runFlow({ deployment: withServices(text), ...order }, world.host)
    expect(countsIn(report)).toEqual({ found: 1, confirmed: 1 })
    expect(servicesAt(world, 0)[0]?.['service_type']).toBe('alternative_care')
    expect(shown(world, referred)).toEqual({ transferStatus: 125080002, comments: [] })
  },
)

test.each([
  ['a no-break blank', 'Alternative\u00a0Care'],
  ['two blanks', 'Alternative  Care'],
  ['a mark that nobody sees', 'Alternative\u200b Care'],
  ['a soft hyphen', 'Alter\u00adnative Care'],
])('a service type that was typed in proGres with %s is the agreed one', async (_, type) => {
  const referred = refer(world, 0, { type })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(servicesAt(world, 0)[0]?.['service_type']).toBe('alternative_care')
  expect(shown(world, referred)).toEqual({ transferStatus: 125080002, comments: [] })
})

test('a service type in other letters is another one, as it was', async () => {
  const referred = refer(world, 0, { type: 'alternative care' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, attention: 1 })
  expect(shown(world, referred).comments).toHaveLength(1)
})
