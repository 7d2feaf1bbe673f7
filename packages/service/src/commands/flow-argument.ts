import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { flowWords } from '../words/words.ts'

/** A flow as a person names it on the command line. */
export function flowOf(text: string, also: readonly string[] = []): Result<Flow> {
  const flow = flows.find((one) => one === text)
  if (flow !== undefined) return { ok: true, value: flow }
  const known = flows.map((one) => `${one} (${flowWords[one]})`)
  return refused('flow-unknown', `There are: ${[...known, ...also].join(', ')}.`)
}

/** The flows that a person names: one, or all in their order. */
export function flowsOf(text: string): Result<readonly Flow[]> {
  if (text === 'all') return { ok: true, value: flows }
  const flow = flowOf(text, ['all'])
  return flow.ok ? { ok: true, value: [flow.value] } : flow
}
