import type { Flow, System } from '../domain/flow.ts'
import type { Failure } from '../http/failure.ts'
import { unavailable } from '../reasons/unavailable.ts'
import type { Gap } from './finding.ts'

const systemNames = { ping: 'PING', primero: 'Primero' } as const satisfies Record<System, string>

/** What the failure of a request says to whoever runs the check. */
export function failureGap(failure: Failure, flows: readonly Flow[] = []): Gap {
  if (failure.kind === 'stop') {
    return {
      code: failure.reason,
      severity: 'stops',
      flows,
      subject: failure.about.join(', '),
      found: 'refused',
      expected: 'accepted',
    }
  }
  const { system, cause } = failure
  return {
    code: unavailable[system],
    severity: 'holds',
    flows: [],
    subject: systemNames[system],
    found: typeof cause === 'number' ? `HTTP ${cause}` : `no usable answer (${cause})`,
    expected: 'an answer',
  }
}
