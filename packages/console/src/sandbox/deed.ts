import type { Context } from 'hono'
import type { z } from 'zod'
import { readForm, type Act, type Again } from '../acts/act.ts'
import { submitAdmitted } from '../acts/submit.ts'
import { admit } from '../admission.ts'
import type { ConsoleHost } from '../host.ts'
import type { Reading } from '../pages/reading.ts'
import { administrators } from '../roles.ts'
import type { Sandbox } from './sandbox.ts'

/** What a page of the sandbox is made from. */
export interface SandboxReading extends Reading {
  readonly sandbox: Sandbox
}

/** A page of the sandbox, with all that stands round it. */
export interface SandboxPage {
  readonly path: `/${string}`
  /** The whole page; `again` = a form of it comes back. */
  readonly read: (reading: SandboxReading, again?: Again) => Promise<string>
}

/** Something that is done in the sandbox by pressing a button. */
interface DeedOf<Form> {
  readonly path: `/${string}`
  /** The page on which its form stands. */
  readonly page: SandboxPage
  readonly form: (nowMs: number) => z.ZodType<Form>
  /** Does it, and gives the address at which the result stands. */
  readonly perform: (form: Form, reading: SandboxReading) => Promise<string>
}

/** A deed whatever its form holds. */
export interface Deed extends Pick<DeedOf<unknown>, 'path' | 'page'> {
  readonly read: (typed: Again['typed'], reading: SandboxReading) => ReturnType<Act['read']>
}

export function deed<Form>({ form, perform, path, page }: DeedOf<Form>): Deed {
  return {
    path,
    page,
    read: (typed, reading) => readForm(form, typed, reading, (read) => perform(read, reading)),
  }
}

/** Shows a page of the sandbox, or does a deed in it, for whoever looks after the sandbox. */
export async function answerPage(
  context: Context,
  page: SandboxPage,
  host: ConsoleHost,
  sandbox: Sandbox,
): Promise<Response> {
  const admission = await admit(context, host, administrators, sandbox.deployment)
  if (admission.kind === 'answered') return admission.answer
  return context.html(await page.read({ ...admission.reading, sandbox }))
}

export async function answerDeed(
  context: Context,
  { read, page }: Deed,
  host: ConsoleHost,
  sandbox: Sandbox,
): Promise<Response> {
  const admission = await admit(context, host, administrators, sandbox.deployment)
  if (admission.kind === 'answered') return admission.answer
  const reading = { ...admission.reading, sandbox }
  return submitAdmitted(context, host, admission.entered, {
    read: (typed) => read(typed, reading),
    again: (again) => page.read(reading, again),
  })
}
