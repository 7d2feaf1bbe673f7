import { expect, test } from 'vitest'
import { consoleApp } from '../../app.ts'
import { deploymentWith, hostWith, mappingsWith } from '../../host.fixture.ts'
import { wordsOf } from '../../words/say.ts'
import { tableLines } from './file.ts'
import { tablesOf } from './tables.ts'

const address = '/d/gambella/mappings/file'

function consoleWith(mappings = mappingsWith()) {
  return consoleApp(hostWith({ deployments: () => [deploymentWith({ mappings })] }))
}

test('a table is taken as a file that a spreadsheet reads, under a name that says what it is', async () => {
  const answer = await consoleWith().request(`${address}?table=service-types-in`)
  expect(
    [...answer.headers].filter(([name]) => /^(?:content-(?:type|disposition)|cache-control)$/.test(name)),
  ).toEqual([
    ['cache-control', 'no-store'],
    ['content-disposition', 'attachment; filename="gambella-service-types-in.csv"'],
    ['content-type', 'text/csv; charset=utf-8'],
  ])
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())).toBe(
    '\uFEFF"proGres","proGres, in words","Primero","Primero, in words","Order","Remark"\r\n' +
      '"Alternative Care","","alternative_care","","",""\r\n' +
      '"Legal Aid","","legal_support","Legal support","",""\r\n',
  )
})

test('what a spreadsheet would take for a formula is none', async () => {
  const keys = ['=1+1', '+1', '-1', '@x', '\t=1']
  const types = { name: 'types', rows: keys.map((key) => ({ key, value: key, priority: null })) }
  const valueMaps = { maps: new Map([[types.name, types]]), decisionCodes: new Map() }
  const answer = await consoleWith(mappingsWith({ fieldMaps: new Map(), valueMaps })).request(
    `${address}?table=types`,
  )
  const cells = [...(await answer.text()).matchAll(/"([^"]*)"/g)].map(([, cell = '']) => cell)
  expect(cells.filter((cell) => keys.some((key) => cell.endsWith(key)))).toEqual(
    keys.flatMap((key) => [`'${key}`, `'${key}`]),
  )
})

test.each(['', '?table=', '?table=no-such-table', '?table=../deployment'])(
  'there is no other file: %j',
  async (query) => {
    expect((await consoleWith().request(`${address}${query}`)).status).toBe(404)
  },
)

test('fields and decision codes are said in words', () => {
  const mappings = mappingsWith({
    valueMaps: {
      maps: new Map(),
      decisionCodes: new Map([['review-decision', new Map([['125080000', 'accepted']])]]),
    },
  })
  const [decisions, fields] = tablesOf(mappings).map((table) => tableLines(table, wordsOf('en')))
  expect(decisions).toEqual([
    ['Code', 'Stands in', 'Means'],
    ['125080000', 'Decision of the review in proGres', 'Accepted'],
  ])
  expect(fields?.[1]).toEqual([
    'service_type',
    'services',
    'From proGres: progres_description',
    'by the table “Services from UNHCR”',
    'yes',
    null,
    '',
  ])
})
