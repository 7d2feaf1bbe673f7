import type { CaseworkerReason, OfficerReason, Said } from '@ping-primero/console/sandbox/desks.ts'
import type { caseworkerReasons, officerReasons } from '@ping-primero/sandbox'

/** What stands in the systems for each reason. */
export const officerTexts: Readonly<Record<OfficerReason, (typeof officerReasons)[number]>> = {
  'not-found': 'Individual Not Found',
  'no-match': 'Individual Not Match UNHCR ID',
  'not-applicable': 'Not applicable',
}
export const caseworkerTexts: Readonly<Record<CaseworkerReason, (typeof caseworkerReasons)[number]>> = {
  'no-place': 'No place is free at present',
  moved: 'The family has moved away',
  supported: 'Already supported elsewhere',
}

const officerNames: readonly OfficerReason[] = ['not-found', 'no-match', 'not-applicable']
const caseworkerNames: readonly CaseworkerReason[] = ['no-place', 'moved', 'supported']

const known: readonly (readonly [OfficerReason | CaseworkerReason, string])[] = [
  ...officerNames.map((name) => [name, officerTexts[name]] as const),
  ...caseworkerNames.map((name) => [name, caseworkerTexts[name]] as const),
]

/** What may be shown of texts in which people may have named a child. */
export interface Sayings {
  /** Remembers a text that was looked through before it was written. */
  readonly typed: (text: string) => void
  /** What is known of a text; null where there is none. */
  readonly of: (text: string | null) => Said | null
}

export function sayings(): Sayings {
  const typed = new Set<string>()
  return {
    typed: (text) => void typed.add(text),
    of: (text) => {
      if (text === null || text === '') return null
      const [reason = null] = known.find(([, words]) => text.includes(words)) ?? []
      const longest = [...typed]
        .filter((one) => text.includes(one))
        .toSorted((one, other) => other.length - one.length)
      return { reason, typed: longest[0] ?? null }
    },
  }
}
