import type { Absence } from '../../entry/entry.ts'
import type { EntryRefusal } from '../../entry/refusals.ts'
import type { Key } from '../../words/catalogue.ts'

/** Why somebody stands before the sign-in page, by what its address says. */
export type SignInReason = Exclude<Absence, 'none'> | 'left' | 'spent' | 'told' | EntryRefusal

/** What is said of it: what happened, and whose move it is. */
export const signInReasons: Readonly<Record<SignInReason, { readonly heading: Key; readonly text: Key }>> = {
  idle: { heading: 'sign-in.idle', text: 'sign-in.kept' },
  over: { heading: 'sign-in.over', text: 'sign-in.kept' },
  left: { heading: 'sign-in.left', text: 'sign-in.left.text' },
  spent: { heading: 'sign-in.spent', text: 'sign-in.spent.text' },
  told: { heading: 'sign-in.told', text: 'sign-in.told.text' },
  denied: { heading: 'sign-in.denied', text: 'sign-in.denied.text' },
  lost: { heading: 'sign-in.lost', text: 'sign-in.lost.text' },
  silent: { heading: 'sign-in.silent', text: 'sign-in.silent.text' },
  clock: { heading: 'sign-in.clock', text: 'sign-in.clock.text' },
  distrusted: { heading: 'sign-in.distrusted', text: 'sign-in.distrusted.text' },
  'unknown-here': { heading: 'sign-in.unknown-here', text: 'sign-in.unknown-here.text' },
  nameless: { heading: 'sign-in.nameless', text: 'sign-in.nameless.text' },
  groups: { heading: 'sign-in.groups', text: 'sign-in.groups.text' },
  'no-role': { heading: 'sign-in.no-role', text: 'sign-in.no-role.text' },
}

export function isSignInReason(text: string): text is SignInReason {
  return Object.hasOwn(signInReasons, text)
}

/** Where one signs in; it says why one is there. */
export function signInAddress(why: SignInReason | 'none'): string {
  return why === 'none' ? '/sign-in' : `/sign-in?why=${why}`
}
