import { copyFileSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import { startWorld, type World } from '../support/world.ts'
import { backUp, copyFiles, databaseOf, openCopy, restore, runAllOn } from './scene.ts'

/** What was delivered after a backup, when the ledger is that backup again. */

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const day = 86_400_000

/** A referral waits for Primero at the time of the backup, and is delivered after it. */
async function deliveredAfterBackup() {
  const [intervention] = seedReferrals(world, { count: 1, seed: 9 }).interventions
  world.primero.knobs.power = 'down'
  await runAllOn(world, world.store)
  world.primero.knobs.power = 'up'
  const backup = backUp(world)
  world.advance(day)
  await runAllOn(world, world.store)
  const guid = intervention?.guid ?? ''
  expect(await world.host.ledger.get('1.1', [guid])).toMatchObject([{ state: 'confirmed' }])
  return { guid, backup, present: copyFiles(world.directory, world.directory) }
}

/** As somebody does it who knows no better: the file alone is put in the ledger's place. */
function copyBack(directory: string, backup: string): void {
  copyFileSync(backup, databaseOf(directory))
  for (const companion of ['-wal', '-shm']) rmSync(databaseOf(directory) + companion, { force: true })
}

test.each([
  ['with', 'restored'],
  ['without', 'restored'],
  ['with', 'copied back'],
  ['without', 'copied back'],
])(
  'what waited at the time of the backup and was delivered since is not withdrawn, %s its row, where the ledger is %s',
  async (row, how) => {
    const { guid, backup, present } = await deliveredAfterBackup()
    const [found] = [...world.primero.store.cases()]
    const rows = found?.data['services_section'] as readonly { readonly unique_id: string }[]
    if (row === 'without') {
      world.primero.act.removeService('progresv4_primero_intake', found?.id ?? '', rows[0]?.unique_id ?? '')
    }
    if (how === 'restored') await restore(world, present, backup)
    else copyBack(present, backup)
    const store = await openCopy(present)
    for (const _ of ['found', 'confirmed']) {
      world.advance(60_000)
      await runAllOn(world, store)
    }
    const ledger = store.forDeployment(world.deployment.name)
    const expected = row === 'with' ? { state: 'confirmed' } : { state: 'attention', reason: 'service-gone' }
    expect(await ledger.get('1.1', [guid])).toMatchObject([expected])
    const [left] = [...world.primero.store.cases()]
    expect(left?.data['services_section']).toHaveLength(row === 'with' ? 1 : 0)
    await store.close()
  },
)

test('what was delivered since the backup is confirmed by its row, though proGres shows it unreadable by now', async () => {
  const { guid, backup, present } = await deliveredAfterBackup()
  world.ping.act.correct(guid, { individual: { birthDate: '0000-00-00' } })
  await restore(world, present, backup)
  const store = await openCopy(present)
  await runAllOn(world, store)
  expect(await store.forDeployment(world.deployment.name).get('1.1', [guid])).toMatchObject([
    { state: 'confirmed', reason: null },
  ])
  await store.close()
})
