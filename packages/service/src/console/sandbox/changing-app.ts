import type { consoleApp } from '@ping-primero/console/app.ts'

/** Pages that answer, and how to end what goes on behind them. */
export interface ShownApp {
  readonly fetch: ReturnType<typeof consoleApp>['fetch']
  readonly stop: () => Promise<void>
}

/** Pages in whose place others come, behind one address. Once they are stopped, nothing is answered any more. */
export interface ChangingApp extends ShownApp {
  /** Ends them, and resolves when nothing of them is being answered any more; whoever asks meanwhile waits. */
  readonly leave: () => Promise<void>
  readonly show: (next: ShownApp) => void
}

export function changingApp(first: ShownApp): ChangingApp {
  let current = first
  let isStopped = false
  let { promise: ready, resolve: tellReady } = Promise.withResolvers<void>()
  tellReady()
  const answering = new Set<Promise<unknown>>()
  return {
    fetch: async (...given) => {
      await ready
      if (isStopped) return new Response(null, { status: 503 })
      const answer = Promise.resolve(current.fetch(...given))
      answering.add(answer)
      try {
        return await answer
      } finally {
        answering.delete(answer)
      }
    },
    leave: async () => {
      ;({ promise: ready, resolve: tellReady } = Promise.withResolvers<void>())
      await current.stop()
      await Promise.allSettled(answering)
    },
    show: (shown) => {
      current = shown
      tellReady()
    },
    stop: async () => {
      isStopped = true
      tellReady()
      await current.stop()
    },
  }
}
