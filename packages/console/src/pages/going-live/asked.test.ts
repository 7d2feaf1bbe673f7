import { expect, test } from 'vitest'
import type { CheckFinding } from '@ping-primero/core/check/report.ts'
import { consoleApp } from '../../app.ts'
import type { SystemCheck } from '../../checks/check.ts'
import { hostWith, nowMs, seal } from '../../host.fixture.ts'
import type { ConsoleHost } from '../../host.ts'

const page = '/d/gambella/going-live'
const act = { by: 'admin-1@partner.example', at: '2026-11-26T05:41:00.000Z' }

function consoleWith(checks: Partial<ConsoleHost['checks']>) {
  return consoleApp(hostWith({ checks: { begin: () => {}, of: () => null, ...checks } }, 'administrator'))
}

async function pageOf(check: SystemCheck | null): Promise<string> {
  const answer = await consoleWith({ of: () => check }).request(page)
  return (await answer.text()).replaceAll(/\s+/g, ' ')
}

const finding = (severity: CheckFinding['severity'], more: Partial<CheckFinding> = {}): CheckFinding => ({
  code: 'primero-option-missing',
  severity,
  subject: 'service-types-in.csv: legal_support',
  found: 'no such option <in> Primero',
  expected: 'an option',
  owner: 'mapping-owner',
  nextStep: 'Add the option.',
  ...more,
})

test('the button asks both systems, under the name of whoever pressed', async () => {
  const begun: unknown[] = []
  const answer = await consoleWith({ begin: (...order) => void begun.push(order) }).request(`${page}/check`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal, once: 'a'.repeat(43) }),
  })
  expect(answer.headers.get('location')).toBe(`${page}?seen=${nowMs}#done`)
  expect(begun).toEqual([['gambella', { by: 'someone@agency.example', at: new Date(nowMs).toISOString() }]])
})

test('what goes on says how far it is, and cannot be begun again', async () => {
  const progress = { part: 'check', done: 12, of: null, awaits: null } as const
  const said = await pageOf({ act, progress, end: null })
  expect(said).toContain('12 questions so far.')
  expect(said).toContain('begun by <bdi>admin-1@partner.example</bdi>')
  expect(said).toContain(`href="${page}?seen=${nowMs}#done"`)
  expect(said).not.toContain('going-live/check')
})

test('what both systems said is counted, with whose move it is, and told line by line for support', async () => {
  const findings = [
    finding('stops', { owner: 'administrator' }),
    finding('holds'),
    finding('holds'),
    finding('note', { code: 'unverified-in-progres', subject: 'what every check notes' }),
  ]
  const report = { deployment: 'gambella', ok: false, findings, unreachable: true }
  const said = await pageOf({ act, progress: null, end: { kind: 'done', at: act.at, report } })
  expect(said).toContain('One thing stops a flow. 2 things would hold referrals.')
  expect(said).toMatch(/Administrator<\/span>: <b>1<\/b>[^]*Owner of the mapping<\/span>: <b>2<\/b>/)
  expect(said).toContain('A system did not answer')
  expect(said).toContain('holds: service-types-in.csv: legal_support: no such option &lt;in&gt; Primero')
  expect(said).not.toContain('what every check notes')
  expect(said).toContain('action="/d/gambella/going-live/check"')
})

test('what could not be asked says whose move it is', async () => {
  const said = await pageOf({
    act,
    progress: null,
    end: { kind: 'refused', at: act.at, owner: 'administrator' },
  })
  expect(said).toMatch(/they could not be asked\.[^]*Whose move:[^]*Administrator/)
})
