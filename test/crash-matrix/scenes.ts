import { rmSync } from 'node:fs'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import {
  caseworkersDecide,
  individualOf,
  officersDecide,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
} from '@ping-primero/sandbox'
import type { ArmedFault, Mishap, Passing } from '../worlds/engine/network.ts'
import { releaseAbsent } from '../worlds/release.ts'
import { hour, type World } from '../worlds/world.ts'

/** Work for one flow, some of every kind that it treats differently, and what a run of it must come to. */
export interface MatrixScene {
  readonly name: string
  /** The flow that is killed. */
  readonly flow: Flow
  readonly prepare: (world: World) => Promise<void>
  /** Effects that an undisturbed run has: without one of these nothing is shown about it. */
  readonly effects: readonly string[]
  /** How every item of the ledger ends, however often a run died: flow, state and reason, and how many. */
  readonly ends: Readonly<Record<string, number>>
}

const seeds = { '1.1': 11, '1.2': 12, '2.1': 13, '2.2': 14 } as const
const commits = ['ledger save', 'ledger saveRun']
const cursorCommits = [...commits, 'ledger saveSeen', 'ledger saveCursor', 'ledger forgetSeen']
const readsDecisions = ['PING SHP-2795', 'PING SHP-2796']
const decides = ['Primero PATCH /api/v2/cases/:id/referrals/:id', 'PING SHP-2284', 'PING status of SHP-2284']
const sends = ['PING SHP-2731', 'PING status of SHP-2731']
const tellsTransfer = ['PING SHP-2748', 'PING status of SHP-2748']

/** What goes on in a world before the run that is killed. */
async function run(world: World, flow: Flow): Promise<void> {
  if (world.machine === null) throw new Error('The service runs.')
  await world.time.pass(world.attempt(world.machine, flow))
}

async function later(world: World): Promise<void> {
  await world.time.pass(world.time.sleep(2 * hour, null))
}

/** A run in which requests meet with something: each mishap strikes the first request that fits and is still free. */
async function runWith(
  world: World,
  flow: Flow,
  mishaps: readonly [id: string, isIt: (passing: Passing) => boolean, mishap: ArmedFault['mishap']][],
): Promise<void> {
  const disarm = mishaps.map(([id, strikes, mishap]) =>
    world.network.arm({ id, strikes, mishap, chance: 1, times: 1 }),
  )
  await run(world, flow)
  for (const one of disarm) one()
}

const isSend = ({ request }: Passing): boolean => request.body?.includes('SHP-2731') === true
const isList = ({ request }: Passing): boolean => request.body?.includes('SHP-2795') === true
const isResponse = ({ request, line }: Passing): boolean =>
  request.method === 'PATCH' && line.includes('/referrals/')

/** Three referrals are sent, of which one arrives unanswered and one is lost on the way: nobody knows of either. */
async function sendUnanswered(world: World): Promise<void> {
  seedOutgoing(world.primero, { seed: seeds['2.1'], count: 3 })
  let sent = false
  const first = (passing: Passing): boolean => isSend(passing) && (sent = true)
  await runWith(world, '2.1', [
    ['F6', first, { kind: 'reset', done: true }],
    ['F5', first, { kind: 'reset', done: false }],
    // The same run would find out by itself. The list before the sends is that of a ledger that begins.
    [
      'F16',
      (passing) => sent && isList(passing),
      { kind: 'answer', done: false, answer: { status: 503, headers: {}, body: '' } },
    ],
  ])
  officersDecide(world.ping, { seed: seeds['2.2'], rejectShare: 0.5 })
  await later(world)
}

/** The service begins anew, and finds no ledger. */
async function withAnotherLedger(world: World): Promise<void> {
  await world.machine?.end()
  for (const end of ['', '-wal', '-shm', '.sends']) rmSync(`${world.ledgerPath}${end}`, { force: true })
  world.deeds.setBacks.push(world.time.now())
  await world.time.pass(world.boot())
}

/** Answered as done, and nothing was. */
function withoutEffect({ line }: Passing): Mishap {
  const [recordId, , id] = line.split('/').slice(-3)
  const data = { id, record_id: recordId, status: 'in_progress' }
  const headers = { 'content-type': 'application/json' }
  return { kind: 'answer', done: false, answer: { status: 200, headers, body: JSON.stringify({ data }) } }
}

export const scenes: readonly MatrixScene[] = [
  {
    name: '1.1',
    flow: '1.1',
    prepare: async (world) => {
      // Two new children, two known ones, and one referral that is refused and reported.
      seedReferrals(world, { seed: seeds['1.1'], count: 4, knownShare: 0.5 })
      const [person] = world.children
      if (person === undefined) throw new Error('A world has children.')
      world.ping.act.refer({
        individual: individualOf(person),
        guid: 'aaaaaaaa-0000-4000-a000-00000000000a',
        type: 'Fosterage (retired)',
        officer: person.officer,
      })
    },
    effects: [
      'PING SHP-2747',
      'PING SHP-2358',
      'Primero POST /api/v2/cases',
      'Primero PATCH /api/v2/cases/:id',
      ...tellsTransfer,
      ...commits,
    ],
    ends: { '1.1 confirmed': 4, '1.1 attention service-type-unmapped': 1 },
  },
  {
    name: '1.1, after a save of ours that was erased',
    flow: '1.1',
    prepare: async (world) => {
      seedReferrals(world, { seed: seeds['1.1'], count: 3, knownShare: 1 })
      await run(world, '1.1')
      const [record] = world.primero.store.cases()
      if (record === undefined) throw new Error('A case was written to.')
      const rows = record.data['services_section']
      const [row] = Array.isArray(rows) ? rows : []
      const rowId = (row as { readonly unique_id: string } | undefined)?.unique_id ?? ''
      world.primero.act.removeService(String(record.data['owned_by']), record.id, rowId)
      world.deeds.removedRows.add(rowId)
      await later(world)
    },
    effects: ['Primero GET /api/v2/cases', ...commits],
    ends: { '1.1 confirmed': 2, '1.1 attention service-gone': 1 },
  },
  {
    name: '1.2',
    flow: '1.2',
    prepare: async (world) => {
      seedDecisions(world, { seed: seeds['1.2'], count: 3, rejectShare: 0.5 })
    },
    effects: ['Primero GET /api/v2/cases', ...tellsTransfer, ...cursorCommits],
    ends: { '1.2 confirmed': 3 },
  },
  {
    name: '2.1',
    flow: '2.1',
    prepare: async (world) => {
      seedOutgoing(world.primero, { seed: seeds['2.1'], count: 3 })
    },
    effects: ['Primero GET /api/v2/cases/:id/referrals', ...sends, ...cursorCommits],
    ends: { '2.1 confirmed': 3 },
  },
  {
    name: '2.1, after sends that were never answered',
    flow: '2.1',
    prepare: sendUnanswered,
    effects: [...readsDecisions, ...commits, 'ledger saveSeen'],
    // Nobody decides on the one that is sent only when a person has let it go.
    ends: { '2.1 confirmed': 3, '2.2 confirmed': 2 },
  },
  {
    name: '2.1, with another ledger than the one that sent',
    flow: '2.1',
    prepare: async (world) => {
      seedOutgoing(world.primero, { seed: seeds['2.1'], count: 3 })
      await run(world, '2.1')
      await later(world)
      await withAnotherLedger(world)
      seedOutgoing(world.primero, { seed: seeds['2.1'], count: 1, from: 50 })
    },
    effects: [...readsDecisions, ...sends, ...commits, 'ledger saveSeen', 'ledger saveLook'],
    ends: { '2.1 confirmed': 4 },
  },
  {
    name: '2.1, let go by a person',
    flow: '2.1',
    prepare: async (world) => {
      await sendUnanswered(world)
      await run(world, '2.1')
      releaseAbsent(world)
      await later(world)
    },
    effects: [...sends, ...commits],
    ends: { '2.1 confirmed': 3, '2.2 confirmed': 2 },
  },
  {
    name: '2.2',
    flow: '2.2',
    prepare: async (world) => {
      seedOutgoing(world.primero, { seed: seeds['2.2'], count: 3 })
      await run(world, '2.1')
      officersDecide(world.ping, { seed: seeds['2.2'], rejectShare: 0.5 })
      caseworkersDecide(world.primero, { seed: seeds['2.2'], rejectShare: 0.5 })
    },
    effects: [...readsDecisions, ...decides, ...commits],
    ends: { '2.1 confirmed': 3, '2.2 confirmed': 3 },
  },
  {
    name: '2.2, on referrals that no ledger knows',
    flow: '2.2',
    prepare: async (world) => {
      seedReviewed(world.ping, world.primero, { seed: seeds['2.2'], count: 2, rejectShare: 0.5 })
    },
    effects: [
      ...readsDecisions,
      'Primero GET /api/v2/cases',
      'Primero GET /api/v2/cases/:id/referrals',
      ...decides,
      ...commits,
    ],
    ends: { '2.2 confirmed': 2 },
  },
  {
    name: '2.2, after sends that were never answered',
    flow: '2.2',
    prepare: sendUnanswered,
    effects: [...readsDecisions, ...decides, ...commits],
    ends: { '2.1 confirmed': 3, '2.2 confirmed': 2 },
  },
  {
    name: '2.2, after a decision that Primero took without effect',
    flow: '2.2',
    prepare: async (world) => {
      seedOutgoing(world.primero, { seed: seeds['2.2'], count: 2 })
      await run(world, '2.1')
      officersDecide(world.ping, { seed: seeds['2.2'], rejectShare: 0.5 })
      await runWith(world, '2.2', [['F44', isResponse, withoutEffect]])
      await later(world)
    },
    effects: ['Primero GET /api/v2/cases/:id/referrals', ...decides, ...commits],
    ends: { '2.1 confirmed': 2, '2.2 confirmed': 2 },
  },
]
