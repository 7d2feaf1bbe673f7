import { caseOf, type Child } from '@ping-primero/sandbox'
import { expect } from 'vitest'
import { runFlow, type RunHost, type RunReport, type RunRequest } from '@ping-primero/core'
import type { World } from '../support/world.ts'
import { childAt, putCase, refer, type Fields } from './scene.ts'

export function otherSex({ sex }: Child): 'female' | 'male' {
  return sex === 'female' ? 'male' : 'female'
}

/** A case of a child, and what differs in it from what proGres knows. */
export function caseAs(world: World, place: number, differs: Fields = {}): string {
  return putCase(world, place, caseOf(childAt(place), differs))
}

/** What a case shows that is another child's. */
export const stranger = { name_first: 'Grace', name_middle: null, name_last: 'Okello' }
export const otherDay = { date_of_birth: '2010-08-30' }

/** UNHCR refers another person under a child's number. */
export function referAnother(world: World, place: number, differs: Parameters<typeof refer>[2] = {}) {
  const child = childAt(place)
  const individual = {
    birthDate: '2010-08-30',
    sex: child.sex === 'female' ? 125080001 : 125080000,
    givenName: 'Grace',
    middleName: null,
    familyName: 'Okello',
    nickname: null,
  }
  return refer(world, place, {
    another: true,
    ...differs,
    individual: { ...individual, ...differs.individual },
  })
}

/** Runs flow 1.1 in sets of so many referrals. */
export async function runInSetsOf(
  world: World,
  setSize: number,
  request: Partial<RunRequest> = {},
  host: Partial<RunHost> = {},
): Promise<RunReport> {
  return runFlow(
    { deployment: world.deployment, flow: '1.1', dryRun: false, since: null, only: null, ...request },
    { ...world.host, ...host, setSize },
  )
}

/** A person lets a referral go. */
export async function release(world: World, key: string): Promise<void> {
  const act = { by: 'A. Person', at: new Date(world.now()).toISOString() }
  const released = await world.store.operators.release(world.deployment.name, [{ flow: '1.1', key }], act)
  expect(released).toHaveLength(1)
}
