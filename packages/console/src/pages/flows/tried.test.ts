import { expect, test } from 'vitest'
import type { WouldWrite } from '@ping-primero/core/flows/report.ts'
import type { FieldRule } from '@ping-primero/core/mapping/field-map.ts'
import { consoleApp } from '../../app.ts'
import { deploymentWith, hostWith, mappingsWith } from '../../host.fixture.ts'
import type { Role } from '../../roles.ts'
import type { Tried, Undertaking } from '../../undertakings/undertaking.ts'

const page = '/d/gambella/flows'
const at = '2026-11-26T05:40:00.000Z'

function ruleWith(more: Partial<FieldRule> & Pick<FieldRule, 'target'>): FieldRule {
  return {
    sources: [],
    transform: { kind: 'text' },
    required: false,
    default: null,
    form: '',
    localised: false,
    note: '',
    ...more,
  }
}

const rules = [
  ruleWith({ target: 'name_first', sources: [{ object: 'progres', column: 'progres_givenname' }] }),
  ruleWith({
    target: 'sex',
    sources: [{ object: 'progres', column: 'progres_sex' }],
    transform: { kind: 'map', map: 'sex' },
  }),
  ruleWith({
    target: 'service_type',
    sources: [{ object: 'progres', column: 'progres_interventiontype' }],
    transform: { kind: 'map', map: 'service-types-in' },
  }),
  ruleWith({ target: 'unhcr_referral_status', transform: { kind: 'constant', value: 'pending' } }),
]

const fields = [
  { target: 'name_first', source: 'progres.progres_givenname', transform: 'text', shows: '[redacted]' },
  { target: 'sex', source: 'progres.progres_sex', transform: 'map:sex', shows: 'female' },
  {
    target: 'service_type',
    source: 'progres.progres_interventiontype',
    transform: 'map:service-types-in',
    shows: 'alternative_care',
  },
  { target: 'unhcr_referral_status', source: '', transform: 'constant', shows: 'pending' },
  { target: 'name_middle', source: 'progres.progres_middlename', transform: 'text', shows: 'absent' },
  { target: 'gone', source: 'progres.gone', transform: 'text', shows: 'Amina Example' },
]

const shown: readonly WouldWrite[] = [{ number: '803-26-PRTITV-1000020', record: '1.1-case', fields }]

function triedWith(tried: Tried): Undertaking {
  const counts = { confirmed: 0, waiting: 2, attention: 5, withdrawn: 0, handled: 0 }
  return {
    kind: 'try',
    flow: '1.1',
    act: { by: 'someone@agency.example', at },
    progress: null,
    isFollowed: false,
    end: { kind: 'done', at, counts, skipped: null, stopped: null, tried },
  }
}

async function pageWith(tried: Tried, role: Role = 'operator', address = page): Promise<string> {
  const fieldMaps = new Map([['1.1-case', { name: '1.1-case', rules }]] as const)
  const deployment = deploymentWith({ mappings: { ...mappingsWith(), fieldMaps } })
  const host = {
    deployments: () => [deployment],
    undertakings: { begin: () => {}, of: () => [triedWith(tried)] },
  }
  const answer = await consoleApp(hostWith(host, role)).request(address)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return (await answer.text()).replaceAll(/\s+/g, ' ')
}

/** The cells of a row of the table, as text. */
function cellsOf(said: string, target: string): readonly string[] {
  const row = [...said.matchAll(/<tr role="row">.*?<\/tr>/g)].find(([one]) => one.includes(`>${target}<`))
  const cells = [...(row?.[0] ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)]
  return cells.map(([, cell = '']) =>
    cell
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
}

test('one of what would be written stands there field by field, and nothing of a person', async () => {
  const said = await pageWith({ count: 2, shown })
  expect(said).toContain('2 would be written now.')
  expect(said).toContain('<bdi class="no" dir="ltr">803-26-PRTITV-1000020</bdi>')
  expect(said).toContain('A new case in Primero')
  expect(cellsOf(said, 'name_first')).toEqual([
    'From proGres progres_givenname',
    'name_first',
    'as it stands',
    'not shown',
  ])
  expect(cellsOf(said, 'sex').at(-1)).toBe('not shown')
  expect(cellsOf(said, 'service_type').slice(2)).toEqual([
    'by the table “Services from UNHCR”',
    'alternative_care',
  ])
  expect(cellsOf(said, 'unhcr_referral_status')).toEqual([
    '–',
    'unhcr_referral_status',
    'always “pending”',
    'pending',
  ])
  expect(said).toContain('Left out, because there is nothing to say: name_middle.')
})

test('what no rule of the mapping accounts for any more is not shown', async () => {
  const said = await pageWith({ count: 2, shown })
  expect(cellsOf(said, 'gone').at(-1)).toBe('not shown')
  expect(said).not.toContain('Amina Example')
})

test('where nothing would be written, that is all', async () => {
  const said = await pageWith({ count: 0, shown: [] })
  expect(said).toContain('Nothing would be written now.')
  expect(said).not.toContain('One of them')
})

test('it stands there for those who may try', async () => {
  expect(await pageWith({ count: 2, shown }, 'viewer')).not.toContain('id="tried-f11"')
  expect(await pageWith({ count: 2, shown }, 'auditor')).not.toContain('id="tried-f11"')
  expect(await pageWith({ count: 2, shown }, 'administrator')).toContain('id="tried-f11"')
})

test('the page that began it says how many', async () => {
  const said = await pageWith({ count: 1, shown }, 'operator', `${page}?begun=try&flow=1.1`)
  expect(said).toContain('“UNHCR refers” was tried without writing')
  expect(said.split('One would be written now.')).toHaveLength(3)
})
