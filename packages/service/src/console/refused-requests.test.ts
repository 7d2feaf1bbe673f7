import { expect, test } from 'vitest'
import type { ServiceEvent } from '../log/service-event.ts'
import { refusedRequests } from './refused-requests.ts'

test('the first of a kind is told at once, those of the next minute by their number, and nothing of who it was', () => {
  const logged: ServiceEvent[] = []
  let now = 0
  const refused = refusedRequests(
    (event) => logged.push(event),
    () => now,
  )
  for (let times = 0; times < 1_000; times += 1) refused('elsewhere')
  refused('too-many')
  now = 59_999
  refused('elsewhere')
  now = 60_000
  refused('elsewhere')
  expect(logged).toEqual([
    { event: 'request-refused', why: 'elsewhere', count: 1 },
    { event: 'request-refused', why: 'too-many', count: 1 },
    { event: 'request-refused', why: 'elsewhere', count: 1_001 },
  ])
})
