import type { Context } from 'hono'
import { admit } from '../admission.ts'
import type { ConsoleHost } from '../host.ts'
import type { Entered } from '../entry/entry.ts'
import { digestOf } from '../entry/secrets.ts'
import { pageDocument } from '../pages/document.ts'
import { refuse } from '../refuse.ts'
import type { Act, Again } from './act.ts'
import { onceOf, type Typed } from './fields.ts'

/** The fields of a form; files are none. */
export async function typedIn(context: Context): Promise<Typed> {
  const fields = Object.entries(await context.req.parseBody())
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/**
 * Does an act once, however often its button is pressed: the second press is answered with the result of the first. A form
 * of an earlier session does nothing and comes back with what was typed.
 */
export async function submit(context: Context, act: Act, host: ConsoleHost): Promise<Response> {
  const admission = await admit(context, host, act.may)
  if (admission.kind === 'answered') return admission.answer
  const { reading, entered } = admission
  return submitAdmitted(context, host, entered, {
    read: (typed) => act.read(typed, reading),
    again: async (again) => pageDocument(act.page, reading, await act.again(reading, again)),
  })
}

/** What is done by a form, and its page as it comes back. */
interface Submitted {
  readonly read: (typed: Typed) => ReturnType<Act['read']>
  readonly again: (again: Again) => Promise<string>
}

/** The same for whoever was let in to it. */
export async function submitAdmitted(
  context: Context,
  host: ConsoleHost,
  entered: Entered,
  { read, again }: Submitted,
): Promise<Response> {
  const typed = await typedIn(context)
  const showAgain = async (wrong: Again['wrong'], status: 409 | 422): Promise<Response> =>
    context.html(await again({ typed, wrong }), status)

  const once = onceOf(typed, entered.seal)
  if (once === null) {
    host.refused('old-form')
    return showAgain([], 409)
  }
  const perform = read(typed)
  if (typeof perform !== 'function') return showAgain(perform, 422)

  const value = digestOf(once)
  const claim = await host.acts.claim(value, entered.session, new Date(host.now()).toISOString())
  if (claim.kind === 'done') return context.redirect(claim.outcome, 303)
  if (claim.kind === 'under-way') {
    return refuse(context, 409, {
      heading: { key: 'refused.under-way.heading' },
      text: { key: 'refused.under-way.text' },
    })
  }
  try {
    const outcome = `${await perform()}#done`
    await host.acts.settle(value, outcome)
    return context.redirect(outcome, 303)
  } catch (error) {
    await host.acts.release(value)
    throw error
  }
}
