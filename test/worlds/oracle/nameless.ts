import { casesOf, interventionOf, numberOf, rowsOf, type Case, type Seen } from './seen.ts'

/** The account of the exchange in Primero. */
const ours = 'ping_integration'

/** Whether a case was made by us while the account might only read the form that says who a child is (F88). */
export function isMadeNameless(seen: Seen, caseId: string): boolean {
  const [first] = seen.chronicle.casesOf(caseId)
  if (first === undefined || first.by !== ours || numberOf(first.record) !== null) return false
  return seen.readOnlyForms.some(({ from, until }) => first.at >= from && first.at <= (until ?? first.at))
}

/** Cases of ours that have no number to this day, and were made for one of these interventions. */
export function namelessOf(seen: Seen, guids: ReadonlySet<string>): readonly Case[] {
  return casesOf(seen).filter((record) => {
    if (numberOf(record) !== null || !isMadeNameless(seen, record.id)) return false
    const states = seen.chronicle.casesOf(record.id)
    return states.some((state) =>
      rowsOf(state.record.data['services_section']).some((row) => guids.has(interventionOf(row) ?? '')),
    )
  })
}
