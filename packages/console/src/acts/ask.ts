import type { Context } from 'hono'
import { admit } from '../admission.ts'
import type { ConsoleHost } from '../host.ts'
import { pageDocument } from '../pages/document.ts'
import type { Again } from './act.ts'
import { onceOf } from './fields.ts'
import type { Step } from './step.ts'
import { typedIn } from './submit.ts'

/** Shows what a form would do. What was typed is sent and not asked for by an address: it would stay in the browser's history. */
export async function ask(context: Context, asked: Step, host: ConsoleHost): Promise<Response> {
  const admission = await admit(context, host, asked.may)
  if (admission.kind === 'answered') return admission.answer
  const { reading, entered } = admission
  const typed = await typedIn(context)
  const showAgain = async (again: Again, status: 409 | 422): Promise<Response> =>
    context.html(await pageDocument(asked.page, reading, await asked.again(reading, again)), status)

  if (onceOf(typed, entered.seal) === null) {
    host.refused('old-form')
    return showAgain({ typed, wrong: [] }, 409)
  }
  const show = asked.read(typed, reading)
  if (typeof show !== 'function') return showAgain({ typed, wrong: show }, 422)
  return context.html(await pageDocument(asked.page, reading, await show(), asked.title))
}
