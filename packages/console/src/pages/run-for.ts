import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { isPaused } from './is-paused.ts'
import type { Reading } from './reading.ts'

/** Runs a flow at once for what was just made due in it, where nothing keeps it from running. */
export async function runFor(flow: Flow, act: Act, reading: Reading): Promise<void> {
  const { deployment, host } = reading
  if (!deployment.isEnabled(flow) || (await isPaused(flow, reading))) return
  host.undertakings.begin(deployment.name, { kind: 'run', flow }, act, 'afresh')
}
