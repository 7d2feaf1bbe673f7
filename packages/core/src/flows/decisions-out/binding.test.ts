import { describe, expect, test } from 'vitest'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { deployment, keys, ledgerItem, primeroCase, serviceRow } from '../scene.fixture.ts'
import { bindingDecisions } from './binding.ts'
import { statedDecisions, type StatedDecision } from './stated.ts'

const guid = 'e0000000-0000-4000-a000-000000000001'

/** What a case says of the one intervention. */
function says(id: string, decision: 'accepted' | 'rejected'): StatedDecision {
  const found = primeroCase({ id, services: [serviceRow({ decision })] })
  const [one] = statedDecisions(found, deployment, keys)
  if (one === undefined) throw new Error('the case states a decision')
  return one
}

const accepted = says('a', 'accepted').finding.version
const rejected = says('a', 'rejected').finding.version

/** The item as the ledger knows it by case `a`, which accepted. */
function known(given: Partial<LedgerItem> = {}): LedgerItem {
  const stated = { version: accepted, decision: 'accepted', numbers: { primeroId: 'a' } } as const
  return ledgerItem({ flow: '1.2', key: guid, ...stated, ...given })
}

/** Whose decision counts, in which version, and who contradicts it. */
function binding(
  stated: readonly StatedDecision[],
  items: readonly LedgerItem[],
  complete = false,
): readonly unknown[] {
  return bindingDecisions(stated, items, complete).map((one) => [
    one.stated.case.id,
    one.finding.version,
    one.contradicting,
  ])
}

describe('of one intervention', () => {
  test('the only decision counts, as it was stated', () => {
    const one = says('a', 'accepted')
    expect(bindingDecisions([one], [], false)).toEqual([
      { stated: one, finding: one.finding, contradicting: [] },
    ])
  })

  test('the first of several counts while the ledger knows none, and cases that contradict each other are named', () => {
    expect(binding([says('b', 'accepted'), says('a', 'accepted')], [])).toEqual([['b', accepted, []]])
    expect(binding([says('b', 'accepted'), says('a', 'rejected')], [])).toEqual([['b', accepted, ['b', 'a']]])
  })

  test('two rows of one case that contradict each other name the case once', () => {
    expect(binding([says('a', 'accepted'), says('a', 'rejected')], [])).toEqual([['a', accepted, ['a']]])
  })

  test('any one that differs among many contradicts', () => {
    const all = [says('a', 'accepted'), says('b', 'accepted'), says('c', 'rejected')]
    expect(binding(all, [])).toEqual([['a', accepted, ['a', 'b', 'c']]])
  })

  test('that of the case counts by which the ledger knows it, wherever it stands', () => {
    const all = [says('b', 'rejected'), says('a', 'accepted')]
    expect(binding(all, [known()])).toEqual([['a', accepted, ['b', 'a']]])
    expect(binding([says('a', 'rejected')], [known()])).toEqual([['a', rejected, []]])
  })

  test('the case by which a withdrawn item was known counts no more', () => {
    const all = [says('b', 'accepted'), says('a', 'accepted')]
    expect(binding(all, [known({ state: 'withdrawn' })])).toEqual([['b', accepted, []]])
  })

  test('any case counts where the ledger knows it by none', () => {
    expect(binding([says('b', 'rejected')], [known({ numbers: {} })])).toEqual([['b', rejected, []]])
  })
})

describe('a case that the ledger does not know the intervention by', () => {
  test('passes with the same decision, in the version of the known case', () => {
    const item = known({ numbers: { primeroId: 'z' } })
    expect(binding([says('a', 'accepted')], [item])).toEqual([['a', accepted, []]])
  })

  test('contradicts with another decision, and leaves the version until both were read', () => {
    const stranger = says('b', 'rejected')
    expect(bindingDecisions([stranger], [known()], false)).toEqual([
      {
        stated: stranger,
        finding: { ...stranger.finding, version: accepted, decision: 'accepted' },
        contradicting: ['a', 'b'],
      },
    ])
  })

  test('contradicts when several of them do not agree, whatever the first says', () => {
    const item = known({ numbers: { primeroId: 'z' } })
    expect(binding([says('a', 'accepted'), says('b', 'rejected')], [item])).toEqual([
      ['a', accepted, ['z', 'a', 'b']],
    ])
  })

  test('counts by itself once all cases were read and the known one states nothing', () => {
    expect(binding([says('b', 'rejected')], [known()], true)).toEqual([['b', rejected, []]])
  })
})

test('each intervention is judged by itself', () => {
  const other = (one: StatedDecision): StatedDecision => ({
    ...one,
    finding: { ...one.finding, key: 'other' },
  })
  const all = [says('a', 'accepted'), other(says('b', 'rejected'))]
  expect(binding(all, [known()])).toEqual([
    ['a', accepted, []],
    ['b', rejected, []],
  ])
})
