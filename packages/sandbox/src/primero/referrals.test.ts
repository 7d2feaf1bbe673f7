import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { startPrimero } from './primero.ts'
import type { Primero } from './primero.ts'
import type { Referral, StoredCase } from './store.ts'
import { rowsOf } from './value.ts'

const row = '0b8d3c0e-6f0a-4d67-9f58-0c7ad1c2e001'
let primero: Primero
let child: StoredCase
let referral: Referral

beforeEach(async () => {
  primero = await startPrimero({ now: () => Date.parse('2026-08-01T10:00:00Z') })
  child = primero.act.createCase('caseworker1', {
    module_id: 'primeromodule-cp',
    name_first: 'Ada',
    consent_for_services: true,
    disclosure_other_orgs: true,
    services_section: [{ unique_id: row, service_type: 'medical' }],
  })
  referral = primero.act.refer('caseworker1', child.id, {
    service_record_id: row,
    transitioned_to: 'unhcr_cw',
  })
})
afterEach(() => primero.stop())

const path = (id = referral.id): string => `/api/v2/cases/${child.id}/referrals/${id}`
const respond = (data: unknown, as = 'ping_integration'): ReturnType<typeof ask> =>
  ask(primero, as, 'PATCH', path(), { data })

describe('a referral', () => {
  it('opens the case to whom it was made, as long as it lasts', async () => {
    const seen = await ask(primero, 'unhcr_cw', 'GET', `/api/v2/cases/${child.id}`)
    expect([seen.status, seen.body.data]).toEqual([
      200,
      expect.objectContaining({ permitted_forms: { basic_identity: 'r', services: 'r' } }),
    ])
    await respond({ status: 'rejected', rejected_reason: 'not eligible' })
    expect((await ask(primero, 'unhcr_cw', 'GET', `/api/v2/cases/${child.id}`)).status).toBe(403)
    expect(primero.store.case(child.id)?.data).toMatchObject({ assigned_user_names: [], referred_users: [] })
  })

  it('may be answered by whom it was made to, who alone is told so', async () => {
    const listed = await ask(primero, 'unhcr_cw', 'GET', `/api/v2/cases/${child.id}/referrals`)
    expect(rowsOf(listed.body.data).map((item) => item.user_can_accept_or_reject)).toEqual([true])
    expect((await respond({ status: 'accepted' }, 'unhcr_cw')).status).toBe(200)
  })

  it('in progress cannot be done', async () => {
    const answer = await respond({ status: 'done' })
    expect([answer.status, primero.store.referral(referral.id)?.status]).toEqual([200, 'in_progress'])
  })

  it('accepted moves last_updated_at but is nobody’s edit', async () => {
    await respond({ status: 'accepted' })
    expect(primero.store.case(child.id)?.data.last_updated_by).toBe('caseworker1')
  })

  it('cannot be accepted when its target has been disabled since', async () => {
    const target = primero.store.user('unhcr_cw')
    if (!target) throw new Error('the account is missing')
    primero.store.addUser({ ...target, disabled: true })
    const answer = await respond({ status: 'accepted' })
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        errors: [
          {
            status: 422,
            resource: path(),
            detail: 'transitioned_to',
            message: ['transition.errors.to_user_can_receive'],
          },
        ],
      },
    ])
  })

  it('revoked is revoked whatever came before', async () => {
    await respond({ status: 'accepted' })
    expect(primero.act.revoke('caseworker1', child.id, referral.id).status).toBe('revoked')
  })

  it('to oneself is refused', () => {
    expect(() => primero.act.refer('caseworker1', child.id, { transitioned_to: 'caseworker1' })).toThrow(
      '422',
    )
  })

  it('stands among the transitions, but not when only transfers are asked for', async () => {
    const transitions = (types: string): ReturnType<typeof ask> =>
      ask(primero, 'ping_integration', 'GET', `/api/v2/cases/${child.id}/transitions?types=${types}`)
    expect(rowsOf((await transitions('Referral,Transfer')).body.data)).toHaveLength(1)
    expect((await transitions('Transfer')).body.data).toEqual([])
  })
})
