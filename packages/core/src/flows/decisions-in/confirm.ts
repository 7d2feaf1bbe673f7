import { configSource } from '../../deployment/config-source.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { RunContext } from '../context.ts'
import { maySend, printFor, still } from '../resend.ts'
import { tellProgres, withTransaction, type Telling } from '../tell-progres.ts'
import type { Answer } from './answer.ts'

/** Tells proGres which decisions stand in Primero (SHP-2284), and only those. */
export async function confirmSync(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const map = run.deployment.fieldMaps.get('2.2-synced')
  if (map === undefined) throw new Error('Flow 2.2 runs only with its field maps.')
  const tellings: Telling<Answer>[] = []
  await run.each(answers, async (answer) => {
    const { item } = answer
    const sources = {
      progres: { progres_interoperabilityreferralid: item.key },
      decision: { status: answer.decision },
      deployment: configSource(run.deployment),
    }
    const context = {
      valueMaps: run.deployment.valueMaps,
      timezone: run.deployment.timezone,
      now: item.intentAt ?? run.startedAt,
    }
    const update = { externalId: item.key, fields: mapRecord(map, sources, context).fields }
    const print = printFor(run.host.keys, item, update)
    if (!maySend(item, print, run.host.clock.now())) {
      return run.settle(answer, still(item, 'ping-rejected'))
    }
    if (run.dryRun) return run.settle(answer, { state: 'waiting', reason: 'dry-run', nextTry: null })
    if (print !== item.fingerprint) await run.change(answer, { fingerprint: print })
    tellings.push({ work: answer, item: update })
  })
  await tellProgres(run, 'updateReferral', tellings, {
    taken: async (answer, transactionId) =>
      run.settle(
        answer,
        { state: 'confirmed' },
        { step: 'confirmed', refusedAt: null, ...withTransaction(answer.item, transactionId) },
        ['sync-reported'],
      ),
    refused: async (answer, code) =>
      run.settle(
        answer,
        { state: 'attention', reason: 'ping-rejected', about: code === null ? [] : [code] },
        { refusedAt: run.now() },
      ),
  })
}
