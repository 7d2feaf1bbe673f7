import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  caseOf,
  inventPeople,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
  startSystems,
  transferStatus,
  type Systems,
} from '@ping-primero/sandbox'
import { judge } from './judge.ts'
import { newMemory } from './people.ts'
import { referralsToUnhcr } from './records.ts'

let systems: Systems
beforeEach(async () => {
  systems = await startSystems({ seed: 1 })
})
afterEach(() => systems.stop())

function verdict(memory = newMemory()): readonly string[] {
  return judge(systems, memory).violations.map(({ kind, what }) => `${kind}: ${what}`)
}

/** A decision of a caseworker as the exchange should have told it. */
function told() {
  const [decided] = seedDecisions(systems, { seed: 1, count: 1, rejectShare: 0 })
  if (decided === undefined) throw new Error('nothing was decided')
  const { intervention, caseId } = decided
  systems.ping.act.correct(intervention.guid, { transferStatus: transferStatus.acknowledged })
  return { ...decided, number: intervention.number, guid: intervention.guid, caseId }
}

test('a world in which everything was carried over is found whole', () => {
  told()
  expect(verdict()).toEqual([])
})

test('what never came to Primero is lost, unless it was taken back', () => {
  const [intervention] = seedReferrals(systems, { seed: 1, count: 1 }).interventions
  expect(verdict()).toEqual([`lost: ${intervention?.number} has no service in Primero`])
  const memory = newMemory()
  memory.takenBack.add(intervention?.guid ?? '')
  expect(verdict(memory)).toEqual([])
})

test('a second service of an intervention, and a second case of a child, are found', () => {
  const { child, number, guid } = told()
  systems.primero.act.createCase(
    'caseworker1',
    caseOf(child, {
      services_section: [
        { unique_id: guid, service_type: 'alternative_care', progres_interventionnumber: `x,${guid},y` },
      ],
    }),
  )
  expect(verdict()).toEqual([
    `twice: ${number} has 2 services in Primero`,
    expect.stringMatching(/^twice: cases .* are of one child$/),
  ])
})

test("a service in another child's case is found", () => {
  const { guid, number } = told()
  systems.primero.act.createCase(
    'caseworker1',
    caseOf(
      inventPeople({ seed: 1, count: 1, from: 9 })[0] ??
        (() => {
          throw new Error('nobody')
        })(),
      {
        services_section: [
          { unique_id: guid, service_type: 'alternative_care', progres_interventionnumber: `x,${guid},y` },
        ],
      },
    ),
  )
  const [own] = [...systems.primero.store.cases()]
  systems.primero.act.updateCase('caseworker1', own?.id ?? '', { unhcr_individual_no: '803-99999999' })
  expect(verdict()).toContain(`wrong: ${number} stands in another child's case`)
})

test('a decision that proGres was not told is lost, whichever it is', () => {
  const { number, guid } = told()
  systems.ping.act.correct(guid, { transferStatus: transferStatus.rejected })
  expect(verdict()).toEqual([`lost: ${number} is accepted in Primero, ${transferStatus.rejected} in proGres`])
})

test('what was told and never stated, and a step back, are found even where the end is right', () => {
  const { guid, number } = told()
  const tell = (status: number) =>
    systems.ping.store.record({
      at: 1,
      by: 'gateway',
      on: 'intervention',
      guid,
      number,
      status,
      fields: {},
      comments: [],
    })
  tell(transferStatus.rejected)
  tell(transferStatus.pending)
  tell(transferStatus.acknowledged)
  tell(transferStatus.acknowledged)
  expect(verdict()).toEqual([
    `wrong: ${number} was told ${transferStatus.rejected}, never stated`,
    `wrong: ${number} was stepped back`,
  ])
  expect(judge(systems, newMemory()).toldAgain).toBe(1)
})

test('a referral that is not in proGres is lost; revoked before, it must not be there', () => {
  seedOutgoing(systems.primero, { seed: 1, count: 1 })
  const [referral] = referralsToUnhcr(systems.primero)
  expect(verdict()).toEqual([`lost: referral ${referral?.id} is not in proGres`])
  const memory = newMemory()
  memory.revoked.add(referral?.id ?? '')
  expect(verdict(memory)).toEqual([])
})

test('a referral twice in proGres, and one of nobody, are found', () => {
  const [reviewed] = seedReviewed(systems.ping, systems.primero, { seed: 1, count: 1, rejectShare: 0 })
  const fields = reviewed?.referral.fields ?? {}
  systems.ping.act.receive(fields)
  systems.ping.act.receive({ ...fields, progres_orgreferralid: 'of nobody' })
  expect(verdict()).toEqual([
    expect.stringMatching(/^twice: referral .* is 2 times in proGres$/),
    expect.stringMatching(/^lost: the decision on REF-IOP-\S+ is not in Primero$/),
    expect.stringMatching(/^lost: REF-IOP-\S+ is not marked as carried over$/),
    expect.stringMatching(/^stray: REF-IOP-\S+ belongs to no referral in Primero$/),
  ])
})
