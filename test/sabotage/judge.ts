import type { TestEnd } from './run-tests.ts'
import type { WorldsEnd } from './run-worlds.ts'
import type { NamedTest } from './sabotage-of.ts'

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
  noticedBy: NamedTest,
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

/** Judges a sabotage by worlds: none of them may fail in the unbroken tree, and one or more must in the broken one. */
export function judgeWorlds(unbroken: WorldsEnd | null, broken: WorldsEnd | null): Verdict {
  const failed = broken?.failed ?? 0
  const stillPass = (broken?.worlds ?? 0) - failed
  const verdict = (why: string | null): Verdict => ({
    caught: why === null,
    why,
    alsoNoticedBy: Math.max(0, failed - 1),
    stillPass,
  })
  if (unbroken === null || unbroken.failed > 0) return verdict('the worlds do not pass in the unbroken tree')
  if (broken === null) return verdict('the worlds came to no end')
  return verdict(failed === 0 ? 'no world noticed' : null)
}
