/** The thread of one run, as the engine of OpenFn starts it: it begins with nothing, executes a plan and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { execute } from './execute.ts'
import type { Order } from './openfn.ts'

const ended = await execute(workerData as Order)
// oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(ended)
