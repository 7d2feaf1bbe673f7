import { configSource } from '../../deployment/config-source.ts'
import { isDoubtful, plainNumber } from '../../domain/individual-number.ts'
import type { FieldMap } from '../../mapping/field-map.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import { isBlank } from '../../mapping/source-value.ts'
import type { PingRow } from '../../ping/envelope.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'
import { heldBack } from '../held.ts'
import { identityOfDetail } from './identity.ts'
import type { Known, Mapped, Referral } from './referral.ts'

const numberField = 'progres_individual.individuals.progres_id'

/**
 * Maps a referral, says what holds it back, and adds to the ledger the numbers that only its detail shows. A number by
 * which nobody can be known is none: nothing is looked up by it.
 */
export async function plan(run: RunContext, referral: Referral): Promise<void> {
  const { detail, item } = referral
  if (detail === null) return
  Object.assign(referral, identify(run, detail))
  const number = numberIn(detail)
  const shown = detail[numberField]
  // A text that holds no number at all is doubtful as well: `...` is not empty.
  const saysOne = number !== '' || (typeof shown === 'string' && !isBlank(shown))
  const doubtful = saysOne && referral.individualNumber === ''
  if (item.step === 'delivered') return
  const written = doubtful || number === '' ? detail : { ...detail, [numberField]: number }
  const mapped = mappedFrom(run, written, item.intentAt ?? run.startedAt)
  referral.mapped = mapped
  const held = heldBack([mapped.case, mapped.service])
  referral.refusal = held ?? (doubtful ? { state: 'attention', reason: 'individual-number-doubtful' } : null)
  run.warn(mapped.case)
  run.warn(mapped.service)
  await addNumbers(run, referral, detail)
}

/** In its plain spelling. Whose case it is, is never guessed out of anything else than a text or a number. */
function numberIn(detail: PingRow): string {
  const number = detail[numberField]
  if (typeof number === 'string') return plainNumber(number)
  if (typeof number !== 'number') return ''
  // Of a number too large to be exact only the power of ten is left: it stands for nobody.
  return plainNumber(Number.isSafeInteger(number) ? String(number) : number.toExponential())
}

/** Whose an intervention is. */
export function identify(run: RunContext, detail: PingRow): Known {
  const { deployment } = run
  const number = numberIn(detail)
  return {
    individualNumber: isDoubtful(number, deployment.progres.individualNumberPattern) ? '' : number,
    identity:
      deployment.policies.identity === 'number-only'
        ? null
        : identityOfDetail(deployment, mapsOf(run).case, detail, run.now()),
  }
}

function mapsOf({ deployment }: RunContext): { readonly case: FieldMap; readonly service: FieldMap } {
  const [caseMap, service] = [deployment.fieldMaps.get('1.1-case'), deployment.fieldMaps.get('1.1-service')]
  if (caseMap === undefined || service === undefined)
    throw new Error('Flow 1.1 runs only with its field maps.')
  return { case: caseMap, service }
}

/** `now`: the time of the first intent, so that a repeat says the same. */
function mappedFrom(run: RunContext, detail: PingRow, now: string): Mapped {
  const maps = mapsOf(run)
  const sources = { progres: detail, deployment: configSource(run.deployment) }
  const context = { valueMaps: run.deployment.valueMaps, timezone: run.deployment.timezone, now }
  return { case: mapRecord(maps.case, sources, context), service: mapRecord(maps.service, sources, context) }
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
