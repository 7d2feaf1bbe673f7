import { ok, type Result } from '../http/failure.ts'
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
  /**
   * What some case carries in any field that `query` searches, for searches by a part of it: every case has an id of its
   * own. Null where there is no case at all.
   */
  readonly forSearches: () => Promise<Result<string | null>>
  /** A case that this run has found or made: it serves where none was known. */
  readonly learn: (found: PrimeroCase) => void
}

/** The control value for a field: read once, and only when it is needed, again where that failed; else a learnt one. */
export function controlOf(primero: Primero, field: LookUpField): Control {
  let known: Promise<Result<Sample>> | null = null
  let learnt: string | null = null
  const sample = async (): Promise<Result<Sample>> => {
    known ??= readSample(primero, field)
    const result = await known
    if (!result.ok) known = null
    return result
  }
  const value = async (): Promise<Result<string | null>> => {
    const read = await sample()
    if (read.ok) return ok(read.value.control ?? learnt)
    return learnt === null ? read : ok(learnt)
  }
  return {
    value,
    forSearches: async () => {
      const read = await value()
      if (!read.ok || read.value !== null) return read
      const shown = await sample()
      return shown.ok ? ok(shown.value.caseId) : shown
    },
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

/** What the newest hundred cases show. */
interface Sample {
  /** Null where none of them shows one: many children have no number of UNHCR. */
  readonly control: string | null
  readonly caseId: string | null
}

async function readSample(primero: Primero, field: LookUpField): Promise<Result<Sample>> {
  const fields = [...new Set([field, 'case_id'])].join(',')
  const answer = await primero.list(`per=100&fields=${fields}`, { name: 'read-control' })
  if (!answer.ok) return answer
  const { cases } = answer.value
  const [control] = cases.flatMap((one) => controlValue(field, one) ?? [])
  const [caseId] = cases.flatMap((one) => one.caseId ?? [])
  return ok({ control: control ?? null, caseId: caseId ?? null })
}
