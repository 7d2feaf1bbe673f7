import { randomUUID } from 'node:crypto'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Clock, RunHost } from '@ping-primero/core/flows/host.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import {
  lookAtReferral,
  type LiveLook,
  type LookedItems,
  type LookRequest,
} from '@ping-primero/core/reconcile/live-look.ts'
import type { ReadingHost } from '@ping-primero/core/reconcile/reading-ledger.ts'
import { reconcile as compare } from '@ping-primero/core/reconcile/reconcile.ts'
import type { ReconcileReport } from '@ping-primero/core/reconcile/report.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import type { ServiceLog } from '../../log/log.ts'
import { keysRefused } from '../../refusals/keys-refused.ts'
import type { Result } from '../../refusals/refusal.ts'
import { openLedgerView } from './ledger-view.ts'
import { flowsOnTime } from './on-time.ts'

/** What is compared; null = from the deployment's start, and until now. */
export interface Period {
  readonly from: string | null
  readonly to: string | null
  readonly flows: readonly Flow[]
}

/** What a comparison is made with. */
export interface ComparedWith {
  /** In a file, from which the settled items are read by a connection of its own. */
  readonly store: LedgerStore
  readonly credentials: Pick<RunHost, 'secrets' | 'keys'>
  readonly clock: Clock
  readonly log: ServiceLog
}

/** Compares ledger, proGres and Primero. Changes nothing, and takes no turn. Throws what the comparison throws. */
export async function compareOnce(
  deployment: Deployment,
  period: Period,
  given: ComparedWith,
  lent: Lent,
): Promise<Result<ReconcileReport>> {
  return withView(deployment, given, lent, (standing, host) =>
    compare({ deployment, ...period, ...standing }, host),
  )
}

/** Looks at one referral in both systems, in the same way. */
export async function lookOnce(
  deployment: Deployment,
  items: LookedItems,
  given: ComparedWith,
  lent: Lent,
): Promise<Result<LiveLook>> {
  return withView(deployment, given, lent, (standing, host) =>
    lookAtReferral({ deployment, ...items, ...standing }, host),
  )
}

type Lent = Pick<RunHost, 'watched' | 'transport'>

/** How the flows stand while both systems are looked at. */
type Standing = Pick<LookRequest, 'onTime' | 'alone'>

async function withView<Seen>(
  deployment: Deployment,
  { store, credentials, clock, log }: ComparedWith,
  lent: Lent,
  see: (standing: Standing, host: ReadingHost) => Promise<Seen>,
): Promise<Result<Seen>> {
  const fault = await store.keys.compare(deployment.name, credentials.keys)
  if (fault !== null) return keysRefused(fault, deployment.name, store.path)
  const view = openLedgerView(`sqlite:${store.path ?? ''}`, deployment.name)
  try {
    const status = await store.operators.status(deployment.name)
    const onTime = flowsOnTime(deployment, status, clock.now())
    const alone = !(await view.isTurnTaken(clock.now()))
    const seen = await see(
      { onTime, alone },
      {
        transport: nodeTransport(requestTimeoutMs),
        ...credentials,
        ...lent,
        ledger: store.forDeployment(deployment.name),
        itemsSince: view.itemsSince,
        clock,
        random: Math.random,
        newId: randomUUID,
        fetch: globalThis.fetch,
        log,
      },
    )
    return { ok: true, value: seen }
  } finally {
    await view.close()
  }
}
