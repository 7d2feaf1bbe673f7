import type { LookUpField } from '../primero/sets.ts'
import type { RunContext } from './context.ts'

/** From so many values on, a list look-up with a control value costs Primero less than single ones (primero-contract §14). */
const worthIt = 4

/**
 * A value that some case in Primero carries, read once in a run and only when enough is looked up: the proof that a
 * list look-up was filtered (`flows.md`, "Primero in sets"). Null when none is known; then everything is asked singly.
 */
export function controlValue(
  run: RunContext,
  field: LookUpField,
): (lookUps: number) => Promise<string | null> {
  let known: Promise<string | null> | null = null
  const read = async (): Promise<string | null> => {
    const answer = await run.primero.list(`per=20&fields=${field}`, { name: 'read-control' })
    if (!answer.ok) return null
    const values = answer.value.cases.map((one) => (field === 'case_id' ? one.caseId : one.individualNumber))
    return values.find((value) => value !== null && /^[A-Za-z0-9]+-[A-Za-z0-9-]+$/.test(value)) ?? null
  }
  return async (lookUps) => {
    if (lookUps < worthIt) return null
    known ??= read()
    return known
  }
}
