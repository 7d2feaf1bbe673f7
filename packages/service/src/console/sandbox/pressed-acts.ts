import type { ActStore } from '@ping-primero/console/entry/sessions.ts'

/** The one-time values of a sandbox's forms, as long as it is there: a page from before its story began anew does nothing twice. */
export function pressedActs(): ActStore {
  const pressed = new Map<string, { readonly session: string; outcome: string | null }>()
  return {
    claim: async (value, session) => {
      const known = pressed.get(value)
      if (known === undefined) {
        pressed.set(value, { session, outcome: null })
        return { kind: 'ours' }
      }
      const { outcome } = known
      return outcome === null || known.session !== session ? { kind: 'under-way' } : { kind: 'done', outcome }
    },
    settle: async (value, outcome) => {
      const known = pressed.get(value)
      if (known !== undefined) known.outcome = outcome
    },
    release: async (value) => {
      if (pressed.get(value)?.outcome === null) pressed.delete(value)
    },
  }
}
