import type { Result } from '../http/failure.ts'
import type { Primero } from '../primero/client.ts'
import type { PrimeroCase } from '../primero/record.ts'
import { controlValue, type LookUpField } from '../primero/sets.ts'

/** From so many values on, a list look-up with a control value costs Primero less than single ones (primero-contract §14). */
const worthIt = 4

/** A value that some case in Primero carries: the proof that a look-up was filtered (`flows.md`, "Primero in sets"). */
export interface Control {
  /** For a list of so many; null where single look-ups are cheaper, or all that there is. */
  readonly forLists: (lookUps: number) => Promise<string | null>
  /** Null where no case carries one. That it could not be read says nothing of the cases. */
  readonly value: () => Promise<Result<string | null>>
  /** A case that this run has found or made: it serves where none was known. */
  readonly learn: (found: PrimeroCase) => void
}

/** The control value for a field: read once, and only when it is needed, again where that failed; else a learnt one. */
export function controlOf(primero: Primero, field: LookUpField): Control {
  let known: Promise<Result<string | null>> | null = null
  let learnt: string | null = null
  const value = async (): Promise<Result<string | null>> => {
    known ??= readControl(primero, field)
    const result = await known
    if (!result.ok) known = null
    const isRead = result.ok && result.value !== null
    return isRead || learnt === null ? result : { ok: true, value: learnt }
  }
  return {
    value,
    learn: (found) => {
      learnt ??= controlValue(field, found)
    },
    forLists: async (lookUps) => {
      if (lookUps < worthIt) return null
      const result = await value()
      return result.ok ? result.value : null
    },
  }
}

/**
 * A value of some case that may stand in a list (primero-contract §3.2, 4); null where none of a hundred cases shows one:
 * many children have no number of UNHCR.
 */
async function readControl(primero: Primero, field: LookUpField): Promise<Result<string | null>> {
  const answer = await primero.list(`per=100&fields=${field}`, { name: 'read-control' })
  if (!answer.ok) return answer
  const [fit] = answer.value.cases.flatMap((one) => controlValue(field, one) ?? [])
  return { ok: true, value: fit ?? null }
}
