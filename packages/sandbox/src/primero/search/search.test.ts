import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../ask.ts'
import { startPrimero } from '../primero.ts'
import type { Primero } from '../primero.ts'
import { rowsOf } from '../value.ts'

let now = Date.parse('2026-08-01T10:00:00.400Z')
let primero: Primero

const data = { module_id: 'primeromodule-cp', owned_by: 'caseworker1' }

beforeEach(async () => {
  now = Date.parse('2026-08-01T10:00:00.400Z')
  primero = await startPrimero({ now: () => now })
  for (const [number, name, more] of [
    ['A-1', 'Ada', { other_id_no: 'ZQ-1', sex: 'female', age: 9, language: ['language1'] }],
    [
      'A-2',
      'Ben',
      {
        other_id_no: 'ZQ-2',
        sex: 'male',
        age: 12,
        language: ['language1', 'language2'],
        date_of_birth: '2014-05-05',
      },
    ],
    ['33', 'Cleo', { other_id_no: 'XY-3', status: 'closed', owned_by: 'caseworker2' }],
  ] as const) {
    primero.act.createCase('ping_integration', {
      ...data,
      unhcr_individual_no: number,
      name_first: name,
      ...more,
    })
    now += 2_000
  }
})
afterEach(() => primero.stop())

/** The first names found, in their order. */
async function found(query: string, as = 'ping_integration'): Promise<unknown[]> {
  const answer = await ask(primero, as, 'GET', `/api/v2/cases?${query}`)
  return answer.status === 200 ? rowsOf(answer.body.data).map((row) => row.name_first) : [answer.status]
}

const all = ['Cleo', 'Ben', 'Ada']

describe('a list look-up by or[…]', () => {
  it.each([
    ['or[unhcr_individual_no]=A-1,A-2', ['Ben', 'Ada']],
    ['or[unhcr_individual_no]=A-1,33', []],
    ['or[unhcr_individual_no]=A-1,true', []],
    ['or[unhcr_individual_no]=A-1,2026-08-01', []],
    ['or[unhcr_individual_no]=A-1,', []],
    ['or[unhcr_individual_no]=', []],
    ['or[unhcr_individual_no]=A..B', all],
    ['or[unhcr_individual_no]=1..5', [500]],
    ['or[unhcr_individual_no]=A-1,A..B', []],
    ['or[unhcr_individual_no]=A-1&or[unhcr_individual_no]=A-2', ['Ben']],
    ['or[unhcr_individual_no]=A-1&or[status]=closed', ['Cleo', 'Ada']],
    ['or[unhcr_individual_no]=A-1,A-2&sex=male', ['Ben']],
    ['or[nosuch]=A-1', all],
  ])('%s finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  it('by id finds nothing', async () => {
    const [first] = primero.store.cases()
    expect(await found(`or[id]=${first?.id}`)).toEqual([])
    expect(await found(`id=${first?.id}`)).toEqual(['Ada'])
  })
})

describe('a filter', () => {
  it.each([
    ['unhcr_individual_no=33', ['Cleo']],
    ['unhcr_individual_no=a-1', []],
    ['sex=male,female', ['Ben', 'Ada']],
    ['age=9', ['Ada']],
    ['age=10..', ['Ben']],
    ['age=9..12', ['Ben', 'Ada']],
    ['language=language2', ['Ben']],
    ['status=open', ['Ben', 'Ada']],
    ['record_state=true', all],
    ['disclosure_other_orgs=false', all],
    ['not[status]=closed', ['Ben', 'Ada']],
    ['not[unhcr_individual_no]=A-1,A-2', ['Cleo']],
    ['age[0]=9..9&age[1]=12..12', []],
    ['owned_by=caseworker2&owned_by=caseworker1', ['Ben', 'Ada']],
    ['name_first=%22', []],
    ['id=nonsense', []],
    ['referred_users_present=true', all],
    ['date_of_birth=2014-05-01..2014-05-05', ['Ben']],
    ['registration_date=2026-08-01', []],
    ['last_updated_at=2026-08-01T10:00:02Z..', ['Cleo', 'Ben']],
    ['last_updated_at=2026-08-01T10:00:00.900Z..2026-08-01T10:00:02Z', ['Ben', 'Ada']],
    ['last_updated_at=2026-08-01T13:00:02%2B03:00..', ['Cleo', 'Ben']],
    ['last_updated_at=2026-08-01T13:00:02+03:00..', all],
    ['last_updated_at=2026-08-01T10:00..', all],
    ['last_updated_at=2026-08-02..', []],
    ['last_updated_at=2026-07-31..2026-08-01', all],
  ])('%s finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  it('by a number is ignored when the role cannot read the form that holds it', async () => {
    primero.store.addRole({
      uniqueId: 'role-blind',
      name: 'Blind',
      groupPermission: 'all',
      permissions: { case: ['read'] },
      forms: { services: 'rw' },
    })
    const user = primero.store.user('ping_least')
    if (!user) throw new Error('the account is missing')
    primero.store.addUser({ ...user, role: 'role-blind' })
    const answer = await ask(primero, 'ping_least', 'GET', '/api/v2/cases?unhcr_individual_no=A-1')
    expect(answer.body.metadata).toEqual({ total: 3, per: 20, page: 1 })
  })
})

describe('a list', () => {
  it.each([
    ['order_by=name_first&order=asc', ['Ada', 'Ben', 'Cleo']],
    ['order_by=age&order=asc', ['Ada', 'Ben', 'Cleo']],
    ['order_by=age', ['Cleo', 'Ben', 'Ada']],
    ['per=2&page=2', ['Ada']],
    ['per=text', []],
    ['page=text', [500]],
    ['page=-1', [500]],
    ['query=zq-&order=asc', ['Ada', 'Ben']],
    ['query=be&phonetic=true', ['Ben']],
  ])('with %s is %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  it('holds only the cases of a worker’s own, unless he searches by id beyond them', async () => {
    expect(await found('order=asc', 'caseworker1')).toEqual(['Ada', 'Ben'])
    expect(await found('query=xy-3&id_search=true', 'caseworker1')).toEqual(['Cleo'])
    expect(await found('', 'unhcr_focal')).toEqual([])
  })

  it('is priced as the contract tells', async () => {
    for (const query of [
      '',
      'unhcr_individual_no=A-1',
      'or[unhcr_individual_no]=A-1',
      `id=${crypto.randomUUID()}`,
      'query=zq-',
    ]) {
      await found(query)
    }
    expect(primero.traffic.counts()).toEqual({
      list: 1,
      search: 1,
      'search-list': 1,
      'read-list': 1,
      'search-text': 1,
    })
    expect(primero.traffic.work()).toBeCloseTo(390 + 3 * 0.6 + 130 + 111 + 55 + 130 + 2 * 0.6 + 5 * 135)
  })

  it('may skip rows of equal key at a page boundary when ties are shuffled', async () => {
    await primero.stop()
    primero = await startPrimero({ now: () => now, shuffledTies: true })
    for (const name of ['Ada', 'Ben', 'Cleo'])
      primero.act.createCase('ping_integration', { ...data, name_first: name })
    const pages = [await found('per=2&page=1'), await found('per=2&page=2')]
    expect(pages).toEqual([['Ada', 'Ben'], ['Ada']])
  })
})

it('finds one of 10,000 cases without a scan', async () => {
  primero.traffic.keep = false
  for (let child = 0; child < 10_000; child += 1) {
    primero.act.createCase('ping_integration', { ...data, unhcr_individual_no: `B-${child}` })
  }
  const scanned = primero.store.casesWith('unhcr_individual_no', 'B-7777')
  expect(scanned?.map((record) => record.data.unhcr_individual_no)).toEqual(['B-7777'])
  const answer = await ask(
    primero,
    'ping_integration',
    'GET',
    '/api/v2/cases?or[unhcr_individual_no]=B-1,B-9999,B-x',
  )
  expect(answer.body.metadata).toEqual({ total: 2, per: 20, page: 1 })
})
