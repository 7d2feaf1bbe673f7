import { isScalar, visit, type Document } from 'yaml'
import { faultOfSetting, type CellFault } from '../mapping/cell-fault.ts'
import { keyOf } from './secret-in-yaml.ts'

/** A key or value that cannot be what was meant, and where it stands. */
export interface UnclearScalar extends CellFault {
  readonly key: string
  /** Position in the text. */
  readonly at: number
}

/** Settings that only people read: marks of direction and quotation marks of any kind are theirs. */
const forPeople = /^(?:title|agreement\.parties)$/

/** Every key and value of a YAML document that holds what nobody sees or what a word processor put (`interface.md`). */
export function findUnclear(document: Document): readonly UnclearScalar[] {
  const found: UnclearScalar[] = []
  visit(document, {
    Scalar: (position, scalar, path) => {
      if (typeof scalar.value !== 'string') return
      const key = keyOf(path)
      const fault = forPeople.test(key) ? null : faultOfSetting(scalar.value)
      if (fault === null) return
      const name = position === 'key' ? 'a key' : key
      found.push({ key: name, at: isScalar(scalar) ? (scalar.range?.[0] ?? 0) : 0, ...fault })
    },
  })
  return found
}
