import { ofOffice } from '../kills/office.ts'
import type { Scenario } from './scenarios.ts'

const runAll = ['run', 'all', ...ofOffice, '--json', '--verbose']

/** Sends that nobody answered and that never arrived: a person looks in proGres, and lets each go by its number. */
export const letGo: Scenario = {
  name: 'sent again on the word of a person (retry --release)',
  play: async ({ world, run }) => {
    const { ping, primero } = world.systems
    ping.faults.add({ path: /asyncdata$/, fault: { kind: 'reset-before' } })
    await run('run all, sends lost', runAll)
    ping.faults.clear()
    const before = ping.store.referrals.size
    const referrals = [...primero.store.cases()].flatMap(({ id }) =>
      primero.store.referralsOf(id).filter(({ transitionedTo }) => transitionedTo === 'unhcr_cw'),
    )
    for (const [at, { id, caseId, serviceRecordId }] of referrals.entries()) {
      const number = [id, serviceRecordId ?? id, caseId][at % 3] ?? id
      const args = ['retry', number, '--release', '--by', 'A. Operator', ...ofOffice]
      await run('retry --release', at % 2 === 0 ? args : [...args, '--json'])
    }
    await run('retry --release of a number nobody has', ['retry', 'nobody', '--release', ...ofOffice])
    await run('run all, let go', runAll)
    if (ping.store.referrals.size === before) throw new Error('Nothing was sent again.')
    for (const { id } of referrals.slice(0, 2)) await run('explain', ['explain', id, '--json'])
    await run('audit export', ['audit', 'export', ...ofOffice])
  },
}
