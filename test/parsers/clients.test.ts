import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Failure } from '@ping-primero/core/http/failure.ts'
import type { HttpAnswer } from '@ping-primero/core/http/transport.ts'
import { pingClient, type Ping } from '@ping-primero/core/ping/client.ts'
import { changedCases } from '@ping-primero/core/primero/changed.ts'
import { primeroClient, type Primero } from '@ping-primero/core/primero/client.ts'
import { lookUpCases, readCases } from '@ping-primero/core/primero/sets.ts'
import { primeroSignIn } from '@ping-primero/core/primero/sign-in.ts'
import { body, text } from './hostile.ts'
import { holds } from './runs.ts'
import {
  answering,
  anyAnswer,
  guarded,
  inTurn,
  jumping,
  pingSettings,
  primeroSettings,
  secrets,
  systemOver,
} from './talk.ts'
import { credentialsInMemory } from '../support/memory.ts'

const token = { access_token: 'a.b.c', expires_in: 3600, token_type: 'Bearer' }
const page = {
  Data: [{ progres_lpinterventionid: '34be03a4-1eea-f011-8544-7c1e525f3837' }],
  ErrorMessage: null,
  PagingSummary: { PagingCookie: 'c', PageNumber: 0, IsMoreRecordsAvailable: true },
}
const lastPage = { ...page, PagingSummary: null }
const taken = { SPHTransactionId: '34be03a4-1eea-f011-8544-7c1e525f3838', ErrorMessage: null, Data: [] }
const status = { Data: [{ ExternalId: 'one', Status: 'Success', ErrorMessage: null }] }

/** A token for whoever asks, and these answers for everything else. */
function pingOver(answers: readonly HttpAnswer[], most: number, signsIn: boolean): Ping {
  const clock = jumping()
  let count = 0
  const transport = guarded(most, ({ url }) => {
    if (signsIn && url.includes('oauth2')) return answering(token)
    count += 1
    return answers[(count - 1) % answers.length] ?? answering(lastPage)
  })
  const system = systemOver(transport, 'ping', clock)
  const credentials = credentialsInMemory({ ping: pingSettings }, secrets)
  return pingClient({ settings: pingSettings, secrets, credentials, system, clock })
}

function primeroOver(answers: readonly HttpAnswer[], most: number): Primero {
  const system = systemOver(inTurn(answers, most), 'primero')
  const memory = credentialsInMemory({ primero: primeroSettings }, secrets).primero
  return primeroClient(primeroSignIn(primeroSettings, secrets, system, memory))
}

function isFailure(failure: Failure | { readonly kind: 'list-incomplete' }): boolean {
  if (failure.kind === 'trouble') return ['ping', 'primero'].includes(failure.system)
  return failure.kind === 'list-incomplete' || (failure.kind === 'stop' && failure.reason.length > 0)
}

const pingAnswers = fc.array(anyAnswer(body(page, lastPage, taken, status, token)), {
  minLength: 1,
  maxLength: 6,
})
const item = { externalId: 'one', fields: { progres_comment: 'x\ud800' }, comment: 'a "b"' }

test('every method of the PING client gives one of its results, whatever PING answers', async () => {
  await holds(
    'ping client',
    1500,
    fc.asyncProperty(pingAnswers, fc.boolean(), text, async (answers, signsIn, transaction) => {
      const ping = pingOver(answers, 25_000, signsIn)
      const rows: unknown[] = []
      let pages = 0
      for await (const got of ping.retrieve('listReferrals', null, { name: 'list' })) {
        if (got.ok) rows.push(...got.value)
        else expect(isFailure(got.failure)).toBe(true)
        if ((pages += 1) > 50) break
      }
      const updated = await ping.update('updateTransfer', [item], { name: 'tell' })
      const created = await ping.create([item], { name: 'send' })
      for (const one of [updated, created]) {
        expect(['taken', 'refused', 'trouble', 'stop']).toContain(one.kind)
      }
      const said = await ping.status('createReferral', transaction, ['one'], { name: 'ask' })
      if (!said.ok) expect(isFailure(said.failure)).toBe(true)
      expect(rows.every((row) => typeof row === 'object' && row !== null)).toBe(true)
    }),
  )
})

test('an ingestion is taken only by a 2xx with JSON and no error message', async () => {
  await holds(
    'ping client, taken',
    1500,
    fc.asyncProperty(anyAnswer(body(taken)), async (answer) => {
      const ping = pingOver([answer], 20, true)
      const { kind } = await ping.update('updateTransfer', [item], { name: 'tell' })
      if (kind !== 'taken') return
      expect(answer).toMatchObject({ kind: 'answered' })
      if (answer.kind !== 'answered') return
      const said = JSON.parse(answer.body) as { ErrorMessage?: string | null }
      expect([Math.floor(answer.status / 100), (said.ErrorMessage ?? '').trim()]).toEqual([2, ''])
    }),
  )
})

/** Servers whose lists have no end, each in another way; `count` = requests so far. */
const endless: readonly (readonly [name: string, page: (count: number) => unknown])[] = [
  ['repeats its page', () => page],
  [
    'counts its pages and repeats the row',
    (count) => ({ ...page, PagingSummary: { ...page.PagingSummary, PageNumber: count } }),
  ],
  [
    'counts its pages and invents rows',
    (count) => ({
      ...page,
      Data: [{ row: count }],
      PagingSummary: { ...page.PagingSummary, PageNumber: count },
    }),
  ],
  ['invents rows and never counts', (count) => ({ ...page, Data: [{ row: count }] })],
  ['shows empty pages', () => ({ ...page, Data: [] })],
]

test.each(endless)('a PING that %s comes to an end as incomplete', async (_, pageOf) => {
  const clock = jumping()
  let count = 0
  const transport = guarded(25_000, ({ url }) => {
    if (url.includes('oauth2')) return answering({ ...token, expires_in: 1e9 })
    return answering(pageOf((count += 1) - 1))
  })
  const ping = pingClient({
    settings: pingSettings,
    secrets,
    credentials: credentialsInMemory({ ping: pingSettings }, secrets),
    system: systemOver(transport, 'ping', clock),
    clock,
  })
  let end: unknown
  for await (const got of ping.retrieve('listReferrals', null, { name: 'list' })) end = got
  expect(end).toEqual({ ok: false, failure: { kind: 'list-incomplete' } })
})

function uuid(place: number): string {
  return `bbbbbbbb-0000-4000-a000-${String(place).padStart(12, '0')}`
}

function record(place: number, time = '2026-11-20T07:00:00.000Z'): Readonly<Record<string, unknown>> {
  return {
    id: uuid(place),
    case_id: uuid(place),
    enabled: true,
    last_updated_at: time,
    unhcr_individual_no: `823-${place}`,
    services_section: [],
  }
}

const list = { data: [record(1), record(2)], metadata: { total: 2, per: 1000, page: 1 } }
const one = { data: record(1) }
const referral = {
  id: uuid(9),
  record_id: uuid(1),
  status: 'accepted',
  service_record_id: uuid(8),
  transitioned_to: 'unhcr_cw',
}
const users = { data: [{ user_name: 'caseworker1', disabled: false }], metadata: { total: 1 } }
const refusal = { errors: [{ status: 422, detail: 'services_section' }] }
const primeroAnswers = fc.array(
  anyAnswer(body(list, one, { data: [referral] }, { data: referral }, users, refusal)),
  {
    minLength: 1,
    maxLength: 6,
  },
)

test('every method of the Primero client gives one of its results, whatever Primero answers', async () => {
  const written = ['done', 'conflict', 'missing', 'forbidden', 'refused', 'trouble', 'stop', 'answered']
  await holds(
    'primero client',
    1500,
    fc.asyncProperty(primeroAnswers, fc.nat({ max: 9 }), text, async (answers, coming, user) => {
      const primero = primeroOver(answers, 100)
      await primero.expect(coming)
      const reads = [
        await primero.list('per=1000', { name: 'list' }),
        await primero.case(uuid(1), { name: 'case' }),
        await primero.referrals(uuid(1), { name: 'referrals' }),
        await primero.user(user),
        await primero.get('/api/v2/agencies', { name: 'agencies' }),
      ]
      for (const read of reads) if (!read.ok) expect(isFailure(read.failure)).toBe(true)
      const writes = [
        await primero.create({ id: uuid(1) }, {}),
        await primero.update(uuid(1), { services_section: [{ unique_id: uuid(2) }] }, null, {}),
        await primero.respond(uuid(1), uuid(9), { status: 'accepted' }, {}),
      ]
      for (const { kind } of writes) expect(written).toContain(kind)
    }),
  )
})

test('a case is written only by a 2xx', async () => {
  await holds(
    'primero client, written',
    1000,
    fc.asyncProperty(anyAnswer(body(one)), async (answer) => {
      const { kind } = await primeroOver([answer], 20).create({ id: uuid(1) }, {})
      if (kind !== 'done') return
      expect(answer.kind === 'answered' ? Math.floor(answer.status / 100) : answer.why).toBe(2)
    }),
  )
})

test('a look-up finds only what was asked for, and calls nothing absent that was shown', async () => {
  const numbers = fc.array(fc.oneof(fc.constantFrom('823-1', '823-2', '823-3'), text), { maxLength: 5 })
  await holds(
    'primero look-up',
    1500,
    fc.asyncProperty(
      primeroAnswers,
      numbers,
      fc.option(text, { nil: null }),
      async (answers, values, control) => {
        const primero = primeroOver(answers, 200)
        const options = { field: 'unhcr_individual_no', fields: 'case_id', control } as const
        const { found, absent, failures } = await lookUpCases(primero, values, options)
        for (const [value, cases] of found) {
          expect(values).toContain(value)
          expect(cases.map((found) => found.individualNumber?.trim())).toEqual(cases.map(() => value))
          expect(absent.has(value)).toBe(false)
        }
        for (const value of [...absent, ...failures.keys()]) expect(values).toContain(value)
      },
    ),
  )
})

test('reading back gives each case under its own id', async () => {
  await holds(
    'primero read-back',
    1000,
    fc.asyncProperty(primeroAnswers, fc.uniqueArray(fc.nat({ max: 60 })), async (answers, places) => {
      const ids = places.map(uuid)
      const { found, absent, failures, forbidden } = await readCases(
        primeroOver(answers, 200),
        ids,
        'owned_by',
      )
      for (const id of ids) {
        const ends = [found.has(id), absent.has(id), failures.has(id), forbidden.has(id)]
        expect(ends.filter(Boolean)).toEqual([true])
      }
    }),
  )
})

test('the list of what changed ends, and shows no case from before it', async () => {
  await holds(
    'primero changed cases',
    1500,
    fc.asyncProperty(primeroAnswers, async (answers) => {
      const primero = primeroOver(answers, 2000)
      for await (const got of changedCases(primero, '2026-11-20T06:00:00.000Z', 'case_id')) {
        if (!got.ok) expect(isFailure(got.failure)).toBe(true)
        else
          for (const { lastUpdatedAt } of got.value.cases)
            expect(lastUpdatedAt >= '2026-11-20T06:00:00').toBe(true)
      }
    }),
  )
})

const start = Date.parse('2026-11-20T06:00:00.000Z')

function at(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString()
}

const full = Array.from({ length: 1000 }, (_, place) => record(place, at(0)))

/** Primeros whose lists have no end, each in another way; `count` = requests so far. */
const endlessCases: readonly (readonly [name: string, answer: (count: number) => unknown])[] = [
  ['repeats its page', () => ({ data: [record(1, at(5))], metadata: { total: 9 } })],
  [
    'invents a later case each time',
    (count) => ({ data: [record(count, at(count))], metadata: { total: 2 } }),
  ],
  ['grows its total', (count) => ({ data: [record(count, at(count))], metadata: { total: count + 2 } })],
  [
    'holds more in one second than can be',
    () => ({ data: full.slice(0, 3), metadata: { total: Number.MAX_SAFE_INTEGER } }),
  ],
  [
    'lives in the last second there is',
    () => ({ data: [record(1, '9999-12-31T23:59:59.999Z')], metadata: { total: 2 } }),
  ],
]

test.each(endlessCases)('a Primero that %s comes to an end', async (_, answerOf) => {
  let count = 0
  const transport = guarded(12_000, () => answering(answerOf((count += 1))))
  const memory = credentialsInMemory({ primero: primeroSettings }, secrets).primero
  const system = systemOver(transport, 'primero')
  const primero = primeroClient(primeroSignIn(primeroSettings, secrets, system, memory))
  let end: { readonly ok: boolean } | undefined
  for await (const got of changedCases(primero, at(0), 'case_id')) end = got
  expect(end?.ok).toBe(false)
})

test('full pages of one second without an end come to an end', async () => {
  const answer = answering({ data: full, metadata: { total: Number.MAX_SAFE_INTEGER } })
  const one = answering({ data: full.slice(0, 1), metadata: { total: Number.MAX_SAFE_INTEGER } })
  let asked = 0
  const primero = {
    list: async (query: string) => {
      asked += 1
      if (asked > 12_000) throw new Error('There is no end to the requests.')
      return lists[query.includes('per=1&') ? 'one' : 'full']
    },
  }
  const lists = {
    full: await primeroOver([answer], 1).list('', { name: 'list' }),
    one: await primeroOver([one], 1).list('', { name: 'list' }),
  }
  let end: unknown
  for await (const got of changedCases(primero as unknown as Primero, at(0), 'case_id')) end = got
  expect(end).toEqual({ ok: false, failure: { kind: 'list-incomplete' } })
})
