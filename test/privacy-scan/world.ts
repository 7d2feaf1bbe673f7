import {
  canariesOf,
  caseworkersDecide,
  inventPeople,
  officersDecide,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
  startSystems,
  type CanaryKind,
  type Child,
  type Systems,
} from '@ping-primero/sandbox'
import { credentials } from '../support/accounts.ts'
import type { Canary } from './scan.ts'

/** Both systems with children, officers and caseworkers whose every personal field is a canary. */
export interface CanaryWorld {
  readonly systems: Systems
  /** Everything that must stand nowhere, the tokens and sessions given so far included. */
  readonly canaries: () => readonly Canary[]
  /** Officers and caseworkers decide all that is open, and name the children in what they write. */
  readonly decide: () => void
  /** Individual numbers: a person may type them, and Primero can be asked for a child by nothing else. */
  readonly individuals: readonly string[]
}

const kinds: readonly CanaryKind[] = ['name', 'birth-date', 'phone', 'address', 'text', 'contact', 'number']
const inPieces: readonly CanaryKind[] = ['name', 'address', 'text']
const userNames = ['caseworker1', 'caseworker2', 'ping_integration']
const caseworkerPlaces = 900

/** Seeds referrals and decisions of all four flows. */
export async function startCanaryWorld(seed: number, each: number): Promise<CanaryWorld> {
  const systems = await startSystems({ seed })
  const { ping, primero } = systems
  const some = (place: number) => ({ seed, count: each, from: place * 100, canaries: true })
  const children: readonly Child[] = [
    ...seedReferrals(systems, { ...some(0), knownShare: 0.5 }).children,
    ...seedDecisions(systems, { ...some(1), rejectShare: 0.7 }).map(({ child }) => child),
    ...seedOutgoing(primero, some(2)).map(({ child }) => child),
    ...seedReviewed(ping, primero, { ...some(3), rejectShare: 0.7 }).map(({ child }) => child),
  ]
  const caseworkers = nameCaseworkers(systems, seed)
  const concern = markConcerns(systems, seed)
  const fixed: readonly Canary[] = [
    ...canariesByKind(children),
    ...caseworkers,
    { kind: 'protection concern', text: concern, inPieces: true },
    ...userNames.map((text) => ({ kind: 'user name', text })),
    ...secrets(),
  ]
  return {
    systems,
    canaries: () => [...fixed, ...tokensOf(systems)],
    decide: () => {
      caseworkersDecide(primero, { seed, rejectShare: 0.7 })
      officersDecide(ping, { seed, rejectShare: 0.7 })
    },
    individuals: children.map(({ number }) => number),
  }
}

function canariesByKind(children: readonly Child[]): readonly Canary[] {
  return kinds.flatMap((kind) =>
    canariesOf(children, [kind]).flatMap((text): readonly Canary[] => [
      { kind, text, inPieces: inPieces.includes(kind) },
      ...otherSpellings(kind, text).map((spelling) => ({ kind, text: spelling })),
    ]),
  )
}

/** How a program may have written a date or a number anew. */
function otherSpellings(kind: CanaryKind, text: string): readonly string[] {
  if (kind === 'phone') return [text.replaceAll(/[^0-9]/g, '')]
  if (kind !== 'birth-date') return []
  const [year = '', month = '', day = ''] = text.split('-')
  return [
    `${day}/${month}/${year}`,
    `${day}.${month}.${year}`,
    `${month}/${day}/${year}`,
    `${year}/${month}/${day}`,
  ]
}

/** Gives the caseworkers' profiles, which travel with what they refer, canaries of their own. */
function nameCaseworkers({ primero }: Systems, seed: number): readonly Canary[] {
  return ['caseworker1', 'caseworker2'].flatMap((userName, index) => {
    const [person] = inventPeople({ seed, count: 1, from: caseworkerPlaces + index * 3, canaries: true })
    const user = primero.store.user(userName)
    if (person === undefined || user === undefined) throw new Error('A caseworker is missing.')
    const { officer } = person
    const fullName = `${person.givenName} ${person.familyName}`
    primero.store.addUser({
      ...user,
      fullName,
      position: officer.title,
      email: officer.email,
      phone: officer.phone,
    })
    return [
      { kind: 'name', text: person.givenName, inPieces: true },
      { kind: 'name', text: person.familyName, inPieces: true },
      ...[officer.title, officer.email, officer.phone].map((text) => ({ kind: 'contact', text })),
    ]
  })
}

/** A concern that no mapping lists, as a caseworker's own word for it, in every case. */
function markConcerns({ primero }: Systems, seed: number): string {
  const [person] = inventPeople({ seed, count: 1, from: caseworkerPlaces + 30, canaries: true })
  const concern = person?.nickname ?? ''
  for (const record of primero.store.cases()) {
    const data = { ...record.data, protection_concerns: [concern] }
    const entry = { at: record.updatedAt, userName: 'caseworker1', action: 'update', changes: [] } as const
    primero.store.putCase({ ...record, data }, entry)
  }
  return concern
}

function secrets(): readonly Canary[] {
  const { PING_PASSWORD, PING_SUBSCRIPTION_KEY, PRIMERO_PASSWORD, LEDGER_KEY } = credentials
  return [PING_PASSWORD, PING_SUBSCRIPTION_KEY, PRIMERO_PASSWORD, LEDGER_KEY].map((text) => ({
    kind: 'secret',
    text,
  }))
}

function tokensOf({ ping, primero }: Systems): readonly Canary[] {
  const answers = [...ping.traffic.entries(), ...primero.traffic.entries()].map(({ answer }) => answer)
  const given = answers.flatMap((answer) => /"(?:access_token|csrf_token)":"([^"]+)"/.exec(answer)?.[1] ?? [])
  return [...new Set(given)].map((text) => ({ kind: 'token', text }))
}
