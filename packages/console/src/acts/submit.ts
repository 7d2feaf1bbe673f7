import type { Context } from 'hono'
import { admit } from '../admission.ts'
import type { ConsoleHost } from '../host.ts'
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
  const typed = await typedIn(context)
  const showAgain = async (again: Again, status: 409 | 422): Promise<Response> =>
    context.html(await pageDocument(act.page, reading, await act.again(reading, again)), status)

  const once = onceOf(typed, entered.seal)
  if (once === null) return showAgain({ typed, wrong: [] }, 409)
  const perform = act.read(typed, reading)
  if (typeof perform !== 'function') return showAgain({ typed, wrong: perform }, 422)

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
