import { failed, ok, stop, unreadable, type Failure, type Result } from '../../http/failure.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases, type SetReading } from '../../primero/sets.ts'
import type { Control } from '../control.ts'
import type { RunContext } from '../context.ts'
import { partsOf, type Part } from './number-parts.ts'

/** Cases by the numbers that were looked up, and the numbers that could not be. */
export type LookedUp = Pick<SetReading, 'found' | 'failures'>

/** Looks for cases whose number is written so that no filter of Primero finds it (primero-contract §3.1, `query`). */
export interface OtherSpellings {
  /** Numbers in their plain spelling, of children that no look-up showed. */
  readonly find: (numbers: readonly string[], fields: string) => Promise<LookedUp>
}

/** Rows of one answer at most (primero-contract §3.1). */
const most = 1000
/** So many pages of an answer are read; what finds more was not searched for at all. */
const mostPages = 10
/** How long what a search has shown is believed in a run, ms: a set later, and no longer than a look-up may take. */
const believedMs = 60_000

/**
 * The search of one run. What many numbers share is searched for once, for all sets of the run; an answer counts only
 * if it is whole, and if a known case is found in the same way after it.
 */
export function otherSpellings(run: RunContext, control: Control): OtherSpellings {
  const searchedAt = new Map<string, number>()
  /** Record ids by the plain spelling of the number that a case has in another one. */
  const seen = new Map<string, ReadonlySet<string>>()

  const isKnown = (text: string): boolean =>
    run.host.clock.now() - (searchedAt.get(text) ?? Number.NEGATIVE_INFINITY) < believedMs

  const note = (cases: readonly PrimeroCase[], wanted: ReadonlySet<string>): void => {
    for (const { id, individualNumber, writtenNumber } of cases) {
      if (individualNumber === null) continue
      if (individualNumber === writtenNumber && !wanted.has(individualNumber)) continue
      seen.set(individualNumber, new Set([...(seen.get(individualNumber) ?? []), id]))
    }
  }

  /** The texts that were searched for, or the first failure. */
  const search = async (
    parts: readonly Part[],
    wanted: ReadonlySet<string>,
  ): Promise<Result<readonly string[]>> => {
    const answers = await Promise.all(
      parts.map(async (part): Promise<Result<readonly string[]>> => {
        const answer = await whole(run, part)
        if (!answer.ok) return answer
        if ('closer' in answer.value) return search(answer.value.closer, wanted)
        note(answer.value.cases, wanted)
        return ok([part.text])
      }),
    )
    const failure = answers.find((answer) => !answer.ok)
    return failure ?? ok(answers.flatMap((answer) => (answer.ok ? answer.value : [])))
  }

  return {
    find: async (numbers, fields) => {
      const wanted = new Set(numbers)
      const at = run.host.clock.now()
      const parts = numbers.length === 0 ? [] : partsOf(numbers, isKnown)
      const searched = await search(parts, wanted)
      const failure = !searched.ok ? searched.failure : parts.length > 0 ? await unproven(run, control) : null
      if (failure !== null)
        return { found: new Map(), failures: new Map(numbers.map((number) => [number, failure])) }
      if (searched.ok) for (const text of searched.value) searchedAt.set(text, at)
      return readSeen(run, numbers, seen, fields)
    },
  }
}

/** The cases that hold a part in one of their numbers, or the parts to search for instead because it holds too many. */
async function whole(
  run: RunContext,
  { text, closer }: Part,
): Promise<Result<{ readonly cases: readonly PrimeroCase[] } | { readonly closer: readonly Part[] }>> {
  const cases = new Map<string, PrimeroCase>()
  for (let page = 1; page <= mostPages; page += 1) {
    const query = `query=${encodeURIComponent(text)}&order_by=created_at&order=asc&per=${most}&page=${page}`
    const answer = await run.primero.list(`${query}&fields=unhcr_individual_no,case_id`, {
      name: 'search-number',
    })
    if (!answer.ok) return answer
    const { total } = answer.value
    for (const one of answer.value.cases) cases.set(one.id, one)
    if (total === cases.size) return ok({ cases: [...cases.values()] })
    if (total <= most || answer.value.cases.length === 0) return failed(unreadable('primero'))
    const parts = closer(total / most)
    if (parts.length > 0) return ok({ closer: parts })
  }
  return failed(stop('primero-filter-ignored', ['query']))
}

/** Whether Primero finds a known case by a part of what it carries; null where it does, or where there is no case. */
async function unproven(run: RunContext, control: Control): Promise<Failure | null> {
  const known = await control.forSearches()
  if (!known.ok) return known.failure
  const { value } = known
  if (value === null) return null
  const answer = await whole(run, { text: value.slice(1), closer: () => [] })
  if (!answer.ok) return answer.failure
  const isIt = ({ writtenNumber, caseId }: PrimeroCase): boolean => [writtenNumber, caseId].includes(value)
  return 'cases' in answer.value && answer.value.cases.some(isIt) ? null : unreadable('primero')
}

/** The cases of these numbers that were seen, as they are now. */
async function readSeen(
  run: RunContext,
  numbers: readonly string[],
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  fields: string,
): Promise<LookedUp> {
  const ids = numbers.flatMap((number) => [...(seen.get(number) ?? [])])
  const reading = await readCases(run.primero, ids, fields)
  const found = new Map<string, readonly PrimeroCase[]>()
  const failures = new Map<string, Failure>()
  for (const number of numbers) {
    const theirs = [...(seen.get(number) ?? [])]
    const cases = theirs.flatMap((id) => reading.found.get(id) ?? [])
    const still = cases.filter(({ individualNumber }) => individualNumber === number)
    if (still.length > 0) found.set(number, still)
    const failure = theirs.flatMap((id) => reading.failures.get(id) ?? [])[0]
    if (failure !== undefined) failures.set(number, failure)
    else if (theirs.some((id) => reading.forbidden.has(id))) failures.set(number, unreadable('primero'))
  }
  return { found, failures }
}
