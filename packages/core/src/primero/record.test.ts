import { expect, test } from 'vitest'
import { readCase, readReferral } from './record.ts'

const id = 'bbbbbbbb-0000-4000-a000-000000000001'
const time = '2026-11-20T07:00:00.000Z'

test.each(['', '..', '../users', 'a/b', 'a?b', 'a,b', 'a b', '\ud800', 'x'.repeat(65)])(
  'a record whose id is %j is none, for ids stand in addresses',
  (bad) => {
    expect(readCase({ id: bad, last_updated_at: time })).toBeNull()
    expect(readReferral({ id: bad, record_id: id, status: 'in_progress' })).toBeNull()
  },
)

test.each([
  '',
  'soon',
  '2026-11-20',
  '2026-11-20T07:00:00',
  '2026-13-20T07:00:00Z',
  '2026-13-20T07:00:00+03:00',
  '+275760-09-13T00:00:00Z',
])('a case changed at %j is none, for its time is compared and reckoned with', (bad) => {
  expect(readCase({ id, last_updated_at: bad })).toBeNull()
  expect(readCase({ id, last_updated_at: time })?.lastUpdatedAt).toBe(time)
})

test.each([
  ['2026-11-20T07:00:00+03:00', '2026-11-20T04:00:00.000Z'],
  ['2026-11-20 07:00:00.5 -0230', null],
  ['2026-11-20T07:00:00.500-0230', '2026-11-20T09:30:00.500Z'],
  [' 2026-11-20T07:00:00Z ', '2026-11-20T07:00:00Z'],
])('F80 a case changed at %j changed at %j', (shown, changed) => {
  expect(readCase({ id, last_updated_at: shown })?.lastUpdatedAt ?? null).toBe(changed)
})

const known = { id, last_updated_at: time }

test.each([
  ['true', true],
  [' TRUE ', true],
  ['false', false],
  ['yes', false],
  ['1', false],
  [1, false],
])('F80 a tick that comes as %j is one: %j', (tick, consented) => {
  const found = readCase({ ...known, consent_for_services: tick, disclosure_other_orgs: tick })
  expect(found?.consent).toEqual({ services: consented, otherOrganisations: consented })
})

test('F80 a case that is enabled or not as a text is read, and one of which nobody can tell is none', () => {
  expect(['false', 'true'].map((enabled) => readCase({ ...known, enabled })?.enabled)).toEqual([false, true])
  expect(readCase({ ...known, enabled: 'perhaps' })).toBeNull()
})

test('F80 what is odd in the lists of a case spoils nothing beside it', () => {
  const found = readCase({
    ...known,
    unhcr_individual_no: 80300000005,
    assigned_user_names: [null, 'unhcr_cw', { name: 'x' }],
    reopened_logs: [null, { reopened_date: time, reopened_user: 'caseworker1' }],
    services_section: [null, 'x', [{}], { service_type: 'a' }, { unique_id: 7 }, { unique_id: 'row' }],
  })
  expect(found).toMatchObject({
    individualNumber: '80300000005',
    assignedUserNames: ['unhcr_cw'],
    reopened: [{ at: time, by: 'caseworker1' }],
    unreadableServices: 2,
  })
  expect(found?.services.map(({ uniqueId }) => uniqueId)).toEqual(['', '', 'row'])
  expect(readCase({ ...known, services_section: null })?.services).toEqual([])
  expect(readCase({ ...known, services_section: 'x' })).toBeNull()
})

test('the id of a row is kept as a database would keep it', () => {
  const row = { unique_id: 'a\ud800b\0c' }
  expect(readCase({ id, last_updated_at: time, services_section: [row] })?.services[0]?.uniqueId).toBe(
    'a\ufffdbc',
  )
})
