import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '@ping-primero/core/flows/decisions-in/decide.ts'
import { readDecision } from '@ping-primero/core/flows/decisions-in/progres-referral.ts'
import { statedDecisions } from '@ping-primero/core/flows/decisions-out/stated.ts'
import { decisionMeaning, type DecisionList } from '@ping-primero/core/mapping/value-map.ts'
import { readRetrieval } from '@ping-primero/core/ping/envelope.ts'
import { readCase } from '@ping-primero/core/primero/record.ts'
import { readDeploymentFolder } from '../support/world.ts'
import { nearly, text } from './hostile.ts'
import { counted, holds } from './runs.ts'

const deployment = readDeploymentFolder('sandbox')
const { valueMaps } = deployment
const keys = { current: 'a ledger key of the tests, long enough to be taken', old: [] }
const guid = '34be03a4-1eea-f011-8544-7c1e525f3837'
const statusColumn = 'progres_interoperabilityreferralstatus'
const reviewColumn = 'progres_reviewdecision'

/** What each code means, written down once more by hand (ping-contract §5.2, §5.3). */
const meaning: Readonly<Record<DecisionList, Readonly<Record<string, string>>>> = {
  'referral-status': { 125080000: 'open', 125080001: 'accepted', 125080002: 'rejected', 125080003: 'synced' },
  'review-decision': { 125080000: 'accepted', 125080001: 'rejected', 125080003: 'ignore' },
  'unhcr-referral-status': { pending: 'open', accepted: 'accepted', rejected: 'rejected' },
}
const lists = ['referral-status', 'review-decision', 'unhcr-referral-status'] as const

function expectedOf(list: DecisionList, code: string): string {
  const own = meaning[list]
  return Object.hasOwn(own, code.trim()) ? (own[code.trim()] ?? 'unlisted') : 'unlisted'
}

const numbers = [
  ...Array.from({ length: 201 }, (_, value) => value),
  ...Array.from({ length: 111 }, (_, at) => 125_079_990 + at),
]

test.each(lists)('of the codes of %s only the listed ones mean anything, over all whole numbers', (list) => {
  counted('decision codes', numbers.length)
  const wrong = numbers.filter(
    (code) => decisionMeaning(valueMaps, list, code) !== expectedOf(list, String(code)),
  )
  expect(wrong).toEqual([])
})

/** What the details with these codes come to. */
function verdictOf(status: unknown, review: unknown): string {
  const row = {
    progres_interoperabilityreferralid: guid,
    ...(status === undefined ? {} : { [statusColumn]: status }),
    ...(review === undefined ? {} : { [reviewColumn]: review }),
  }
  const detail = readDecision([row], guid)
  if (detail === null) return 'none'
  const verdict = decide(detail, valueMaps)
  if (verdict.kind === 'decided') return verdict.decision
  return verdict.kind === 'unclear' ? verdict.reason : verdict.kind
}

test('a status decides by the listed codes alone, over all whole numbers, as number and as text', () => {
  counted('decision codes', numbers.length * 4)
  for (const code of numbers) {
    const status = expectedOf('referral-status', String(code))
    const review = expectedOf('review-decision', String(code))
    const byStatus = status === 'unlisted' ? 'decision-code-unknown' : status
    const byReview = review === 'unlisted' || review === 'ignore' ? 'decision-code-unknown' : review
    expect([verdictOf(code, undefined), verdictOf(String(code), undefined)]).toEqual([byStatus, byStatus])
    expect([verdictOf(undefined, code), verdictOf(undefined, String(code))]).toEqual([byReview, byReview])
  }
})

test('two codes decide only where both are listed and none contradicts the other', () => {
  const few = [0, 1, 2, 3, 100, ...Array.from({ length: 12 }, (_, at) => 125_079_996 + at)]
  counted('decision codes', few.length ** 2)
  const decided: string[] = []
  for (const status of few) {
    for (const review of few) {
      const verdict = verdictOf(status, review)
      if (verdict === 'accepted' || verdict === 'rejected') decided.push(`${status} ${review} ${verdict}`)
    }
  }
  expect(decided).toEqual([
    '125080001 125080000 accepted',
    '125080001 125080003 accepted',
    '125080002 125080001 rejected',
    '125080002 125080003 rejected',
  ])
})

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789 _-AR'.split('')

/** Every text one edit away: a character less, another one, one more, two changed about. */
function edits(word: string, letters: readonly string[]): ReadonlySet<string> {
  const made = new Set<string>()
  for (let at = 0; at <= word.length; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)]
    if (tail !== '') made.add(head + tail.slice(1))
    if (tail.length > 1) made.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`)
    for (const letter of letters) {
      made.add(head + letter + tail)
      if (tail !== '') made.add(head + letter + tail.slice(1))
    }
  }
  return made
}

const long = process.env['FUZZ'] === 'long'

/** Every text up to two edits away; when `FUZZ=long` three, the third by a character of the word or a blank. */
function* near(word: string): Generator<string> {
  const letters = /^\d+$/.test(word) ? '0123456789 -.a'.split('') : alphabet
  const own = [...new Set(`${word} `.split(''))]
  yield word
  for (const one of edits(word, letters)) {
    yield one
    for (const two of edits(one, letters)) {
      yield two
      if (long) yield* edits(two, own)
    }
  }
}

const known = [...new Set(lists.flatMap((list) => Object.keys(meaning[list]))), 'Accepted', 'Rejected']

test.each(known)(
  'every text within a few edits of %j means nothing but what the list says',
  (word) => {
    const wrong = new Set<string>()
    let cases = 0
    for (const code of near(word)) {
      for (const list of lists) {
        cases += 1
        if (decisionMeaning(valueMaps, list, code) !== expectedOf(list, code)) wrong.add(`${list}: ${code}`)
      }
    }
    counted('decision codes', cases)
    expect([...wrong]).toEqual([])
  },
  3_600_000,
)

test('any value at all in the code columns decides only by a listed code', async () => {
  const given = fc.oneof(
    fc.jsonValue(),
    text,
    fc.constantFrom(125_080_001, '125080001 ', ' 125080002', '125080001.0', 1.2508e8, [125_080_001]),
  )
  await holds(
    'decision details',
    2500,
    fc.property(given, given, (status, review) => {
      const verdict = verdictOf(status, review)
      if (verdict !== 'accepted' && verdict !== 'rejected') return
      const says = [
        expectedOf('referral-status', typeof status === 'object' ? '' : String(status)),
        expectedOf('review-decision', typeof review === 'object' ? '' : String(review)),
      ]
      expect(says).toContain(verdict)
    }),
  )
})

test('details of any kind are read as what was asked for, and several rows never outvote each other', async () => {
  const row = {
    progres_interoperabilityreferralid: guid,
    progres_offlineid: guid,
    progres_orgreferralid: `${guid}#7c1e525f3837`,
    [statusColumn]: 125_080_001,
    [reviewColumn]: 125_080_000,
  }
  const rows = fc.array(nearly(row), { maxLength: 4 })
  await holds(
    'decision details',
    1500,
    fc.property(rows, (given) => {
      const page = readRetrieval({ Data: given, ErrorMessage: null })
      const detail = typeof page === 'string' ? null : readDecision(page.rows, guid)
      if (detail === null) return
      expect(detail.refIopGuid).toBe(guid)
      expect(detail.serviceUniqueId).toBe(detail.serviceUniqueId?.toLowerCase() ?? null)
      const verdict = decide(detail, valueMaps)
      if (detail.contradictory)
        expect(verdict).toMatchObject({ kind: 'unclear', reason: 'decision-contradictory' })
    }),
  )
})

const row = {
  unique_id: 'aaaaaaaa-0000-4000-a000-000000000001',
  service_request_agency: 'UNHCR',
  service_referral: 'external_referral',
  unhcr_referral_status: 'accepted',
  progres_interventionnumber: `INT-1,${guid},577ccdf6-86de-e811-80d8-001dd8b71fe3`,
}
const record = {
  id: 'bbbbbbbb-0000-4000-a000-000000000001',
  last_updated_at: '2026-11-20T07:00:00.000Z',
  services_section: [row],
}

test('a service row states a decision only by a listed word', async () => {
  const word = fc.oneof(
    text,
    fc.constantFrom('accepted', ' accepted ', 'Accepted', 'rejected', 'pending', 'accept', 'ACCEPTED'),
  )
  await holds(
    'stated decisions',
    1500,
    fc.property(word, (status) => {
      const found = readCase({ ...record, services_section: [{ ...row, unhcr_referral_status: status }] })
      const [stated] = found === null ? [] : statedDecisions(found, deployment, keys)
      const says = expectedOf('unhcr-referral-status', status)
      if (status.trim() === '' || says === 'open') expect(stated).toBeUndefined()
      else expect(stated?.decision).toBe(says)
    }),
  )
})

test('a case of any kind states only decisions for UNHCR, on rows that UNHCR asked for', async () => {
  await holds(
    'stated decisions',
    1500,
    fc.property(nearly(record), (answer) => {
      const found = readCase(answer)
      if (found === null) return
      for (const stated of statedDecisions(found, deployment, keys)) {
        expect([stated.row.referral, stated.row.requestAgency?.trim().toLowerCase()]).toEqual([
          'external_referral',
          'unhcr',
        ])
        // A row without an id of its own is kept under its case.
        const own = stated.row.uniqueId === '' ? found.id : stated.row.uniqueId
        expect(stated.finding.key).toBe(stated.address === null ? own : stated.address.interventionGuid)
      }
    }),
  )
})
