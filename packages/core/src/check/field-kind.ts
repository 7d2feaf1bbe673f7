import type { FieldRule } from '../mapping/field-map.ts'
import type { LiveField } from './live-fields.ts'

/** Whether a field takes what a rule writes (primero-contract §4.1, §4.2). */
export interface Fit {
  /** `dropped` = Primero leaves the value out in silence; `no` = it refuses the record. */
  readonly fits: 'yes' | 'dropped' | 'no'
  /** The field's kind in words. */
  readonly found: string
  readonly expected: string
}

type Kind =
  'text' | 'single choice' | 'multiple choice' | 'date' | 'date and time' | 'number' | 'tick box' | 'subform'

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['text_field', 'text'],
  ['textarea', 'text'],
  ['select_box', 'single choice'],
  ['radio_button', 'single choice'],
  ['date_field', 'date'],
  ['numeric_field', 'number'],
  ['tick_box', 'tick box'],
  ['subform', 'subform'],
])

function kindOf(field: LiveField): Kind | null {
  const kind = kinds.get(field.type) ?? null
  if (kind === 'single choice' && field.multi) return 'multiple choice'
  return kind === 'date' && field.withTime ? 'date and time' : kind
}

const anyText: readonly Kind[] = ['text', 'single choice']

/** What takes the value of each transform; a text takes a date too, which then goes out with a blank after it. */
const kindsFor: Readonly<Record<FieldRule['transform']['kind'], readonly Kind[]>> = {
  text: anyText,
  'plain-text': anyText,
  address: anyText,
  join: anyText,
  'join-all': anyText,
  map: anyText,
  constant: anyText,
  'map-list': ['multiple choice'],
  date: ['date', 'text'],
  today: ['date', 'text'],
  'date-time': ['date and time', 'text'],
  integer: ['number'],
  age: ['number'],
  boolean: ['tick box'],
}

/** Compares a field's kind with what its rule writes. A kind that this program does not know is let pass. */
export function takes(field: LiveField, rule: FieldRule): Fit {
  const kind = kindOf(field)
  const wanted = kindsFor[rule.transform.kind]
  const expected = `${wanted.join(' or ')}, for the transform ${rule.transform.kind}`
  const found = `the kind ${kind ?? field.type}`
  if (kind === null || wanted.includes(kind)) return { fits: 'yes', found, expected }
  const isList = kind === 'multiple choice' || kind === 'subform'
  const wantsList = rule.transform.kind === 'map-list'
  return { fits: isList !== wantsList ? 'dropped' : 'no', found, expected }
}
