/**
 * P13: nothing is sent that the field maps do not list, and nothing of a child is asked for that no flow needs. The lists
 * are read from the files of the deployment and from what the flows are said to test, not from the product.
 */
import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { seedDecisions, seedOutgoing, seedReferrals, seedReviewed } from '@ping-primero/sandbox'
import { flows, type Deployment } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world?.stop())

/** First two columns of a field map: what it writes, from what. */
function mapped(name: string): readonly { readonly target: string; readonly source: string }[] {
  const [, ...lines] = readFileSync(`deployments/sandbox/mappings/${name}.csv`, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [target = '', source = ''] = line.split(',')
    return { target, source }
  })
}

/** What a field map requires. */
function required(name: string): readonly string[] {
  const [, ...lines] = readFileSync(`deployments/sandbox/mappings/${name}.csv`, 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const [target = '', , , needed] = line.split(',')
    return needed === 'yes' ? [target] : []
  })
}

function targets(...names: readonly string[]): readonly string[] {
  return names.flatMap(mapped).map(({ target }) => target)
}

/** Columns of a case that a field map reads. */
function readBy(name: string): readonly string[] {
  return mapped(name).flatMap(({ source }) =>
    source
      .split('|')
      .filter((one) => one.startsWith('case.'))
      .map((one) => one.slice('case.'.length)),
  )
}

/** What the flows test or show beside what they map: ids, the owner, the state, consent. */
const tested = [
  'assigned_user_names',
  'case_id',
  'case_id_display',
  'consent_for_services',
  'disclosure_other_orgs',
  'owned_by',
  'reopened_logs',
  'services_section',
  'status',
  'unhcr_individual_no',
]

/** What tells one child from another of the same number, compared before anything is written to a case. */
const compared = ['date_of_birth', 'sex', 'name']

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].toSorted()
}

interface Sent {
  readonly Data: readonly {
    readonly Attachments: readonly Readonly<Record<string, string>>[]
    readonly Fields: readonly { readonly Name: string }[]
  }[]
}

/** Names of the fields that PING was ever sent by a process. */
function fieldsToPing(kind: string): readonly string[] {
  const sent = world.ping.traffic.entries().filter((one) => one.kind === kind)
  const items = sent.flatMap(({ body }) => (JSON.parse(body) as Sent).Data)
  return sorted([
    ...items.flatMap(({ Fields }) => Fields.map(({ Name }) => Name)),
    ...items.flatMap(({ Attachments }) =>
      Attachments.flatMap((one) => Object.keys(one).map((name) => `Attachments.${name}`)),
    ),
  ])
}

type Data = Readonly<Record<string, unknown>>

/** What Primero was ever sent by requests of a kind. */
function dataToPrimero(kind: string): readonly Data[] {
  const sent = world.primero.traffic.entries().filter((one) => one.kind === kind)
  return sent.map(({ body }) => (JSON.parse(body) as { readonly data: Data }).data)
}

function names(all: readonly Data[]): readonly string[] {
  return sorted(all.flatMap((data) => Object.keys(data)))
}

/** Every field of a case that was ever asked for. */
function askedOfCases(): readonly string[] {
  const lists = world.primero.traffic
    .entries()
    .filter(({ path }) => path === '/api/v2/cases')
    .filter(({ method }) => method === 'GET')
    .map(({ query }) => new URLSearchParams(query).get('fields'))
  expect(lists).not.toContain(null)
  return sorted(lists.flatMap((list) => list?.split(',') ?? []))
}

async function exchangeAll(
  share: boolean,
  identity: Deployment['policies']['identity'] = 'two-differ',
): Promise<void> {
  const shared = (deployment: Deployment): Deployment => ({
    ...deployment,
    policies: { ...deployment.policies, shareProtectionConcern: share, identity },
  })
  world = await startWorld({ deployment: shared })
  const seed = { seed: 3, count: 4 } as const
  seedReferrals(world, { ...seed, knownShare: 0.5 })
  seedDecisions(world, { ...seed, from: 10, rejectShare: 1 })
  seedOutgoing(world.primero, { ...seed, from: 20 })
  seedReviewed(world.ping, world.primero, { ...seed, from: 30, rejectShare: 1 })
  for (const flow of flows) expect((await world.run(flow)).confirmed, flow).toBeGreaterThan(0)
}

test.each([true, false])(
  '(P13) nothing leaves that the field maps do not list; concerns shared: %s',
  async (share) => {
    await exchangeAll(share)
    const need = 'progres_spneedcategory'
    const agreed = targets('2.1-referral').filter((name) => share || name !== need)
    expect(agreed).toEqual(expect.arrayContaining([...fieldsToPing('create-referral')]))
    const told = targets('1.1-status', '1.2-decision')
    expect(told).toEqual(expect.arrayContaining([...fieldsToPing('update-transfer')]))
    expect(targets('2.2-synced')).toEqual(expect.arrayContaining([...fieldsToPing('update-referral')]))

    const cases = [...dataToPrimero('create-case'), ...dataToPrimero('update-case')]
    const rows = cases.flatMap((data) => data['services_section'] as readonly Data[])
    expect([...targets('1.1-case'), 'id', 'services_section']).toEqual(
      expect.arrayContaining([...names(cases)]),
    )
    expect([...targets('1.1-service'), 'unique_id']).toEqual(expect.arrayContaining([...names(rows)]))
    expect(targets('2.2-decision')).toEqual(
      expect.arrayContaining([...names(dataToPrimero('update-referral'))]),
    )
    for (const sent of [fieldsToPing('create-referral'), names(cases), names(rows)]) {
      expect(sent.length).toBeGreaterThan(10)
    }
  },
)

test.each([true, false])(
  '(P13) nothing is asked for that no flow needs; concerns shared: %s',
  async (share) => {
    await exchangeAll(share)
    const needed = [...tested, ...compared, ...readBy('2.1-referral'), ...readBy('1.2-decision')]
    const asked = askedOfCases()
    expect(needed).toEqual(expect.arrayContaining([...asked]))
    // What happened to a child is read only where its category is shared.
    expect(asked.includes('protection_concerns')).toBe(share)
  },
)

test('(P13) flow 1.1 asks of a case for what it tests and for what a new case must have, and for nothing else', async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 3, count: 6, knownShare: 0.5 })
  expect((await world.run('1.1')).confirmed).toBe(6)
  const asked = askedOfCases()
  expect([...tested, ...compared, ...required('1.1-case')]).toEqual(expect.arrayContaining([...asked]))
  expect(asked).not.toContain('telephone_current')
})

test('(P13) the name of a child is asked for only where it is compared', async () => {
  await exchangeAll(false, 'number-only')
  expect(askedOfCases()).not.toContain('name')
})
