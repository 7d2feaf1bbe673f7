/**
 * Stands for a worker of OpenFn: one process that executes plans in the real `@openfn/runtime`, one or several at a time,
 * warm from the second on. Started with `--experimental-vm-modules`, as the real one is.
 */
import run from '@openfn/runtime'
import createLogger from '@openfn/logger'
import type { Ended, Order, StepEnded } from './openfn.ts'

const collected: string[] = []
const collect = (...words: readonly unknown[]): void => {
  collected.push(
    words.map((word) => (typeof word === 'string' ? word : (JSON.stringify(word) ?? ''))).join(' '),
  )
}
const emitter = {
  ...console,
  log: collect,
  info: collect,
  debug: collect,
  warn: collect,
  error: collect,
  success: collect,
  always: collect,
}
// What an adaptor prints is kept with the run, as by the real worker.
Object.assign(console, { log: collect, info: collect, warn: collect, error: collect, debug: collect })

async function execute({ id, plan, modules, input }: Order): Promise<Ended> {
  const steps: StepEnded[] = []
  const started = performance.now()
  const logger = createLogger('R/T', { level: 'debug', logger: emitter })
  const outcome = await run(plan as Parameters<typeof run>[0], input as Parameters<typeof run>[1], {
    logger,
    // As the worker does: an adaptor is loaded anew for each run.
    linker: { modules, cacheKey: id },
    callbacks: {
      notify: (name, given) => {
        if (name !== 'job-complete' && name !== 'job-error') return
        const { jobId, state, error } = given as {
          jobId: string
          state: unknown
          error?: { message: string }
        }
        steps.push({ step: jobId, state, error: error?.message ?? null })
      },
    },
  }).then(
    (state) => ({ state, error: null }),
    (error: unknown) => ({ state: null, error: error instanceof Error ? error.message : String(error) }),
  )
  return { id, steps, ...outcome, ms: performance.now() - started, printed: collected.splice(0) }
}

process.on('message', (order: Order) => {
  void execute(order).then((ended) => process.send?.(ended))
})
process.send?.('ready')
