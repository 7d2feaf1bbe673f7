import type { DecisionDraft } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  accepted,
  both,
  counts,
  decided,
  expectQuiet,
  forgetTraffic,
  inPrimero,
  inProgres,
  itemOf,
  none,
  reasonsOf,
  referred,
  told,
  uuid,
  writes,
} from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

const synced = [[125080003, ['The decision has been recorded in Primero.']]]

for (const account of ['ping_integration', 'ping_least']) {
  test(`2.2-01 records an acceptance in Primero and tells proGres once, as ${account}`, async () => {
    const world = await start({ account })
    const one = decided(world, 1)
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 1, confirmed: 1 })
    expect([inPrimero(world, one), inProgres(world, one), told(world, one)]).toEqual([
      ['accepted'],
      125080003,
      synced,
    ])
    await expectQuiet(world)
  })

  test(`2.2-02 records a rejection with reason and comment, as ${account}`, async () => {
    const world = await start({ account })
    const draft = {
      decision: 'rejected',
      reason: 'Individual Not Found',
      comment: 'Please check the number',
    } as const
    const one = decided(world, 1, draft)
    await world.run('2.2')
    expect(inPrimero(world, one)).toEqual(['rejected', 'Individual Not Found — Please check the number'])
    expect(told(world, one)).toEqual(synced)
    await expectQuiet(world)
  })
}

test.each([
  [{ reason: 'Not applicable' }, 'Not applicable — No comment provided'],
  [{ comment: 'Moved away' }, 'Rejected in proGres (no reason provided) — Moved away'],
  [{}, 'Rejected in proGres (no reason provided) — No comment provided'],
  [{ reason: 'Not applicable', comment: 'NUL \0 inside, ልጅ, طفل' }, 'Not applicable — NUL  inside, ልጅ, طفل'],
])('2.2-02 says what is absent of reason and comment: %j', async (said, text) => {
  const world = await start()
  const one = decided(world, 1, { decision: 'rejected', ...said })
  await world.run('2.2')
  expect(inPrimero(world, one)).toEqual(['rejected', text])
})

test('2.2-02 reads the comment under both spellings of its column', async () => {
  const world = await start()
  world.ping.settings.rejectionCommentColumn = 'progres_interoperabilityreferralrejectioncomment'
  const one = decided(world, 1, { decision: 'rejected', reason: 'Not applicable', comment: 'Twice' })
  await world.run('2.2')
  expect(inPrimero(world, one)).toEqual(['rejected', 'Not applicable — Twice'])
})

test('2.2-03 (hazard 26) reads a missing status by the list of the review decision', async () => {
  const world = await start()
  const rejected = decided(world, 1, { decision: 'rejected', status: null, reviewDecision: 125080001 })
  const alsoAccepted = decided(world, 2, { decision: 'accepted', status: null, reviewDecision: 125080000 })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 2 })
  expect(both(world, [rejected, alsoAccepted])).toEqual([
    ['rejected', 125080003],
    ['accepted', 125080003],
  ])
})

const noDecision: readonly (readonly [string, Partial<DecisionDraft>])[] = [
  ['an unknown status', { status: 125080009 }],
  ['an unknown status beside a known review decision', { status: 125080009, reviewDecision: 125080000 }],
  ['an unknown review decision', { reviewDecision: 125080002 }],
  ['an unknown review decision without a status', { status: null, reviewDecision: 125080002 }],
  ['neither status nor review decision', { status: null, reviewDecision: null }],
  ['a status that only the other list knows', { status: 1, reviewDecision: null }],
  ['nothing but a code that means ignore', { status: null, reviewDecision: 125080003 }],
]

test.each(noDecision)(
  '2.2-04 (hazard 25) writes nothing for %s and says decision-code-unknown',
  async (_, codes) => {
    const world = await start()
    const odd = decided(world, 1, { decision: 'accepted', ...codes })
    const good = decided(world, 2)
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 1, attention: 1 })
    expect(reasonsOf(report)).toEqual({ 'decision-code-unknown': [odd.number] })
    expect(inPrimero(world, odd)).toEqual(['in_progress'])
    expect(told(world, odd)).toEqual([])
    expect(both(world, [good])).toEqual([['accepted', 125080003]])
  },
)

test('2.2-04 names the unknown codes, and takes the decision once it is stated in a known one', async () => {
  const world = await start()
  const one = decided(world, 1, { decision: 'accepted', status: 125080009, reviewDecision: null })
  await world.run('2.2')
  expect((await itemOf(world, one)).about).toEqual(['status 125080009', 'review absent'])
  world.ping.act.decide(one.guid, { decision: 'rejected', reason: 'Not applicable' })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['rejected', 125080003]])
})

test('writes nothing when status and review decision disagree, and says decision-contradictory', async () => {
  const world = await start()
  const one = decided(world, 1, { decision: 'accepted', status: 125080001, reviewDecision: 125080001 })
  const other = decided(world, 2, { decision: 'rejected', status: 125080002, reviewDecision: 125080000 })
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'decision-contradictory': [one.number, other.number] })
  expect(both(world, [one, other])).toEqual([
    ['in_progress', 125080001],
    ['in_progress', 125080002],
  ])
})

test('a review decision that means ignore says nothing beside a status', async () => {
  const world = await start()
  const one = decided(world, 1, { decision: 'rejected', reviewDecision: 125080003 })
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['rejected', 125080003]])
})

test('codes as text mean the same as codes as numbers', async () => {
  const world = await start()
  world.ping.settings.codesAs = 'string'
  const one = decided(world, 1)
  const other = decided(world, 2, { decision: 'rejected' })
  await world.run('2.2')
  expect(both(world, [one, other])).toEqual([
    ['accepted', 125080003],
    ['rejected', 125080003],
  ])
})

test('2.2-06 reports an unknown case once, with its age, and does the others', async () => {
  const world = await start()
  const lost = decided(world, 1, undefined, { progres: { progres_offlineid: uuid('f', 1) } })
  const others = [decided(world, 2), decided(world, 3)]
  const first = await world.run('2.2')
  expect(counts(first)).toEqual({ ...none, found: 3, confirmed: 2, attention: 1 })
  expect(reasonsOf(first)).toEqual({ 'referral-not-found': [lost.number] })
  const { since, about } = await itemOf(world, lost)
  expect(about).toEqual(['case'])
  expect(both(world, others)).toEqual([
    ['accepted', 125080003],
    ['accepted', 125080003],
  ])

  world.advance(3 * 24 * 60 * 60_000)
  forgetTraffic(world)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, attention: 1 })
  expect([(await itemOf(world, lost)).since, writes(world)]).toEqual([since, [0, 0]])
  const said = world.log.filter((event) => event.event === 'item' && event.reason === 'referral-not-found')
  expect(said).toHaveLength(1)
})

test('2.2-07 matches the old form case#last12, with and without the case id beside it', async () => {
  const world = await start()
  const old = (place: number): string => `${uuid('c', place).toUpperCase()}#${uuid('a', place).slice(-12)}`
  const beside = decided(world, 1, undefined, { progres: { progres_orgreferralid: old(1) } })
  const alone = decided(world, 2, undefined, {
    progres: { progres_orgreferralid: old(2), progres_offlineid: '' },
  })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 2 })
  expect(both(world, [beside, alone])).toEqual([
    ['accepted', 125080003],
    ['accepted', 125080003],
  ])
})

test('finds the case in whatever letter case proGres keeps its ids', async () => {
  const world = await start()
  const progres = {
    progres_offlineid: `{${uuid('c', 1).toUpperCase()}}`,
    progres_orgreferralid: uuid('a', 1).toUpperCase(),
  }
  const one = decided(world, 1, undefined, { progres })
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test('a case id that is no GUID keeps its letter case', async () => {
  const world = await start()
  const record = { case_id: 'GAM-Case-17' }
  const one = decided(world, 1, undefined, { record, progres: { progres_offlineid: 'GAM-Case-17' } })
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test.each([
  ['no case', { progres_offlineid: '' }, ['progres_offlineid']],
  ['no service', { progres_orgreferralid: '' }, ['progres_orgreferralid']],
  ['an old form that is cut short', { progres_orgreferralid: 'case-1#12ab' }, ['progres_orgreferralid']],
])('says return-address-missing for %s', async (_, progres, about) => {
  const world = await start()
  const one = decided(world, 1, undefined, { progres })
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'return-address-missing': [one.number] })
  expect((await itemOf(world, one)).about).toEqual(about)
  expect(both(world, [one])).toEqual([['in_progress', 125080001]])
})

for (const emptyAs of ['text', 'absent', 'null-count', 'empty-array'] as const) {
  test(`2.2-10 and 2.2-11 end quietly when the list is empty (${emptyAs}), without an empty call`, async () => {
    const world = await start()
    world.ping.settings.emptyAs = emptyAs
    const report = await world.run('2.2')
    expect([counts(report), report.reasons, writes(world)]).toEqual([none, [], [0, 0]])
  })

  test(`2.2-10 says detail-missing when there are no details (${emptyAs}), and does the others`, async () => {
    const world = await start()
    world.ping.settings.emptyAs = emptyAs
    const [bare, good] = [decided(world, 1), decided(world, 2)]
    const body = JSON.stringify({ Data: 'No Data Available', ErrorMessage: null, RecordCount: null })
    world.ping.faults.add({
      fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
      body: new RegExp(bare.guid),
      path: /retrievedatawithpaging/,
    })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'detail-missing': [bare.guid] })
    expect(both(world, [bare, good])).toEqual([
      ['in_progress', 125080001],
      ['accepted', 125080003],
    ])
  })
}

test('2.2-11 sends nothing when nothing is decided', async () => {
  const world = await start()
  const one = referred(world, 1)
  const report = await world.run('2.2')
  expect([counts(report), writes(world)]).toEqual([none, [0, 0]])
  expect(both(world, [one])).toEqual([['in_progress', 125080000]])
})

test('reads every page of the list and of the details', async () => {
  const world = await start()
  world.ping.settings.pageSize = 2
  world.ping.settings.decisionDetailRows = 5
  const all = accepted(world, 7)
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 7, confirmed: 7 })
  expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
})

test('a list that withholds its next page is an alarm, and nobody is withdrawn for it', async () => {
  const world = await start()
  const all = accepted(world, 3)
  world.primero.knobs.power = 'down'
  await world.run('2.2')
  world.ping.settings.pageSize = 2
  world.ping.settings.pagingCookie = 'withheld'
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 3, waiting: 3 })
  expect(report.reasons.filter(({ code }) => code === 'list-incomplete')).toEqual([
    { code: 'list-incomplete', state: 'waiting', count: 0, items: [] },
  ])
  expect(both(world, all)).toEqual(all.map(() => ['in_progress', 125080001]))
})

test('details that are about another referral are no details of this one', async () => {
  const world = await start()
  const [one, other] = [decided(world, 1), decided(world, 2, { decision: 'rejected' })]
  world.ping.faults.add({
    fault: {
      kind: 'rewrite',
      with: (answer) => ({ ...answer, body: (answer.body ?? '').replaceAll(one.guid, other.guid) }),
    },
    body: new RegExp(`record_ids.*${one.guid}`),
  })
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'ping-unavailable': [one.guid] })
  expect(both(world, [one, other])).toEqual([
    ['in_progress', 125080001],
    ['rejected', 125080003],
  ])
})

test('two decisions on two services of one case are both written', async () => {
  const world = await start()
  const one = decided(world, 1)
  const rowId = uuid('a', 90)
  world.primero.act.updateCase('caseworker1', one.primeroId, {
    services_section: [{ unique_id: rowId, service_type: 'medical', service_implementing_agency: 'UNHCR' }],
  })
  const second = {
    ...one,
    rowId,
    referralId: world.primero.act.refer('caseworker1', one.primeroId, {
      service_record_id: rowId,
      transitioned_to: 'unhcr_cw',
    }).id,
  }
  const found = world.ping.act.receive({
    ...world.ping.store.referrals.get(one.guid)?.fields,
    progres_orgreferralid: rowId,
  })
  world.ping.act.decide(found.guid, { decision: 'rejected', reason: 'Not applicable' })
  await world.run('2.2')
  expect(both(world, [one, { ...second, guid: found.guid }])).toEqual([
    ['accepted', 125080003],
    ['rejected', 125080003],
  ])
})
