import { digestOf, newSecret } from './secrets.ts'

/** How long a one-time value lets in. */
const lastsMs = 10 * 60_000

/** The values that let in without an account, each once; the newest alone is good. */
export interface OneTimeValues {
  readonly issue: () => string
  readonly spend: (value: string) => boolean
}

export function oneTimeValues(now: () => number): OneTimeValues {
  let good: { readonly digest: string; readonly until: number } | null = null
  return {
    issue: () => {
      const value = newSecret()
      good = { digest: digestOf(value), until: now() + lastsMs }
      return value
    },
    spend: (value) => {
      if (good === null || good.digest !== digestOf(value)) return false
      const isGood = now() < good.until
      good = null
      return isGood
    },
  }
}
