import {
  firewallAnswers,
  individualOf,
  silentFirewalls,
  type Fault,
  type SeededRandom,
} from '@ping-primero/sandbox'
import type { Mishap, Passing } from '../engine/network.ts'
import type { World } from '../world.ts'
import { isWrite, onRequests, processOf, strike, watch, windowOf } from './arm.ts'
import { casesOf, child, ownerOf, peopleDeeds, pickOf, rowsOf, tried, type Deed } from './people.ts'

/** What one of some firewalls answers on the network of a world. */
function wallOf(walls: Readonly<Record<string, Fault>>, random: SeededRandom): Mishap {
  const fault = pickOf(Object.values(walls), random)
  if (fault === null) throw new Error('There are firewalls.')
  if (fault.kind !== 'status') return { kind: 'reset', done: false }
  const { status, body = '', contentType = 'text/html' } = fault
  return { kind: 'answer', done: false, answer: { status, headers: { 'content-type': contentType }, body } }
}

/** What one record is known by in what is sent of it, whichever flow it goes through. */
function markOfOne(world: World, random: SeededRandom): string | null {
  const interventions = [...world.ping.store.interventions.values()].map(({ guid }) => guid)
  const rows = casesOf(world).flatMap((record) => rowsOf(record).map((row) => String(row['unique_id'])))
  // The last ones have not gone out yet.
  return pickOf([...interventions.slice(-3), ...rows.slice(-2)], random)
}

/** Strikes what is written of one record, and of no other, every time. */
function onOne(id: string, words: string, mishap: (random: SeededRandom) => Mishap): Deed {
  return (world, random) => {
    for (let count = 0; count < 2; count += 1) {
      peopleDeeds['unhcr-refers']?.(world, random)
      peopleDeeds['caseworker-refers']?.(world, random)
    }
    const mark = markOfOne(world, random)
    if (mark === null) return null
    const isOfIt = (passing: Passing): boolean =>
      isWrite(passing) && (passing.request.body ?? '').toLowerCase().includes(mark.toLowerCase())
    strike(world, { ...random, chance: () => true }, id, isOfIt, mishap(random))
    return `${id} is to come: ${words} ${mark}`
  }
}

const halves = ['He was seen \ud83d', '\udc9b then left', 'Name \ud83d\ud83d\ude00 and half \ud800'] as const

/** A program before ours has cut a text by length, in the middle of an emoji. */
const halfCharacter: Deed = (world, random) => {
  const text = random.pick(halves)
  if (random.chance(0.5)) {
    const person = child(world, random)
    const { number, guid } = world.ping.act.refer({
      individual: individualOf(person),
      guid: random.guid(),
      type: 'BID',
      description: text,
      officer: person.officer,
    })
    const isDetail = (passing: Passing): boolean => processOf(passing) === 'SHP-2358'
    watch(world, windowOf(random), 'F83', isDetail, ({ body = '' }) => body.includes(guid))
    return `F83: UNHCR refers ${number} with half a character`
  }
  const record = pickOf(casesOf(world), random)
  const row = pickOf(record === null ? [] : rowsOf(record), random)
  if (record === null || row === null) return null
  const rows = [
    { unique_id: row['unique_id'], service_referral_notes: text, unhcr_referral_rejection_reason: text },
  ]
  if (!tried(() => world.primero.act.updateCase(ownerOf(record), record.id, { services_section: rows })))
    return null
  const isCase = ({ system, line }: Passing): boolean =>
    system === 'primero' && line.startsWith('/api/v2/cases')
  watch(world, windowOf(random), 'F83', isCase, ({ body = '' }) => body.includes(record.id))
  return `F83: a caseworker's note ends in half a character`
}

/** None of hours, which would outlast the world: that such a wait is kept is in `http/system.test.ts`. */
const unreadableWaits = [
  '-5',
  '0',
  '1.5',
  '0.001',
  'soon',
  '5, 7',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '1e9',
  '120, soon',
] as const

/** What is wrong with one record alone, or with what is said of it. */
export const oneRecordFaults: Readonly<Record<string, Deed>> = {
  F81: onOne('F81', 'a firewall dislikes', (random) => wallOf(firewallAnswers, random)),
  'F81 silent': onOne('F81', 'a firewall says nothing of', (random) => wallOf(silentFirewalls, random)),
  F82: onOne('F82', 'a system stumbles over', (random) => ({
    kind: 'answer',
    done: false,
    answer: {
      status: random.pick([500, 502, 504] as const),
      headers: { 'content-type': 'text/html' },
      body: '<html>went wrong</html>',
    },
  })),
  F99: onOne('F99', 'a system is always too busy, or too slow, for', (random) => ({
    kind: 'answer',
    done: false,
    answer: {
      status: random.pick([429, 408] as const),
      headers: { 'content-type': 'text/html', ...random.pick([{}, {}, { 'retry-after': '60' }] as const) },
      body: '<html>try again</html>',
    },
  })),
  F83: halfCharacter,
  F84: onRequests('F84', 'a time to wait that nobody can read', (_world, random) => ({
    kind: 'answer',
    done: false,
    answer: {
      status: 429,
      headers: { 'content-type': 'text/html', 'retry-after': random.pick(unreadableWaits) },
      body: '',
    },
  })),
}
