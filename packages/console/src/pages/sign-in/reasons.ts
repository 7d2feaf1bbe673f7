import type { Key } from '../../words/catalogue.ts'

/** Why somebody stands before the sign-in page, by what its address says. */
export const signInReasons = {
  idle: { heading: 'sign-in.idle', text: 'sign-in.kept' },
  over: { heading: 'sign-in.over', text: 'sign-in.kept' },
  left: { heading: 'sign-in.left', text: 'sign-in.left.text' },
  spent: { heading: 'sign-in.spent', text: 'sign-in.spent.text' },
  told: { heading: 'sign-in.told', text: 'sign-in.told.text' },
} as const satisfies Readonly<Record<string, { readonly heading: Key; readonly text: Key }>>

export type SignInReason = keyof typeof signInReasons

export function isSignInReason(text: string): text is SignInReason {
  return Object.hasOwn(signInReasons, text)
}

/** Where one signs in; it says why one is there. */
export function signInAddress(why: SignInReason | 'none'): string {
  return why === 'none' ? '/sign-in' : `/sign-in?why=${why}`
}
