import type { Content, Reading } from '../pages/reading.ts'
import type { Key } from '../words/catalogue.ts'
import { readForm, type FormOf, type Wrong } from './act.ts'
import type { Typed } from './fields.ts'

/** A form whose answer is a page that asks once more: it shows what would be done, and does nothing. */
interface StepOf<Form> extends FormOf<Form> {
  /** What that page is called. */
  readonly title: Key
  readonly show: (form: Form, reading: Reading) => Promise<Content>
}

/** A step whatever its form holds. */
export interface Step extends Pick<StepOf<unknown>, 'path' | 'may' | 'page' | 'title' | 'again'> {
  /** The page that asks once more, or what is wrong with what was typed. */
  readonly read: (typed: Typed, reading: Reading) => (() => Promise<Content>) | readonly Wrong[]
}

export function step<Form>({ form, show, ...given }: StepOf<Form>): Step {
  return {
    ...given,
    read: (typed, reading) => readForm(form, typed, reading, (read) => show(read, reading)),
  }
}
