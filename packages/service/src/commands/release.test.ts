import { expect, test } from 'vitest'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { eventWith, itemWith } from '../ledger/item.fixture.ts'
import { releaseOf } from '@ping-primero/core/story/release.ts'
import { afterRelease } from './release.ts'

const uncertain = {
  flow: '2.1',
  state: 'attention',
  reason: 'outcome-unknown',
  since: '2026-03-02T00:00:00.000Z',
  sentAt: '2026-03-02T00:00:00.000Z',
} as const
const releasedAt = '2026-03-03T00:00:00.000Z'
const history = [
  eventWith({ what: 'released', at: '2026-02-01T00:00:00.000Z', by: 'Earlier' }),
  eventWith({ what: 'released', at: releasedAt, by: 'A. Operator' }),
  eventWith({ what: 'retried', at: '2026-03-04T00:00:00.000Z', by: 'Another' }),
]

test('a release stands from the person who gave it until a run has taken it', () => {
  const standing = itemWith({ ...uncertain, releasedAt })
  expect(releaseOf(standing, history)).toEqual({ at: releasedAt, by: 'A. Operator' })
  expect(releaseOf(standing, [])).toEqual({ at: releasedAt, by: null })
  for (const item of [
    itemWith(uncertain),
    itemWith({ ...uncertain, releasedAt, since: '2026-03-03T00:00:01.000Z' }),
    itemWith({ ...uncertain, releasedAt, sentAt: releasedAt }),
    itemWith({ ...uncertain, releasedAt, state: 'confirmed', reason: null }),
    itemWith({ ...uncertain, releasedAt, reason: 'ping-rejected' }),
  ]) {
    expect(releaseOf(item, history)).toBeNull()
  }
})

test('for every reason that a person may release it is said what the next run does', () => {
  const incoming = new Set<string>(['service-gone', 'identity-differs'])
  const codes = Object.keys(reasons) as (keyof typeof reasons)[]
  const releasable = codes.filter((code) => reasons[code].release === true)
  const said = releasable.map((code) => [code, afterRelease(incoming.has(code) ? '1.1' : '2.1', code)])
  expect(Object.fromEntries(said)).toEqual({
    'identity-differs': 'the next run of 1.1 writes the service to the case in Primero, or makes the case',
    'service-gone': 'the next run of 1.1 writes the service to the case in Primero again',
    'outcome-unknown': 'the next run of 2.1 sends it to UNHCR again',
    'transaction-missing': 'the next run of 2.1 sends it to UNHCR again',
    'referral-repeated': 'the next run of 2.1 sends it to UNHCR',
    'consent-overridden': 'the next run of 2.1 sends it to UNHCR',
  })
})
