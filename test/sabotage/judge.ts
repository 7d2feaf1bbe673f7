import type { TestEnd } from './run-tests.ts'
import type { Sabotage } from './sabotage-of.ts'

/** What came of a sabotage. */
export interface Verdict {
  readonly caught: boolean
  /** Why it does not count as caught; null when it was. */
  readonly why: string | null
  /** Tests of the same file that noticed it too. */
  readonly alsoNoticedBy: number
  /** Tests of the same file that pass with it: the product still loads and runs. */
  readonly stillPass: number
}

/**
 * Judges a sabotage by the ends of its file's tests in the unbroken and in the broken tree. It is caught if the named
 * test passed and now fails by an assertion, while at least one other of the file still passes.
 */
export function judge(
  { noticedBy }: Sabotage,
  unbroken: readonly TestEnd[],
  broken: readonly TestEnd[],
): Verdict {
  const isNamed = ({ file, name }: TestEnd): boolean => file === noticedBy.file && name === noticedBy.test
  const before = unbroken.find(isNamed)
  const after = broken.find(isNamed)
  const others = broken.filter((test) => test.file === noticedBy.file && !isNamed(test))
  const passedBefore = new Set(
    unbroken.filter(({ file, end }) => file === noticedBy.file && end === 'passed').map(({ name }) => name),
  )
  const alsoNoticedBy = others.filter(({ name, end }) => end === 'failed' && passedBefore.has(name)).length
  const stillPass = others.filter(({ end }) => end === 'passed').length
  const verdict = (why: string | null): Verdict => ({ caught: why === null, why, alsoNoticedBy, stillPass })
  if (before === undefined) return verdict('there is no such test')
  if (before.end !== 'passed') return verdict('the test does not pass in the unbroken tree')
  if (after === undefined || stillPass === 0) return verdict('it broke the whole test file')
  if (after.end !== 'failed') return verdict('the test did not notice')
  return verdict(after.byAssertion ? null : 'the test failed, but not by an assertion')
}
