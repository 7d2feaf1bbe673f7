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
  '2026-11-20T07:00:00+03:00',
  '2026-13-20T07:00:00Z',
  '+275760-09-13T00:00:00Z',
])('a case changed at %j is none, for its time is compared and reckoned with', (bad) => {
  expect(readCase({ id, last_updated_at: bad })).toBeNull()
  expect(readCase({ id, last_updated_at: time })?.lastUpdatedAt).toBe(time)
})

test('the id of a row is kept as a database would keep it', () => {
  const row = { unique_id: 'a\ud800b\0c' }
  expect(readCase({ id, last_updated_at: time, services_section: [row] })?.services[0]?.uniqueId).toBe(
    'a\ufffdbc',
  )
})
