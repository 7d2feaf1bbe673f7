import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ActRefused } from '../acts.ts'
import { ask } from '../ask.ts'
import { startPrimero } from '../primero.ts'
import type { Primero } from '../primero.ts'
import type { StoredCase } from '../store.ts'
import { rowsOf } from '../value.ts'

let now = Date.parse('2026-08-01T10:00:00Z')
let primero: Primero
let child: StoredCase

const rowA = '0b8d3c0e-6f0a-4d67-9f58-0c7ad1c2e001'
const rowB = '0b8d3c0e-6f0a-4d67-9f58-0c7ad1c2e002'
const caseOf = (more = {}): Record<string, unknown> => ({
  module_id: 'primeromodule-cp',
  owned_by: 'caseworker1',
  name_first: 'Ada',
  ...more,
})

beforeEach(async () => {
  now = Date.parse('2026-08-01T10:00:00Z')
  primero = await startPrimero({ now: () => now })
  child = primero.act.createCase('ping_integration', caseOf())
})
afterEach(() => primero.stop())

const patch = (body: unknown, as = 'ping_integration'): ReturnType<typeof ask> =>
  ask(primero, as, 'PATCH', `/api/v2/cases/${child.id}`, body)
const append = (row: string): unknown => ({
  data: { services_section: [{ unique_id: row, service_type: 'medical' }] },
})
const rowIds = (): unknown[] =>
  rowsOf(primero.store.case(child.id)?.data.services_section).map((row) => row.unique_id)

describe('two saves of one case', () => {
  it('that overlap both answer 200, and the later one wipes out the earlier', async () => {
    primero.knobs.latencyMs = 200
    const answers = await Promise.all([patch(append(rowA)), patch(append(rowB))])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect(rowIds()).toHaveLength(1)
  })

  it('that overlap by their work on the server end so too', async () => {
    primero.knobs.cost = true
    await Promise.all([patch(append(rowA)), patch(append(rowB))])
    expect(rowIds()).toHaveLength(1)
  })

  it('one after the other keep both rows', async () => {
    await patch(append(rowA))
    await patch(append(rowB))
    expect(rowIds()).toEqual([rowA, rowB])
  })

  it('of which one is a referral’s acceptance overwrite each other as well', async () => {
    primero.act.updateCase('caseworker1', child.id, {
      consent_for_services: true,
      disclosure_other_orgs: true,
      services_section: [{ unique_id: rowA, service_type: 'medical' }],
    })
    const referral = primero.act.refer('caseworker1', child.id, {
      service_record_id: rowA,
      transitioned_to: 'unhcr_cw',
    })
    primero.knobs.latencyMs = 200
    const path = `/api/v2/cases/${child.id}/referrals/${referral.id}`
    await Promise.all([
      patch(append(rowB)),
      ask(primero, 'ping_integration', 'PATCH', path, { data: { status: 'accepted' } }),
    ])
    expect(primero.store.referral(referral.id)?.status).toBe('accepted')
    const kept = primero.store.case(child.id)?.data
    // Either the row or the alert that the acceptance took away is as it was before.
    const bothKept =
      rowsOf(kept?.services_section).length === 2 && !JSON.stringify(kept).includes('"referral"')
    expect(bothKept).toBe(false)
  })

  it('overwrite what a caseworker saved while the request was under way', async () => {
    primero.knobs.latencyMs = 200
    const asked = patch(append(rowA))
    await expect.poll(() => primero.traffic.counts(), { interval: 2 }).toEqual({ 'update-case': 1 })
    primero.act.updateCase('caseworker1', child.id, { name_first: 'Adah' })
    expect((await asked).status).toBe(200)
    expect(primero.store.case(child.id)?.data.name_first).toBe('Ada')
  })
})

it('of three creations with one id at the same moment one is made', async () => {
  const id = '3f1c8a52-90a5-4b7e-8d0e-5c7fb1f1a111'
  primero.knobs.latencyMs = 20
  const create = (): ReturnType<typeof ask> =>
    ask(primero, 'ping_integration', 'POST', '/api/v2/cases', { data: caseOf({ id }) })
  const statuses = (await Promise.all([create(), create(), create()])).map((answer) => answer.status)
  expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409, 409])
})

describe('v2.14', () => {
  it('stores options that no lookup has, which 2.15 refuses', async () => {
    const wrong = { data: caseOf({ sex: 'nonsense', language: ['zzz'] }) }
    expect((await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', wrong)).status).toBe(422)
    const old = await startPrimero({ version: '2.14' })
    const answer = await ask(old, 'ping_integration', 'POST', '/api/v2/cases', wrong)
    expect([answer.status, answer.body.data]).toEqual([
      200,
      expect.objectContaining({ sex: 'nonsense', language: ['zzz'] }),
    ])
    await old.stop()
  })
})

describe('a save', () => {
  it('that PUT asks for is the same as PATCH', async () => {
    const answer = await ask(primero, 'ping_integration', 'PUT', `/api/v2/cases/${child.id}`, {
      data: { age: 9 },
    })
    expect(answer.body.data).toEqual({
      id: child.id,
      enabled: true,
      age: 9,
      last_updated_at: '2026-08-01T10:00:00.000Z',
    })
  })

  it('without data only moves last_updated_at', async () => {
    now += 5_000
    const answer = await patch({})
    expect(answer.body.data).toEqual({
      id: child.id,
      enabled: true,
      last_updated_at: '2026-08-01T10:00:05.000Z',
    })
  })

  it('with a record_action needs that permission and not write', async () => {
    expect((await patch({ data: {}, record_action: 'close' }, 'ping_least')).status).toBe(403)
    expect(
      (await patch({ data: { age: 3 }, record_action: 'services_section_from_case' }, 'ping_least')).status,
    ).toBe(200)
    expect(primero.store.case(child.id)?.data.age).toBe(3)
  })

  it('names the reopening in the logs even when it closes in the same breath', async () => {
    primero.act.closeCase('caseworker1', child.id)
    await patch({
      data: { status: 'closed', services_section: [{ unique_id: rowA, service_type: 'medical' }] },
    })
    expect(primero.store.case(child.id)?.data).toMatchObject({
      status: 'open',
      workflow: 'reopened',
      reopened_logs: [{ reopened_date: '2026-08-01T10:00:00.000Z', reopened_user: 'ping_integration' }],
    })
  })

  it('shows in the history, newest first, without the columns that every save moves', async () => {
    now += 1_000
    await patch({ data: { sex: 'female' } })
    const path = `/api/v2/cases/${child.id}/record_history`
    const history = await ask(primero, 'ping_integration', 'GET', path)
    expect(rowsOf(history.body.data)[0]).toEqual({
      record_id: child.id,
      record_type: 'cases',
      datetime: '2026-08-01T10:00:01.000Z',
      user_name: 'ping_integration',
      action: 'update',
      record_changes: [{ sex: { from: null, to: 'female' } }],
    })
    const onlySex = await ask(primero, 'ping_integration', 'GET', `${path}?filters[field_names][0]=sex`)
    expect(onlySex.body.metadata).toEqual({ total: 1, per: 20, page: 1 })
    expect((await ask(primero, 'ping_least', 'GET', path)).status).toBe(403)
  })

  it('drops a field that the forms no longer have', async () => {
    const form = primero.store.form('services_section')
    if (!form) throw new Error('the form is missing')
    primero.store.putForm({
      ...form,
      fields: form.fields.filter((field) => field.name !== 'progres_interventionnumber'),
    })
    const row = { unique_id: rowA, service_type: 'medical', progres_interventionnumber: 'INT-1,a,b' }
    await patch({ data: { services_section: [row] } })
    expect(primero.store.case(child.id)?.data.services_section).toEqual([
      { unique_id: rowA, service_type: 'medical', service_implemented: 'not_implemented' },
    ])
  })
})

describe('what people do', () => {
  it('goes by the same rules: what Primero refuses is thrown', () => {
    expect(() => primero.act.updateCase('caseworker2', child.id, { age: 3 })).toThrow(ActRefused)
    expect(() => primero.act.createCase('ping_integration', caseOf({ age: 'nine' }))).toThrow('422')
  })

  it('closes, reopens and disables', () => {
    expect(primero.act.closeCase('caseworker1', child.id).data).toMatchObject({
      status: 'closed',
      date_closure: '2026-08-01',
    })
    const reopened = primero.act.reopenCase('caseworker1', child.id).data
    expect(reopened).toMatchObject({ status: 'open', workflow: 'reopened' })
    expect(rowsOf(reopened.reopened_logs)).toHaveLength(1)
    expect(primero.act.disableCase('caseworker1', child.id).data.record_state).toBe(false)
  })

  it('decides a service, and takes it away', () => {
    primero.act.updateCase('ping_integration', child.id, {
      services_section: [{ unique_id: rowA, service_type: 'medical', unhcr_referral_status: 'pending' }],
    })
    const decided = primero.act.setServiceStatus('caseworker1', child.id, rowA, 'rejected', 'no place')
    expect(decided.data.services_section).toEqual([
      {
        unique_id: rowA,
        service_type: 'medical',
        unhcr_referral_status: 'rejected',
        unhcr_referral_rejection_reason: 'no place',
        service_implemented: 'not_implemented',
      },
    ])
    expect(primero.act.removeService('caseworker1', child.id, rowA).data.services_section).toEqual([])
  })
})

describe('a form that the role may only read', () => {
  const number = { unhcr_individual_no: 'A-1', name_first: 'Ada', sex: 'female', date_of_birth: '2015-02-03' }
  const id = '0b8d3c0e-6f0a-4d67-9f58-0c7ad1c2e00a'
  const made = (): StoredCase | undefined => primero.store.case(id)

  beforeEach(() => {
    const role = primero.store.role('role-ping-integration')
    if (!role) throw new Error('no role')
    primero.store.addRole({ ...role, forms: { basic_identity: 'r', services: 'rw' } })
  })

  it('has its fields dropped with 204 where a case is made, and the row stays', async () => {
    const rows = [{ unique_id: rowA, service_type: 'medical' }]
    const data = {
      id,
      module_id: 'primeromodule-cp',
      ...number,
      language: ['language1'],
      services_section: rows,
    }
    expect((await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', { data })).status).toBe(204)
    expect(made()?.data).toMatchObject({ services_section: rows, status: 'open' })
    expect(Object.keys(made()?.data ?? {})).not.toEqual(
      expect.arrayContaining([
        'unhcr_individual_no',
        'name',
        'name_first',
        'sex',
        'date_of_birth',
        'language',
      ]),
    )
  })

  it('has its fields dropped with 200 where a case is changed, and they are read all the same', async () => {
    expect((await patch({ data: { name_first: 'Bea' } })).status).toBe(200)
    const read = await ask(primero, 'ping_integration', 'GET', `/api/v2/cases/${child.id}`)
    expect(read.body.data).toMatchObject({ name_first: 'Ada' })
  })

  it('is something else than one that it may not see at all', async () => {
    const role = primero.store.role('role-ping-integration')
    if (!role) throw new Error('no role')
    primero.store.addRole({ ...role, forms: { services: 'rw' } })
    const read = await ask(primero, 'ping_integration', 'GET', `/api/v2/cases/${child.id}`)
    expect(read.body.data).not.toHaveProperty('name_first')
  })
})

it.each([
  ['2.15', 422],
  ['2.14', 200],
] as const)('v%s answers %i to a status that no list has', async (version, status) => {
  await primero.stop()
  primero = await startPrimero({ now: () => now, version })
  const data = { ...caseOf(), status: 'resettled' }
  const answer = await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', { data })
  expect(answer.status).toBe(status)
  if (status === 200) expect(answer.body.data).toMatchObject({ status: 'resettled' })
  const same = { ...caseOf(), status: 7 }
  expect((await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', { data: same })).status).toBe(422)
})
