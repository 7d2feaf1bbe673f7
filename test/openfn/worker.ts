/**
 * Stands for a worker of OpenFn: a process that gives each run a thread of its own, as OpenFn's engine does, and ends the
 * thread with the run. Started with `--experimental-vm-modules`, as the real one is. With `warm` all runs share the
 * process's own thread and its loaded modules: for what measures a warm runtime, or plays very many runs.
 */
import { Worker } from 'node:worker_threads'
import type { Ended, Order } from './openfn.ts'

async function inOwnThread(order: Order): Promise<Ended> {
  const thread = new Worker(new URL('thread.ts', import.meta.url), { workerData: order })
  try {
    return await new Promise<Ended>((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('The thread has ended without an answer.')))
    })
  } catch (error) {
    return { id: order.id, steps: [], state: null, error: String(error), ms: 0, printed: [] }
  } finally {
    await thread.terminate()
  }
}

const execute = process.argv[2] === 'warm' ? (await import('./execute.ts')).execute : inOwnThread

process.on('message', (order: Order) => {
  void execute(order).then((ended) => process.send?.(ended))
})
process.send?.('ready')
