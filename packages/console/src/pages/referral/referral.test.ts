import { expect, test } from 'vitest'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { consoleApp } from '../../app.ts'
import { hostWith } from '../../host.fixture.ts'
import type { Role } from '../../roles.ts'

const individual = '803-00C00001'

const item = ledgerItem({
  state: 'attention',
  reason: 'consent-withdrawn',
  about: ['consent_for_services'],
  since: '2026-11-25T21:40:00.000Z',
  individual: 'hash-of-an-individual-number',
  fingerprint: 'fingerprint-of-what-was-sent',
  numbers: { refIopNumber: 'REF-IOP-000128', caseIdDisplay: 'd40b7e6', referralId: 'r' },
})

const event = (at: string, more: Partial<LedgerEvent> & Pick<LedgerEvent, 'what'>): LedgerEvent => ({
  at,
  flow: '2.1',
  key: item.key,
  ...more,
})

const history = [
  event('2026-11-18T07:52:00.000Z', { what: 'found' }),
  event('2026-11-18T08:20:00.000Z', { what: 'state-changed', state: 'confirmed' }),
  event('2026-11-25T21:40:00.000Z', {
    what: 'state-changed',
    state: 'attention',
    reason: 'consent-withdrawn',
    transactionId: 'tx',
  }),
  event('2026-11-26T05:00:00.000Z', { what: 'handled', by: 'a.operator', why: 'told by letter <b>' }),
]

interface Asked {
  readonly stories?: readonly (readonly LedgerItem[])[]
  readonly role?: Role
  readonly language?: string
}

async function read(
  number: string,
  { stories = [[item]], role = 'viewer', language = 'en' }: Asked = {},
): Promise<string> {
  const { ledger } = hostWith()
  const host = hostWith(
    {
      ledger: {
        ...ledger,
        find: async (_deployment, sought): Promise<readonly LedgerItem[]> =>
          sought === 'REF-IOP-000128' || sought === 'd40b7e6' ? stories.flat() : [],
        stories: async () => stories,
        told: async (_deployment, items) => items.map((one) => ({ item: one, history, released: null })),
      },
    },
    role,
  )
  const address = `/d/gambella/referral?${new URLSearchParams({ number }).toString()}`
  const answer = await consoleApp(host).request(address, { headers: { 'accept-language': language } })
  expect(answer.status).toBe(200)
  return (await answer.text()).replaceAll(/\s+/g, ' ')
}

test('a referral says what, since when, whose move and what to do, and tells its whole story', async () => {
  const page = await read('REF-IOP-000128')
  expect(page).toMatch(
    /<h1><bdi class="no" dir="ltr">REF-IOP-000128<\/bdi>[^]*Consent was withdrawn after it had been sent\.[^]*today 00:40[^]*consent_for_services[^]*Tell the UNHCR focal point in writing/,
  )
  expect(page).toMatch(/A caseworker refers a service[^]*UNHCR has the referral in proGres[^]*a\.operator/)
  expect(page).toContain('“<bdi>told by letter &lt;b&gt;</bdi>”')
  expect(page).toMatch(/Looked at again <time [^>]*>tomorrow 00:00/)
})

test('nothing of a person stands on it, and for support neither what persons wrote nor who they are', async () => {
  const page = await read('REF-IOP-000128')
  expect(page).not.toMatch(/hash-of-an-individual-number|fingerprint-of-what-was-sent/)
  const [, support = ''] = page.match(/<pre[^>]*>(.*?)<\/pre>/) ?? []
  expect(support).toContain(
    '2.1 attention consent-withdrawn [consent_for_services] since 2026-11-25T21:40:00.000Z',
  )
  expect(support).toContain('2026-11-25T21:40:00.000Z state-changed attention consent-withdrawn tx')
  expect(support).not.toMatch(/a\.operator|told by letter/)
})

test('a number that is not known is not repeated: it may be that of a person', async () => {
  const page = await read(individual)
  expect(page).toContain('No referral has this number')
  expect(page).not.toContain(individual)
})

test('of a number that several stories carry one is chosen, each by a number of its own', async () => {
  const other = ledgerItem({ flow: '2.1', key: 'q', numbers: { caseIdDisplay: 'd40b7e6', referralId: 'q' } })
  const page = await read('d40b7e6', { stories: [[item], [other]] })
  expect(page).toContain('2 referrals carry this number')
  expect([...page.matchAll(/referral\?number=([\w-]+)"/g)].map(([, key]) => key)).toEqual([
    'REF-IOP-000128',
    'q',
  ])
})

test('the notice is led to by whoever may print it', async () => {
  expect(await read('REF-IOP-000128', { role: 'operator' })).toContain('/notice?number=REF-IOP-000128')
  expect(await read('REF-IOP-000128')).not.toContain('/notice')
})

test.each([
  ['fr', 'Le parcours complet'],
  ['ar', 'المسيرة كاملة'],
  ['es', 'La historia completa'],
])('it is told in %s', async (language, words) => {
  const page = await read('REF-IOP-000128', { language })
  expect(page).toContain(words)
  expect(page).not.toMatch(/The exchange|Whose move|Looked at/)
})
