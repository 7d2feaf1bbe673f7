import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { recordedPassword } from './configuration/roles.ts'
import { startPrimero } from './primero.ts'
import type { Primero } from './primero.ts'
import { rowsOf } from './value.ts'

let primero: Primero
beforeEach(async () => {
  primero = await startPrimero()
})
afterEach(() => primero.stop())

const get = (path: string, as: string | null = 'ping_integration'): ReturnType<typeof ask> =>
  ask(primero, as, 'GET', path)

describe('Primero', () => {
  it('answers an unknown address in its envelope', async () => {
    const answer = await get('/api/v2/nothing')
    expect([answer.status, answer.body]).toEqual([
      404,
      { errors: [{ status: 404, resource: '/api/v2/nothing', message: 'Not Found' }] },
    ])
  })

  it('stands behind a proxy that refuses request lines over 1 kB, unless the knob is turned', async () => {
    const path = `/api/v2/cases?or[unhcr_individual_no]=${'A-1,'.repeat(300)}A-1`
    expect([(await get(path)).status, primero.traffic.counts()]).toEqual([414, { 'not-acted': 1 }])
    primero.knobs.requestLineBytes = null
    expect((await get(path)).status).toBe(200)
  })

  it('shows an account its own rights', async () => {
    const answer = await get('/api/v2/users?user_name=ping_no_services&extended=true')
    expect(rowsOf(answer.body.data)[0]).toMatchObject({
      agency_unique_id: 'UNICEF',
      role_group_permission: 'all',
      permissions: { list: [{ resource: 'cases', actions: ['read', 'write', 'create'] }] },
      permitted_form: { basic_identity: 'rw' },
    })
  })

  it('shows roles to any account, agencies to hardly any', async () => {
    expect((await get('/api/v2/roles', 'ping_read_only')).status).toBe(200)
    expect((await get('/api/v2/agencies')).status).toBe(403)
    const agencies = await get('/api/v2/agencies', 'primero_user_mgr_cp')
    expect(rowsOf(agencies.body.data).map((agency) => agency.unique_id)).toEqual(['UNICEF', 'UNHCR'])
  })

  it('filters forms, and tells which lookup a select takes its options from', async () => {
    const forms = await get('/api/v2/forms?record_type=case&exclude_subforms=true')
    expect(rowsOf(forms.body.data).every((form) => form.is_nested === false)).toBe(true)
    expect((await get('/api/v2/forms?record_type=incident')).body.data).toEqual([])
    const services = await get('/api/v2/forms?unique_id=services_section')
    const fields = rowsOf(rowsOf(services.body.data)[0]?.fields)
    expect(fields.find((field) => field.name === 'unhcr_referral_status')).toMatchObject({
      type: 'select_box',
      option_strings_source: 'lookup lookup-unhcr-referral-status',
    })
  })

  it('names whom a case can be referred to', async () => {
    const answer = await get('/api/v2/users/refer-to?agency=UNHCR', 'caseworker1')
    expect(rowsOf(answer.body.data).map((user) => user.user_name)).toEqual(['unhcr_focal', 'unhcr_cw'])
  })

  it('lets an account of any rights be added', async () => {
    primero.store.addRole({
      uniqueId: 'role-lame',
      name: 'Lame',
      groupPermission: 'all',
      permissions: { case: ['create'] },
      forms: 'rw',
    })
    primero.store.addUser({
      userName: 'lame',
      password: recordedPassword,
      fullName: 'Lame Account',
      email: 'lame@example.org',
      phone: null,
      position: null,
      agency: 'UNICEF',
      role: 'role-lame',
      groups: [],
      modules: ['primeromodule-cp'],
      disabled: false,
    })
    expect((await get('/api/v2/cases', 'lame')).status).toBe(403)
  })

  it('as freshly installed has neither accounts nor localised fields', async () => {
    const fresh = await startPrimero({ world: 'empty' })
    const names = fresh.store.form('services_section')?.fields.map((field) => field.name) ?? []
    expect([
      fresh.store.users(),
      names.includes('unhcr_referral_status'),
      names.includes('service_type'),
    ]).toEqual([[], false, true])
    await fresh.stop()
  })
})

describe('the state page', () => {
  it('shows the cases and lets no markup through', async () => {
    primero.act.createCase('caseworker1', { module_id: 'primeromodule-cp', name_first: '<script>x</script>' })
    const page = await get('/__sandbox', null)
    expect(page.text).toContain('&#60;script&#62;x&#60;/script&#62;')
    expect(page.text).not.toContain('<script>')
  })

  it('has controls by which people’s deeds are done', async () => {
    const control = (name: string, body: unknown): ReturnType<typeof ask> =>
      ask(primero, null, 'POST', `/__sandbox/${name}`, body)
    const row = '0b8d3c0e-6f0a-4d67-9f58-0c7ad1c2e001'
    const services = [{ unique_id: row, service_type: 'medical' }]
    const consent = { consent_for_services: true, disclosure_other_orgs: true }
    const data = { module_id: 'primeromodule-cp', services_section: services, ...consent }
    const created = await control('create-case', { as: 'caseworker1', data })
    const id = created.body.id
    await control('decide', { as: 'caseworker1', case: id, row, status: 'accepted' })
    await control('refer', { as: 'caseworker1', case: id, row, to: 'unhcr_cw' })
    await control('update-case', { as: 'caseworker1', case: id, data: { age: 7 } })
    const record = primero.store.case(String(id))
    expect(record?.data).toMatchObject({ age: 7, assigned_user_names: ['unhcr_cw'] })
    expect(rowsOf(record?.data.services_section)[0]?.unhcr_referral_status).toBe('accepted')
    const refused = await control('update-case', { as: 'caseworker2', case: id, data: {} })
    expect([refused.status, primero.traffic.total()]).toEqual([400, 0])
  })
})

describe('faults of a Primero', () => {
  it('can strike after the deed: the case is there, the answer is the gateway’s', async () => {
    primero.faults.add({
      fault: { kind: 'status-after', status: 502, body: '<html>Bad Gateway</html>' },
      method: 'POST',
      path: /^\/api\/v2\/cases$/,
    })
    const answer = await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', {
      data: { module_id: 'primeromodule-cp', name_first: 'Ada' },
    })
    expect([answer.status, answer.headers.get('content-type'), primero.store.caseCount]).toEqual([
      502,
      'text/html',
      1,
    ])
  })
})
