/** How long runs may go on after the order to stop. Cutting them off later is safe, as any crash is. */
export const lastStepsMs = 25_000

/** The order to stop that a process may get: SIGTERM or SIGINT. */
export interface StopOrder {
  readonly given: () => boolean
  /** Resolves when it is given. */
  readonly whenGiven: Promise<void>
}

/** Listens from now on, instead of dying at once; a second order changes nothing, as a terminal may send it twice. */
export function awaitStopOrder(): StopOrder {
  let given = false
  const whenGiven = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        given = true
        resolve()
      })
    }
  })
  return { given: () => given, whenGiven }
}
