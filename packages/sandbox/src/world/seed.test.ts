import { afterEach, beforeEach, expect, test } from 'vitest'
import { caseworkersDecide } from './caseworkers.ts'
import { officersDecide } from './officers.ts'
import { canariesOf } from './people.ts'
import { seedDecisions } from './seed-decisions.ts'
import { seedOutgoing, seedReviewed } from './seed-outgoing.ts'
import { seedReferrals } from './seed-referrals.ts'
import { startSystems } from './start-systems.ts'
import type { Systems } from './start-systems.ts'

let systems: Systems

beforeEach(async () => {
  systems = await startSystems({ seed: 5 })
})
afterEach(() => systems.stop())

const caseData = (id: string): Readonly<Record<string, unknown>> => systems.primero.store.case(id)?.data ?? {}

test('1.1: every child has a referral that waits, and a part of them a case', () => {
  const { children, known, interventions } = seedReferrals(systems, { count: 40, seed: 1, knownShare: 0.5 })
  expect([children.length, interventions.length]).toEqual([40, 40])
  expect(new Set(interventions.map(({ transferStatus }) => transferStatus))).toEqual(
    new Set([null, 125080000]),
  )
  expect(known.length).toBeGreaterThan(10)
  expect(systems.primero.store.caseCount).toBe(known.length)
  for (const child of known)
    expect(systems.primero.store.casesWith('unhcr_individual_no', child.number)).toHaveLength(1)
})

test('1.1: a second call with another place makes other children', () => {
  seedReferrals(systems, { count: 3, seed: 1 })
  seedReferrals(systems, { count: 3, seed: 1, from: 3 })
  expect(systems.ping.store.individuals.size).toBe(6)
})

test('1.2: every case holds one decided service with a return address that proGres knows as pending', () => {
  const decided = seedDecisions(systems, { count: 12, seed: 1, rejectShare: 0.5 })
  expect(new Set(decided.map(({ status }) => status))).toEqual(new Set(['accepted', 'rejected']))
  for (const { caseId, rowId, intervention, status } of decided) {
    expect(caseData(caseId)).toMatchObject({
      case_id: caseId,
      services_section: [
        {
          unique_id: rowId,
          unhcr_referral_status: status,
          service_request_agency: 'UNHCR',
          service_referral: 'external_referral',
          progres_interventionnumber: `${intervention.number},${intervention.guid},${intervention.businessUnit}`,
        },
      ],
    })
    expect(systems.ping.store.interventions.get(intervention.guid)?.transferStatus).toBe(125080002)
  }
})

test('2.1: every case has consent and one referral of its service to unhcr_cw, by an owner with a profile', () => {
  for (const { caseId, rowId } of seedOutgoing(systems.primero, { count: 10, seed: 1 })) {
    const data = caseData(caseId)
    expect(data).toMatchObject({ consent_for_services: true, disclosure_other_orgs: true })
    expect(systems.primero.store.referralsOf(caseId)).toMatchObject([
      { status: 'in_progress', transitionedTo: 'unhcr_cw', serviceRecordId: rowId, consentOverridden: false },
    ])
    const owner = systems.primero.store.user(String(data['owned_by']))
    expect([owner?.position, owner?.email, owner?.phone].every(Boolean)).toBe(true)
  }
})

test('2.2: every referral in progress has a decision in proGres under its service and case id', () => {
  for (const { caseId, rowId, referral } of seedReviewed(systems.ping, systems.primero, {
    count: 10,
    seed: 1,
  })) {
    expect(systems.ping.store.referralsOfService(rowId)).toEqual([referral])
    expect(referral.offlineId).toBe(caseId)
    expect([125080001, 125080002]).toContain(referral.status)
    expect(systems.primero.store.referralsOf(caseId)).toMatchObject([{ status: 'in_progress' }])
  }
})

test('officers and caseworkers decide what is open, once, and the same for the same seed', () => {
  const habits = { seed: 1, rejectShare: 0.5 }
  const row = { unique_id: '00000000-0000-4000-a000-000000000001', unhcr_referral_status: 'pending' }
  const made = systems.primero.act.createCase('caseworker1', {
    module_id: 'primeromodule-cp',
    name_first: 'Zavel',
    services_section: [row],
  })
  expect([caseworkersDecide(systems.primero, habits), caseworkersDecide(systems.primero, habits)]).toEqual([
    1, 0,
  ])
  expect(caseData(made.id)).toMatchObject({
    services_section: [{ unhcr_referral_status: expect.stringMatching(/^(accepted|rejected)$/) }],
  })
  const reviewed = seedReviewed(systems.ping, systems.primero, { count: 8, seed: 1 })
  const before = reviewed.map(({ referral }) => referral.status)
  for (const { referral } of reviewed) systems.ping.act.setStatusCode(referral.guid, 125080000)
  expect(officersDecide(systems.ping, { seed: 1, rejectShare: 0.3 })).toBe(8)
  expect(reviewed.map(({ referral }) => systems.ping.store.referrals.get(referral.guid)?.status)).toEqual(
    before,
  )
})

test('with canaries, what proGres shows of a child is full of markers', () => {
  const { children, interventions } = seedReferrals(systems, { count: 1, seed: 1, canaries: true })
  const held = JSON.stringify([...systems.ping.store.individuals.values(), ...interventions])
  const [child] = children
  const expected = canariesOf(children).filter((marker) => marker !== child?.author)
  expect(expected.filter((marker) => !held.includes(marker))).toEqual([])
})

test('two worlds of one seed are alike, ids included', async () => {
  const other = await startSystems({ seed: 5 })
  const ids = ({ ping, primero }: Systems): unknown => {
    const outgoing = seedOutgoing(primero, { count: 2, seed: 1 })
    seedReferrals({ ping }, { count: 2, seed: 1, from: 9 })
    return [
      outgoing.flatMap(({ caseId }) => primero.store.referralsOf(caseId).map(({ id }) => id)),
      [...ping.store.deliveries.values()].map(({ guid }) => guid),
    ]
  }
  expect(ids(other)).toEqual(ids(systems))
  await other.stop()
})

test('another process can seed both systems', async () => {
  const control = async (name: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${systems.ping.url}/__sandbox/${name}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    return response.json()
  }
  expect(await control('seed-referrals', { count: 4, knownShare: 1 })).toMatchObject({ known: 4 })
  expect(await control('seed-decisions', { count: 2, from: 10 })).toEqual({
    cases: [expect.any(String), expect.any(String)],
  })
  await control('seed-outgoing', { count: 2, from: 20 })
  await control('seed-reviewed', { count: 2, from: 30 })
  expect([systems.primero.store.caseCount, systems.ping.store.referrals.size]).toEqual([10, 2])
  expect(await control('caseworkers-decide', {})).toEqual({ decided: 0 })
})

test('a seed that is used again over HTTP adds other children, and overwrites none', async () => {
  const post = async (name: string, body: unknown): Promise<unknown> =>
    (
      await fetch(`${systems.ping.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) })
    ).json()
  for (let time = 0; time < 2; time += 1) {
    await post('seed-referrals', { count: 3, seed: 7, knownShare: 1 })
    await post('seed-outgoing', { count: 3, seed: 7 })
  }
  const numbers = [...systems.ping.store.individuals.values()].map(({ number }) => number)
  expect(new Set(numbers).size).toBe(6)
  expect(systems.ping.store.interventions.size).toBe(6)
  expect(systems.primero.store.caseCount).toBe(12)
  const known = [...systems.primero.store.cases()].map(({ data }) => data.unhcr_individual_no)
  expect(new Set(known).size).toBe(12)
})
