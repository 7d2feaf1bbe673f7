import { expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import { deploymentWith, flowStatus } from '../../host.fixture.ts'
import { countryOf, type CountryInput } from './model.ts'

const counts = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
const well = flows.map((flow) => flowStatus({ flow }))
const since = '2026-11-25T00:00:00.000Z'

const input = (more: Partial<CountryInput> = {}): CountryInput => ({
  deployment: deploymentWith(),
  flows: well,
  systemsDown: [],
  ages: [],
  ...more,
})

const withFlow = (more: Partial<FlowStatus>): readonly FlowStatus[] =>
  well.map((status) => (status.flow === '2.1' ? { ...status, ...more } : status))

test.each([
  [{}, 'running'],
  [{ flows: withFlow({ pause: { at: since, by: 'someone', why: 'the list is being agreed' } }) }, 'paused'],
  [{ flows: withFlow({ stoppedBy: 'ping-credentials-refused' }) }, 'stopped'],
  [{ flows: withFlow({ stoppedBy: 'run-interrupted' }) }, 'running'],
  [{ systemsDown: [{ system: 'ping', since, nextProbe: since }] }, 'silent'],
  [{ deployment: deploymentWith({ isEnabled: () => false }) }, 'off'],
] as const)('how a country is now: %j is %s', (more, kind) => {
  expect(countryOf(input(more)).state.kind).toBe(kind)
})

test('its numbers are those of its flows, and the oldest that needs somebody', () => {
  const status = [
    flowStatus({ flow: '1.1', counts: { ...counts, confirmed: 470, waiting: 2 } }),
    flowStatus({ flow: '2.1', counts: { ...counts, confirmed: 128, attention: 3 } }),
    flowStatus({ flow: '2.2', counts: { ...counts, confirmed: 90, waiting: 1, attention: 1 } }),
  ]
  const age = { flow: '2.1', count: 1 } as const
  const ages = [
    { ...age, code: 'consent-missing', state: 'attention', since },
    { ...age, code: 'case-closed', state: 'attention', since: '2026-11-20T00:00:00.000Z' },
    { ...age, code: 'ping-processing', state: 'waiting', since: '2026-01-01T00:00:00.000Z' },
  ] as const
  expect(countryOf(input({ flows: status, ages }))).toMatchObject({
    byUnhcr: 470,
    toUnhcr: 128,
    waiting: 3,
    attention: 4,
    oldest: '2026-11-20T00:00:00.000Z',
  })
})
