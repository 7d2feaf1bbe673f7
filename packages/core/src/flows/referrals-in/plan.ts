import { configSource } from '../../deployment/config-source.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { PingRow } from '../../ping/envelope.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'
import { heldBack } from '../held.ts'
import type { Mapped, Referral } from './referral.ts'

/** Maps a referral, says what holds it back, and adds to the ledger the numbers that only its detail shows. */
export async function plan(run: RunContext, referral: Referral): Promise<void> {
  const { detail, item } = referral
  if (detail === null) return
  const number = detail['progres_individual.individuals.progres_id']
  // Whose case it is, is never guessed out of anything else than a text or a number.
  const isReadable = typeof number === 'string' || typeof number === 'number'
  referral.individualNumber = isReadable ? String(number).trim() : ''
  if (item.step === 'delivered') return
  const mapped = mappedFrom(run, detail, item.intentAt ?? run.startedAt)
  referral.mapped = mapped
  referral.refusal = heldBack([mapped.case, mapped.service])
  run.warn(mapped.case)
  run.warn(mapped.service)
  await addNumbers(run, referral, detail)
}

/** `now`: the time of the first intent, so that a repeat says the same. */
function mappedFrom(run: RunContext, detail: PingRow, now: string): Mapped {
  const caseMap = run.deployment.fieldMaps.get('1.1-case')
  const serviceMap = run.deployment.fieldMaps.get('1.1-service')
  if (caseMap === undefined || serviceMap === undefined)
    throw new Error('Flow 1.1 runs only with its field maps.')
  const sources = { progres: detail, deployment: configSource(run.deployment) }
  const context = { valueMaps: run.deployment.valueMaps, timezone: run.deployment.timezone, now }
  return { case: mapRecord(caseMap, sources, context), service: mapRecord(serviceMap, sources, context) }
}

async function addNumbers(run: RunContext, referral: Referral, detail: PingRow): Promise<void> {
  const { numbers, individual } = referral.item
  const { individualNumber } = referral
  const named = detail['progres_interventionnumber']
  const unnamed = numbers.interventionNumber === undefined && typeof named === 'string' && named.trim() !== ''
  await run.change(referral, {
    numbers: unnamed ? { ...numbers, interventionNumber: named.trim() } : numbers,
    individual:
      individual === null && individualNumber !== ''
        ? individualPseudonym(run.host.keys, run.deployment.name, individualNumber)
        : individual,
  })
}
