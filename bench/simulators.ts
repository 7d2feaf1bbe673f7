import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Order, Reply } from './order.ts'

/** The simulators' process, as the bench drives it. */
export interface Simulators {
  readonly ask: (order: Order) => Promise<Reply>
  readonly stop: () => Promise<void>
}

/** Starts both simulators in a process of their own, so that their work is not counted as ours. */
export async function startSimulators(): Promise<Simulators> {
  const child = fork(join(import.meta.dirname, 'systems.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return {
    ask: async (order) => {
      const answer = once(child, 'message')
      child.send(order)
      const [reply]: Reply[] = await answer
      if (reply === undefined) throw new Error('The simulators did not answer.')
      return reply
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
