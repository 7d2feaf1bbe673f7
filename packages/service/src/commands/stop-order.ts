import type { Context } from './command.ts'

/** How long runs may go on after the order to stop. Cutting them off later is safe, as any crash is. */
export const lastStepsMs = 25_000

/** The order to stop that a process may get: SIGTERM or SIGINT. */
export interface StopOrder {
  readonly given: () => boolean
  /** Resolves when it is given. */
  readonly whenGiven: Promise<void>
  /** Gives it, for a reason other than a signal. */
  readonly give: () => void
}

/** Listens from now on, instead of dying at once; a second order changes nothing, as a terminal may send it twice. */
export function awaitStopOrder(): StopOrder {
  let given = false
  const { promise: whenGiven, resolve } = Promise.withResolvers<void>()
  const give = (): void => {
    given = true
    resolve()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, give)
  return { given: () => given, whenGiven, give }
}

/** The context of a command that runs flows and then ends: told to stop, its runs end soon, and the process in any case. */
export function untilStopOrder(context: Context): Context {
  const order = awaitStopOrder()
  void order.whenGiven.then(() => setTimeout(() => process.exit(4), lastStepsMs).unref())
  return { ...context, stopping: order.given }
}
