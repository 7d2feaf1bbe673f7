import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnAddress } from '@ping-primero/core/domain/ids.ts'
import { lackingRights, readAccount } from '@ping-primero/core/primero/account.ts'
import { readCase, readReferral, readUser } from '@ping-primero/core/primero/record.ts'
import { refusedFields } from '@ping-primero/core/primero/refusal.ts'
import { readLookups, readFields } from '@ping-primero/core/check/live-fields.ts'
import { ok } from '@ping-primero/core/http/failure.ts'
import type { Primero } from '@ping-primero/core/primero/client.ts'
import { anything, json, nearly, text } from './hostile.ts'
import { holds } from './runs.ts'
import { headersOf } from './talk.ts'

const row = {
  unique_id: 'aaaaaaaa-0000-4000-a000-000000000001',
  service_implementing_agency: 'UNHCR',
  service_request_agency: 'UNHCR',
  service_referral: 'external_referral',
  unhcr_referral_status: 'accepted',
  unhcr_referral_rejection_reason: 'none',
  progres_interventionnumber:
    'INT-1,34be03a4-1eea-f011-8544-7c1e525f3837,577ccdf6-86de-e811-80d8-001dd8b71fe3',
}
const record = {
  id: 'bbbbbbbb-0000-4000-a000-000000000001',
  case_id: 'cccccccc-0000-4000-a000-000000000001',
  case_id_display: '0001abc',
  enabled: true,
  status: 'open',
  owned_by: 'caseworker1',
  last_updated_at: '2026-11-20T07:00:00.000Z',
  unhcr_individual_no: '823-00000005',
  assigned_user_names: ['unhcr_cw'],
  consent_for_services: true,
  disclosure_other_orgs: true,
  reopened_logs: [{ reopened_date: '2026-11-19T07:00:00.000Z', reopened_user: 'caseworker2' }],
  services_section: [row],
}
const referral = {
  id: 'dddddddd-0000-4000-a000-000000000001',
  record_id: record.id,
  status: 'in_progress',
  service_record_id: row.unique_id,
  transitioned_to: 'unhcr_cw',
  consent_overridden: false,
  created_at: '2026-11-20T07:00:00.000Z',
}

/** Record ids go into addresses as they are; a time is compared and reckoned with. */
const id = /^[\w-]{1,64}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

test('a case has an id that can stand in an address and a time that can be reckoned with, or is none', async () => {
  await holds(
    'primero case',
    2500,
    fc.property(fc.oneof(anything, nearly(record)), (answer) => {
      const found = readCase(answer)
      if (found === null) return
      expect(found.id).toMatch(id)
      expect(found.lastUpdatedAt).toMatch(instant)
      expect(Number.isNaN(Date.parse(found.lastUpdatedAt))).toBe(false)
      expect(Object.values(found.consent).every((one) => typeof one === 'boolean')).toBe(true)
      for (const service of found.services) {
        // The ledger keeps it, and a database keeps only whole characters.
        expect([service.uniqueId.isWellFormed(), service.uniqueId.includes('\0')]).toEqual([true, false])
      }
    }),
  )
})

/** A tick, or the word for one. */
function isTick(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true')
}

test('consent is only ever a tick that was there', async () => {
  const boxes = fc.record({ consent_for_services: json, disclosure_other_orgs: json })
  await holds(
    'primero case',
    1000,
    fc.property(boxes, (given) => {
      const found = readCase({ ...record, ...given })
      expect(found?.consent).toEqual({
        services: isTick(given.consent_for_services),
        otherOrganisations: isTick(given.disclosure_other_orgs),
      })
    }),
  )
})

test('a referral has an id for an address and a status that is known or unknown, or is none', async () => {
  const known = ['in_progress', 'accepted', 'rejected', 'done', 'revoked', 'unknown']
  await holds(
    'primero referral',
    2000,
    fc.property(fc.oneof(anything, nearly(referral)), (answer) => {
      const found = readReferral(answer)
      if (found === null) return
      expect(found.id).toMatch(id)
      expect(known).toContain(found.status)
    }),
  )
})

test('a status by any other name is unknown', async () => {
  await holds(
    'primero referral',
    500,
    fc.property(text, (status) => {
      const exact = ['in_progress', 'accepted', 'rejected', 'done', 'revoked'].includes(status)
      expect(readReferral({ ...referral, status })?.status).toBe(exact ? status : 'unknown')
    }),
  )
})

test('a user is named by a text, or is none', async () => {
  const user = {
    user_name: 'caseworker1',
    disabled: false,
    position: 'Officer',
    email: 'a@example.org',
    phone: '1',
  }
  await holds(
    'primero user',
    800,
    fc.property(fc.oneof(anything, nearly(user)), (answer) => {
      const found = readUser(answer)
      if (found !== null)
        expect([typeof found.userName, typeof found.disabled]).toEqual(['string', 'boolean'])
    }),
  )
})

test('a refusal names fields and never a value', async () => {
  const refusal = {
    errors: [
      { status: 422, resource: '/api/v2/cases', detail: 'services_section/0/service_type', message: ['x'] },
    ],
  }
  await holds(
    'primero refusal',
    1500,
    fc.property(fc.oneof(anything, nearly(refusal)), fc.integer({ min: 400, max: 499 }), (answer, status) => {
      const fields = refusedFields(answer, status)
      expect(fields.length).toBeGreaterThan(0)
      for (const field of fields) expect(field).toMatch(/^(?:[a-z][a-z0-9_.]{0,80}|unnamed|HTTP 4\d\d)$/)
    }),
  )
})

test('a return address has three parts, the second a GUID, or is none', async () => {
  const good = row.progres_interventionnumber
  const packed = fc.oneof(
    text,
    fc
      .tuple(fc.nat({ max: good.length }), text)
      .map(([at, piece]) => good.slice(0, at) + piece + good.slice(at)),
    fc.nat({ max: good.length }).map((at) => good.slice(0, at)),
  )
  await holds(
    'return address',
    1500,
    fc.property(packed, (value) => {
      const address = returnAddress(value)
      if (address === null) return
      expect(address.interventionGuid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect(value.split(',').length).toBe(3)
      expect(value.toLowerCase()).toContain(address.interventionGuid)
    }),
  )
})

/** A Primero whose every GET gives one body. */
function saying(json: unknown, status = 200): Pick<Primero, 'get'> {
  return {
    get: async () => ok({ kind: 'answer', status, headers: headersOf({}), body: '', json }),
  }
}

const account = {
  data: [
    {
      user_name: 'ping_integration',
      role_group_permission: 'all',
      permissions: { list: [{ resource: 'cases', actions: ['read', 'write'] }] },
      permitted_form: { services: 'rw' },
    },
  ],
  metadata: { total: 1 },
}

test('an account is read or it is not, and what it lacks is always named', async () => {
  await holds(
    'primero account',
    1000,
    fc.asyncProperty(fc.oneof(anything, nearly(account)), async (answer) => {
      const read = await readAccount(saying(answer) as Primero, 'ping_integration')
      if (!read.ok || read.value === null) return
      const lacking = lackingRights(read.value, [{ resource: 'cases', anyOf: ['write', 'manage'] }])
      const may = read.value.permissions.get('cases')
      const all = read.value.scope === null || read.value.scope === 'all'
      expect(lacking.ok).toBe(all && (may?.has('write') === true || may?.has('manage') === true))
    }),
  )
})

const forms = {
  data: [
    {
      id: 1,
      unique_id: 'services',
      is_nested: false,
      module_ids: ['primeromodule-cp'],
      fields: [{ name: 'services_section', type: 'subform', subform_section_id: 2 }],
    },
    {
      id: 2,
      unique_id: 'services_section',
      is_nested: true,
      module_ids: ['primeromodule-cp'],
      fields: [
        {
          name: 'service_type',
          type: 'select_box',
          multi_select: false,
          option_strings_source: 'lookup lookup-service-type',
          option_strings_text: [{ id: 'a', disabled: false }],
        },
      ],
    },
  ],
}
const lookups = {
  data: [{ unique_id: 'lookup-service-type', values: [{ id: 'a', disabled: false }] }],
  metadata: { total: 1 },
}

test('forms and lookups are read or refused', async () => {
  await holds(
    'primero forms',
    700,
    fc.asyncProperty(fc.oneof(anything, nearly(forms)), async (answer) => {
      const read = await readFields(saying(answer) as Primero, 'primeromodule-cp')
      expect(read.ok || read.failure.kind === 'trouble').toBe(true)
    }),
  )
  await holds(
    'primero lookups',
    700,
    fc.asyncProperty(nearly(lookups), async (answer) => {
      let pages = 0
      const server = {
        get: async () => {
          pages += 1
          return ok({
            kind: 'answer' as const,
            status: 200,
            headers: headersOf({}),
            body: '',
            json: pages > 1 ? lookups : answer,
          })
        },
      }
      const read = await readLookups(server as unknown as Primero)
      expect(read.ok || read.failure.kind === 'trouble').toBe(true)
    }),
  )
})

test('lookups that repeat one page for ever come to an end', async () => {
  let pages = 0
  const get: Primero['get'] = async () => {
    pages += 1
    if (pages > 1000) throw new Error('There is no end to the requests.')
    const endless = { ...lookups, metadata: { total: 9 } }
    return ok({ kind: 'answer', status: 200, headers: headersOf({}), body: '', json: endless })
  }
  expect(await readLookups({ get } as Primero)).toMatchObject({ ok: false })
})
