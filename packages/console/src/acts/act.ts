import type { z } from 'zod'
import type { PageName } from '../pages/addresses.ts'
import type { Content, Reading } from '../pages/reading.ts'
import type { Role } from '../roles.ts'
import type { Key } from '../words/catalogue.ts'
import type { Message } from '../words/message.ts'
import type { Typed } from './fields.ts'
import { wrongWith } from './free-text.ts'

/** What is wrong with what was typed into a field. */
export interface Wrong {
  readonly field: string
  readonly why: Message
}

/** The page of a form as it comes back: with what was typed, and why nothing was done. */
export interface Again {
  readonly typed: Typed
  /** Empty where the form was only too old. */
  readonly wrong: readonly Wrong[]
}

/** A form that stands on a page of a deployment. */
export interface FormOf<Form> {
  /** Below the deployment's address. */
  readonly path: `/${string}`
  readonly may: readonly Role[]
  /** The page on which its form stands. */
  readonly page: PageName
  /** What is typed into it, now and in the zone of the deployment. */
  readonly form: (nowMs: number, timezone: string) => z.ZodType<Form>
  /** Shows that page again. */
  readonly again: (reading: Reading, again: Again) => Promise<Content>
}

/** Something that is done in a deployment by pressing a button. */
interface ActOf<Form> extends FormOf<Form> {
  /** What whoever presses does, in words. */
  readonly does: Key
  /** Does it, and gives the address at which the result stands. */
  readonly perform: (form: Form, reading: Reading) => Promise<string>
}

/** An act whatever its form holds. */
export interface Act extends Pick<ActOf<unknown>, 'path' | 'may' | 'does' | 'page' | 'again'> {
  /** What is to be done, or what is wrong with what was typed. */
  readonly read: (typed: Typed, reading: Reading) => (() => Promise<string>) | readonly Wrong[]
}

export function act<Form>({ form, perform, ...given }: ActOf<Form>): Act {
  return {
    ...given,
    read: (typed, reading) => readForm(form, typed, reading, (read) => perform(read, reading)),
  }
}

/** What is to be done with what was typed, or what is wrong with it. */
export function readForm<Form, Done>(
  form: FormOf<Form>['form'],
  typed: Typed,
  { nowMs, say, deployment }: Pick<Reading, 'nowMs' | 'say' | 'deployment'>,
  go: (read: Form) => Promise<Done>,
): (() => Promise<Done>) | readonly Wrong[] {
  const parsed = form(nowMs, deployment.timezone).safeParse(typed)
  if (parsed.success) return () => go(parsed.data)
  return parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    why: wrongWith(issue, say),
  }))
}
