import type { Decision, Flow } from '../domain/flow.ts'
import { decisionMeaning, type ValueMaps } from '../mapping/value-map.ts'
import { decide } from './decisions-in/decide.ts'

/** A flow that carries decisions. */
export type DecisionFlow = Extract<Flow, '1.2' | '2.2'>

/** A decision as the version of an item keeps it. */
export interface VersionDecision {
  /** The codes that state it, as their source has them. */
  readonly codes: readonly string[]
  /** What they mean by the deployment's mapping; null where it is not at hand, or lists none that decides. */
  readonly means: Decision | null
}

const absent = '-'
/** What stands in the place of a code that was not kept, because it may be any text. */
const hashed = /^[0-9a-f]{16}$/

/** The decision that a version states: the codes before its hash. Null where it names none. Pure. */
export function decisionOfVersion(
  flow: DecisionFlow,
  version: string | null,
  valueMaps: ValueMaps | null,
): VersionDecision | null {
  const parts = version?.split(' ').slice(0, -1) ?? []
  // An option of Primero may hold blanks.
  const codes = flow === '1.2' ? [parts.join(' ')] : parts
  const kept = codes.filter(
    (code) => code !== '' && code !== absent && !(flow === '1.2' && hashed.test(code)),
  )
  if (kept.length === 0) return null
  return { codes: kept, means: valueMaps === null ? null : meaningOf(flow, codes, valueMaps) }
}

function meaningOf(flow: DecisionFlow, codes: readonly string[], valueMaps: ValueMaps): Decision | null {
  const [first = '', second = absent] = codes
  if (flow === '1.2') {
    const means = decisionMeaning(valueMaps, 'unhcr-referral-status', first)
    return means === 'accepted' || means === 'rejected' ? means : null
  }
  const orNull = (code: string): string | null => (code === absent ? null : code)
  const stated = { status: orNull(first), reviewDecision: orNull(second), contradictory: false }
  const verdict = decide(stated, valueMaps)
  return verdict.kind === 'decided' ? verdict.decision : null
}
