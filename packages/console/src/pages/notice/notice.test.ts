import { expect, test } from 'vitest'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { consoleApp } from '../../app.ts'
import { hostWith } from '../../host.fixture.ts'
import type { Role } from '../../roles.ts'

const referral = ledgerItem({
  state: 'attention',
  reason: 'consent-withdrawn',
  sentAt: '2026-11-18T06:05:00.000Z',
  individual: 'hash-of-an-individual-number',
  numbers: { refIopNumber: 'REF-IOP-000117', caseIdDisplay: '8e03bd1' },
})

async function read(path: string, role: Role = 'operator'): Promise<string> {
  const { ledger } = hostWith()
  const since = {
    flow: '2.1',
    code: 'consent-withdrawn',
    state: 'attention',
    count: 1,
    since: referral.since,
  } as const
  const host = hostWith(
    {
      ledger: {
        ...ledger,
        find: async (_deployment, number) => (number === 'REF-IOP-000117' ? [referral] : []),
        oldestByReason: async () => [since],
        longest: async () => [referral],
      },
    },
    role,
  )
  return (await consoleApp(host).request(`/d/gambella${path}`)).text()
}

test('a notice is found from the cause, by those who may print it', async () => {
  const address = '/d/gambella/notice?number=REF-IOP-000117'
  expect(await read('/attention')).toContain(address)
  expect(await read('/attention', 'administrator')).toContain(address)
  expect(await read('/attention', 'viewer')).not.toContain(address)
  expect(await read('/attention', 'auditor')).not.toContain(address)
})

test('it says its numbers, and nothing of a person, under its own title', async () => {
  const page = await read('/notice?number=REF-IOP-000117')
  expect(page).toContain('<title>Notice for UNHCR – ')
  expect(page).toMatch(/REF-IOP-000117[^]*8e03bd1[^]*End the referral in proGres/)
  expect(page).not.toContain('hash-of-an-individual-number')
})

test('it is written in the language of whoever is to read it, the page in that of whoever prints it', async () => {
  const page = await read('/notice?number=REF-IOP-000117&in=ar')
  expect(page).toContain('<html lang="en" dir="ltr">')
  expect(page).toMatch(/<div class="stack" lang="ar" dir="rtl">[^]*proGres[^]*<\/div>/)
})

test('a number without a notice is not repeated: it may be that of a person', async () => {
  const page = await read('/notice?number=803-00000001')
  expect(page).toContain('No notice is due')
  expect(page).not.toContain('803-00000001')
})
