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

/** Executes a plan as the thread of an OpenFn worker does: its outcome, and all that was printed meanwhile. */
export async function execute({ id, plan, modules, input }: Order): Promise<Ended> {
  const steps: StepEnded[] = []
  const started = performance.now()
  const logger = createLogger('R/T', { level: 'debug', logger: emitter })
  const outcome = await run(plan as Parameters<typeof run>[0], input as Parameters<typeof run>[1], {
    logger,
    // As the worker does: all steps of a run share one instance of an adaptor, no two runs do.
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
