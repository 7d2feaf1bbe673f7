import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Intervention } from '@ping-primero/sandbox'
import { flows, type Flow } from '@ping-primero/core'
import { reconcile } from '@ping-primero/core/reconcile/reconcile.ts'
import type { ReconcileReport } from '@ping-primero/core/reconcile/report.ts'
import { openLedgerView } from '../../packages/service/src/commands/reconcile/ledger-view.ts'
import { caseAt, refer as referIn, servicesAt } from '../referrals-in/scene.ts'
import { refer as referOut, type Scene } from '../referrals-out/scene.ts'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'

/** A world in which all four flows have carried something over, decisions both ways. */
export interface Agreed {
  readonly world: World
  /** Accepted, rejected, undecided. */
  readonly incoming: readonly [Intervention, Intervention, Intervention]
  /** Accepted, rejected, undecided. */
  readonly outgoing: readonly [Scene, Scene, Scene]
}

/** Every flow once, an hour after the last. */
export async function runAll(world: World): Promise<void> {
  world.advance(60 * 60_000)
  for (const flow of flows) await world.run(flow)
}

/** The caseworker decides on the service of the child at a place. */
export function decideIn(world: World, place: number, status: string, reason?: string): void {
  const [row] = servicesAt(world, place)
  const { id, owned_by: owner } = caseAt(world, place)
  world.primero.act.setServiceStatus(String(owner), String(id), String(row?.['unique_id']), status, reason)
}

/** proGres's record of a service that was referred to UNHCR. */
export function recordOf(world: World, { rowId }: Pick<Scene, 'rowId'>): string {
  const [record] = world.ping.store.referralsOfService(rowId)
  if (record === undefined) throw new Error('proGres has no record of the service')
  return record.guid
}

export async function agreed(options: WorldOptions = {}): Promise<Agreed> {
  const world = await startWorld(options)
  const incoming = [referIn(world, 1), referIn(world, 2), referIn(world, 3)] as const
  const outgoing = [referOut(world, 1), referOut(world, 2), referOut(world, 3)] as const
  await runAll(world)
  decideIn(world, 1, 'accepted')
  decideIn(world, 2, 'rejected', 'No place free')
  world.ping.act.decide(recordOf(world, outgoing[0]), { decision: 'accepted' })
  world.ping.act.decide(recordOf(world, outgoing[1]), { decision: 'rejected', reason: 'Not applicable' })
  await runAll(world)
  await runAll(world)
  world.advance(60_000)
  return { world, incoming, outgoing }
}

/** Compares a world; every flow goes its way unless `onTime` says otherwise. */
export async function compare(
  world: World,
  request: {
    readonly from?: string
    readonly to?: string
    readonly flows?: readonly Flow[]
    readonly onTime?: readonly Flow[]
    readonly alone?: boolean
  } = {},
): Promise<ReconcileReport> {
  const view = openLedgerView(`sqlite:${ledgerFile(world)}`, world.deployment.name)
  try {
    return await reconcile(
      {
        deployment: world.deployment,
        from: request.from ?? null,
        to: request.to ?? null,
        flows: request.flows ?? flows,
        onTime: new Set(request.onTime ?? flows),
        alone: request.alone ?? true,
      },
      { ...world.host, itemsSince: view.itemsSince },
    )
  } finally {
    await view.close()
  }
}

/** The differences in short: flow, code, whose move, and that the next run takes it. */
export function short(report: ReconcileReport): readonly string[] {
  return report.differences
    .map(({ flow, code, owner, notYetRun }) => `${flow} ${code}: ${owner}${notYetRun ? ', not yet run' : ''}`)
    .toSorted()
}

export function ledgerFile(world: World): string {
  return join(world.directory, 'ledger.db')
}

/** Does something to the ledger behind its back. */
export function meddle(world: World, statement: string, ...values: readonly string[]): void {
  const database = new DatabaseSync(ledgerFile(world))
  try {
    const { changes } = database.prepare(statement).run(...values)
    if (changes === 0) throw new Error('the ledger was not changed')
  } finally {
    database.close()
  }
}

/** The ledger forgets an item. */
export function forget(world: World, flow: Flow, key: string): void {
  meddle(world, 'delete from item where flow = ? and key = ?', flow, key)
}

/** Everything that stands in the ledger. */
export function ledgerContents(world: World): unknown {
  const database = new DatabaseSync(ledgerFile(world), { readOnly: true })
  try {
    const names = database.prepare("select name from sqlite_master where type = 'table' order by name").all()
    return names.map(({ name }) => [name, database.prepare(`select * from "${String(name)}"`).all()])
  } finally {
    database.close()
  }
}
