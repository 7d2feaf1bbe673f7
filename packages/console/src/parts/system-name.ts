import type { System } from '@ping-primero/core/domain/flow.ts'

/** What people call a system. */
export function systemName(system: System): string {
  return system === 'ping' ? 'PING' : 'Primero'
}
