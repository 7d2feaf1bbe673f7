import { addressOf, countriesPath, findPath, referralAddress } from '@ping-primero/console/pages/addresses.ts'

/** Something that is asked of the console. */
export interface Asked {
  readonly name: string
  readonly address: string
  /** What is posted; asked by GET without it. */
  readonly posts?: Readonly<Record<string, string>>
  /** Pages of a list that are walked through before it is measured, by their link to the next one; fewer where it ends. */
  readonly deep?: number
}

/** Every page over one deployment, its lists by every filter. */
export function asked(deployment: string): readonly Asked[] {
  const referrals = (query: Readonly<Record<string, string>>): string =>
    addressOf(deployment, 'referrals', query)
  const list = (query: Readonly<Record<string, string>>, deep?: number): Asked => {
    const name = ['referrals', ...Object.entries(query).map(([part, value]) => `${part}=${value}`)].join(' ')
    const page = { name: deep === undefined ? name : `${name}, deep`, address: referrals(query) }
    return deep === undefined ? page : { ...page, deep }
  }
  const page = (
    name:
      'today' | 'attention' | 'flows' | 'mappings' | 'reports' | 'audit' | 'health' | 'people' | 'going-live',
    query: Readonly<Record<string, string>> = {},
  ): Asked => ({
    name: [name, ...Object.entries(query).map(([part, value]) => `${part}=${value}`)].join(' '),
    address: addressOf(deployment, name, query),
  })
  const find = (name: string, q: string): Asked => ({
    name: `find ${name}`,
    address: `/d/${deployment}${findPath}`,
    posts: { q },
  })
  return [
    page('today'),
    page('attention'),
    list({}),
    list({}, 40),
    list({ referred: 'unhcr' }),
    list({ referred: 'caseworker' }, 40),
    ...['confirmed', 'waiting', 'attention', 'withdrawn', 'handled'].map((state) => list({ state })),
    list({ state: 'confirmed' }, 40),
    ...['accepted', 'rejected', 'unclear', 'none'].map((decision) => list({ decision })),
    list({ whose: 'focal-point' }),
    list({ from: '2026-11-01' }),
    list({ to: '2025-01-31' }),
    list({ from: '2025-03-01', to: '2025-03-31' }),
    list({ referred: 'unhcr', state: 'confirmed', decision: 'rejected' }),
    list({ referred: 'caseworker', state: 'withdrawn', decision: 'unclear', from: '2026-01-01' }),
    list({ each: '1', state: 'confirmed' }),
    list({ each: '1' }, 40),
    list({ flow: '1.1', reason: 'service-type-unmapped' }),
    list({ flow: '1.1', state: 'attention', reason: 'service-type-unmapped' }),
    { name: 'referral', address: referralAddress(deployment, '803-26-PRTITV-0000000') },
    { name: 'referral, unknown', address: referralAddress(deployment, '803-26-PRTITV-9999999') },
    find('one', 'REF-IOP-0000002'),
    find('none, by the number of a child', '803-00099999'),
    page('flows'),
    page('mappings'),
    page('mappings', { table: '1.1-case' }),
    page('reports'),
    page('reports', { period: 'last-12-months', referred: 'caseworker' }),
    page('audit'),
    page('audit', { who: 'people' }),
    page('audit', { flow: '2.2', from: '2025-03-01', to: '2025-03-31' }),
    page('audit', { by: 'nobody@agency.example' }),
    page('audit', { number: 'REF-IOP-0000002' }),
    page('health'),
    page('people'),
    page('going-live'),
    { name: 'countries', address: countriesPath },
  ]
}
