import { silentTeller } from '../../story/teller.ts'
import type { Context, Outcome } from '../command.ts'
import { refused } from '../../refusals/refusal.ts'
import { portsInWords } from './answers.ts'
import { busyPorts } from './busy-ports.ts'
import type { SandboxOptions } from './command.ts'
import { orderOf } from './options.ts'
import { systemsOnly } from './systems-only.ts'
import { tellStory } from './tell-story.ts'
import { terminalTeller } from './terminal.ts'

/** Ends with the process's order to stop; to be given back. */
function stopSignal(): { readonly signal: AbortSignal; readonly giveBack: () => void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const orders = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const order of orders) process.on(order, stop)
  // Nobody watches any more, and nobody could press Ctrl-C.
  process.stdout.on('error', stop)
  return {
    signal: controller.signal,
    giveBack: () => {
      process.stdout.removeListener('error', stop)
      for (const order of orders) process.removeListener(order, stop)
    },
  }
}

/** `sandbox`: both simulators with invented children, and the story that is played in them (`interface.md`). */
export async function sandbox(options: SandboxOptions, context: Context): Promise<Outcome> {
  const order = orderOf(options)
  if (!order.ok) return order
  const busy = await busyPorts(order.value.ports)
  if (busy.length > 0) return refused('port-taken', portsInWords(busy))

  const { does } = order.value
  // With --json stdout holds the answer alone: what goes on for long is told on stderr, the rest to nobody.
  const screen = context.json ? process.stderr : process.stdout
  const aloud = terminalTeller(screen)
  const isWatched = does === 'story-and-stay' && screen.isTTY
  const teller = context.json && does === 'story' ? silentTeller : aloud
  const { signal, giveBack } = stopSignal()
  try {
    const answer =
      does === 'systems'
        ? await systemsOnly(order.value, teller, signal)
        : await tellStory(order.value, { teller, signal, isWatched }, context)
    return { ok: true, value: answer }
  } finally {
    giveBack()
  }
}
