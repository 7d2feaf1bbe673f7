import { DatabaseSync } from 'node:sqlite'
import type { World } from '../support/world.ts'
import { childAt, type Fields } from './scene.ts'

type Rights = Readonly<Record<string, 'r' | 'rw'>>

/** Gives a role these rights to forms instead of all; gives back the way to give it all again. */
export function onlyForms(world: World, rights: Rights, roleId = 'role-ping-integration'): () => void {
  const { store } = world.primero
  const role = store.role(roleId)
  if (role === undefined) throw new Error('no role')
  const all = Object.fromEntries(
    store.forms().flatMap(({ uniqueId, nested }) => (nested ? [] : [[uniqueId, 'rw']])),
  )
  store.addRole({ ...role, forms: { ...all, ...rights } as Rights })
  return () => store.addRole(role)
}

/** The cases in Primero, each with its fields. */
export function cases(world: World): readonly Fields[] {
  return [...world.primero.store.cases()].map(({ id, data }) => ({ id, ...data }))
}

/** What of a child must be in its case. */
export function identityOf(place: number): Fields {
  const child = childAt(place)
  return {
    unhcr_individual_no: child.number,
    unhcr_id_no: child.groupNumber,
    name_first: child.givenName,
    name_last: child.familyName,
    date_of_birth: child.birthDate,
    sex: child.sex,
  }
}

/** Takes an item out of the ledger behind the product's back; gives how many there were. */
export function withoutItem(world: World, key: string): number {
  const database = new DatabaseSync(`${world.directory}/ledger.db`)
  try {
    return Number(database.prepare('delete from item where key = ?').run(key).changes)
  } finally {
    database.close()
  }
}
