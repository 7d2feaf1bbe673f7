/**
 * The OpenFn adaptor of this project. Its operations are the stages of the four flows; a workflow has one step for each,
 * in their order. What is read and written stays in the adaptor: between steps go ids and counts.
 */
import { isFlow } from '@ping-primero/core/flows/run.ts'
import { flows, stages, type Flow, type Stage } from '@ping-primero/core/domain/flow.ts'
import { exitOf, type RunReport } from '@ping-primero/core/flows/report.ts'
import { runWords } from '@ping-primero/service/commands/run/words.ts'
import { refusalOf, type Refusal } from '@ping-primero/service/refusals/refusal.ts'
import { refusalWords } from '@ping-primero/service/refusals/words.ts'
import { z } from 'zod'
import { readCredential } from './credential.ts'
import { log, say } from './log.ts'
import { beginRun, type Progress, type SteppedRun } from './stepped-run.ts'
import { refusalOnOpenfn, reportOnOpenfn } from './words.ts'

/** What OpenFn hands from step to step; `configuration` is the credential and is not kept. */
interface State {
  readonly configuration?: unknown
  readonly data?: unknown
}

/** What a step leaves for the next one, and for people to read. */
interface StepOutput {
  readonly data: {
    readonly run: string
    readonly flow: Flow
    readonly stage: Stage
  } & (Progress | { readonly ended: true })
}

type Operation = (state: State) => Promise<StepOutput>

/**
 * A step that could not do its work; the message says whose move it is. OpenFn shows it and ends the run. It has no stack: of
 * an error with a place in an adaptor OpenFn logs the message a second time, as its details.
 */
class StepFailed extends Error {
  override readonly name = 'StepFailed'
  override readonly stack = ''
}

const handedOn = z.object({
  data: z.looseObject({
    run: z.string(),
    flow: z.enum(flows),
    ended: z.boolean(),
  }),
})

/** Runs under way in this process, by id; a run's steps follow each other in one process. */
const underWay = new Map<string, SteppedRun>()

function fail(refusal: Refusal): never {
  throw new StepFailed(refusalWords(refusalOnOpenfn(refusal)))
}

/** A flow that stopped for its configuration needs an administrator: its run is to be seen as failed. */
function judge(report: RunReport): void {
  const words = runWords(report)
  if (exitOf(report) === 2) throw new StepFailed(words)
  say(words)
}

/** What `act` gives; what it throws ends the step with words for whoever has to act. */
async function orFail<T>(act: Promise<T>): Promise<T> {
  return act.catch((error: unknown) => fail(refusalOf(error)))
}

async function goThrough(run: SteppedRun, flow: Flow, stage: Stage): Promise<StepOutput> {
  const result = await orFail(run.goThrough(stage))
  if (!result.ok) return fail(result.refusal)
  if (!result.value.ended) return { data: { run: run.id, flow, stage, ...result.value } }
  const report = reportOnOpenfn(result.value.report)
  judge(report)
  return { data: { run: run.id, flow, stage, ended: true, report } }
}

/**
 * Begins a run of a flow and reads what is to be exchanged: 1.1 and 2.2 from proGres, 1.2 and 2.1 from Primero. Waits up
 * to a minute while another run of the deployment is under way; one that gets no turn ends as skipped.
 */
export function retrieve(flow: string): Operation {
  if (!isFlow(flow)) throw new StepFailed(`retrieve takes one of the flows ${flows.join(', ')}.`)
  return async ({ configuration }) => {
    const credential = readCredential(configuration)
    if (!credential.ok) return fail(credential.refusal)
    const run = await orFail(beginRun(flow, credential.value, log))
    underWay.set(run.id, run)
    const forget = (): unknown => underWay.delete(run.id)
    void run.ended.then(forget, forget)
    return goThrough(run, flow, 'retrieve')
  }
}

/** The step of a later stage: goes on where the step before has left off. */
function next(stage: Stage): () => Operation {
  return () => async (state) => {
    const given = handedOn.safeParse(state)
    if (!given.success || !stages[given.data.data.flow].some((one) => one === stage)) {
      throw new StepFailed(`${stage} follows the steps of the stages before it; the first is retrieve.`)
    }
    const { run: id, flow, ended } = given.data.data
    if (ended) return { data: { ...given.data.data, ended, stage } }
    const run = underWay.get(id)
    if (run === undefined) {
      throw new StepFailed(
        'The run that the first step began is over, and nothing of it can be gone on with from here: its steps were more than a minute apart, or somebody ran a later step again. Start the workflow from its first step.',
      )
    }
    return goThrough(run, flow, stage)
  }
}

/** 1.1 and 2.2: writes to Primero what was read, and reads it back. */
export const deliver = next('deliver')

/** 1.2 and 2.1: sends to proGres what was read. */
export const send = next('send')

/** 1.1 and 2.2: tells proGres what arrived in Primero; 2.1: asks what became of what was sent. */
export const confirm = next('confirm')
