import { seedDecisions, seedReferrals } from '@ping-primero/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runAndKill } from '../support/mortal.ts'
import { startWorld, type World } from '../support/world.ts'
import { backUpLedger } from '../../packages/service/src/ledger/backup.ts'
import { restoreLedger } from '../../packages/service/src/ledger/restore.ts'
import type { LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { copyFiles, databaseOf, openCopy, runOn } from './scene.ts'

let world: World
let store: LedgerStore | null = null

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await store?.close()
  store = null
  await world.stop()
})

/** A backup of now, to be restored later with all that the ledger has done until then forgotten. */
function backupOfNow(): () => Promise<LedgerStore> {
  const backup = `${world.directory}/backup.db`
  backUpLedger(databaseOf(world.directory), backup, ownSurroundings.newId)
  return async () => {
    const directory = copyFiles(world.directory, world.directory, ['.sends'])
    const act = { by: 'the administrator', at: new Date(world.now()).toISOString() }
    await restoreLedger(databaseOf(directory), backup, act, ownSurroundings)
    store = await openCopy(directory)
    return store
  }
}

/** A referral of 1.1 that is refused: its service type is none that was agreed. */
function refused(place: number): string {
  const [made] = seedReferrals(world, { count: 1, seed: 3, from: place }).interventions
  if (made === undefined) throw new Error('nothing was made')
  world.ping.store.putIntervention({ ...made, type: 'Carpentry' })
  return made.guid
}

/** The owner of the case rejects it now, for a reason. */
function decideAgain(
  { caseId, rowId }: { readonly caseId: string; readonly rowId: string },
  reason: string,
): void {
  const owner = String(world.primero.store.case(caseId)?.data['owned_by'])
  world.primero.act.setServiceStatus(owner, caseId, rowId, 'rejected', reason)
}

const commentsOf = (guid: string): readonly string[] =>
  world.ping.store.interventions.get(guid)?.comments ?? []

test('a decision told by a ledger that is forgotten is not told again', async () => {
  await world.run('1.2')
  const restored = backupOfNow()
  world.advance(86_400_000)
  const decided = seedDecisions(world, { count: 4, seed: 3, rejectShare: 0.5 })
  await world.run('1.2')
  const ledger = await restored()
  world.advance(60_000)
  const report = await runOn(world, ledger, '1.2')
  expect([report.found, report.confirmed]).toEqual([4, 4])
  expect(decided.map(({ intervention }) => commentsOf(intervention.guid).length)).toEqual([1, 1, 1, 1])
})

test('a decision that changed after it was told is told, whatever was forgotten', async () => {
  await world.run('1.2')
  const restored = backupOfNow()
  world.advance(86_400_000)
  const [one] = seedDecisions(world, { count: 1, seed: 3, rejectShare: 0 })
  if (one === undefined) throw new Error('nothing was decided')
  await world.run('1.2')
  decideAgain(one, 'No room')
  world.advance(60_000)
  await runOn(world, await restored(), '1.2')
  expect(world.ping.store.interventions.get(one.intervention.guid)?.transferStatus).toBe(125080004)
  expect(commentsOf(one.intervention.guid)).toHaveLength(2)
})

test('a decision made after the ledger was set back is told once; the next one on it goes without asking proGres', async () => {
  await world.run('1.2')
  const ledger = await backupOfNow()()
  world.advance(60_000)
  const [one] = seedDecisions(world, { count: 1, seed: 3, rejectShare: 0 })
  if (one === undefined) throw new Error('Nothing was decided.')
  await runOn(world, ledger, '1.2')
  expect(commentsOf(one.intervention.guid)).toHaveLength(1)
  world.advance(60_000)
  decideAgain(one, 'No room')
  world.ping.traffic.reset()
  await runOn(world, ledger, '1.2')
  expect(commentsOf(one.intervention.guid)).toHaveLength(2)
  expect(world.ping.traffic.entries().filter(({ path }) => path.includes('retrieve'))).toEqual([])
})

test('a decision whose telling was cut off after it arrived is not told again', async () => {
  const [one] = seedDecisions(world, { count: 1, seed: 3 })
  await runAndKill(world, '1.2', { at: /\/data$/, when: 'after' })
  await world.run('1.2')
  expect(commentsOf(one?.intervention.guid ?? '')).toHaveLength(1)
  expect((await world.host.ledger.get('1.2', [one?.intervention.guid ?? '']))[0]?.state).toBe('confirmed')
})

test('a decision whose telling was cut off before it left is told', async () => {
  const [one] = seedDecisions(world, { count: 1, seed: 3 })
  await runAndKill(world, '1.2', { at: /\/data$/, when: 'before' })
  await world.run('1.2')
  expect(commentsOf(one?.intervention.guid ?? '')).toHaveLength(1)
})

test('another reason for the same decision is told though its telling was cut off before', async () => {
  const [one] = seedDecisions(world, { count: 1, seed: 3, rejectShare: 1 })
  if (one === undefined) throw new Error('nothing was decided')
  await world.run('1.2')
  world.advance(60_000)
  decideAgain(one, 'Another reason')
  await runAndKill(world, '1.2', { at: /\/data$/, when: 'before' })
  await world.run('1.2')
  expect(commentsOf(one.intervention.guid).at(-1)).toContain('Another reason')
})

test('a refusal told by a ledger that is forgotten is not told again', async () => {
  await world.run('1.1')
  const restored = backupOfNow()
  world.advance(86_400_000)
  const guid = refused(0)
  await world.run('1.1')
  expect(commentsOf(guid)).toHaveLength(1)
  const ledger = await restored()
  world.advance(60_000)
  const report = await runOn(world, ledger, '1.1')
  expect(report.reasons.map(({ code }) => code)).toEqual(['service-type-unmapped'])
  expect(commentsOf(guid)).toHaveLength(1)
})

test('a refusal found after the ledger was set back is told', async () => {
  await world.run('1.1')
  const ledger = await backupOfNow()()
  world.advance(86_400_000)
  const guid = refused(0)
  await runOn(world, ledger, '1.1')
  await runOn(world, ledger, '1.1')
  expect(commentsOf(guid)).toHaveLength(1)
})
