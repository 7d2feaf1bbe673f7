/**
 * Why somebody who signed in at an organisation is not let in: it did not let them go on; the sign-in was begun elsewhere,
 * too long ago, or was used before; it does not answer; its clock is another one; its answer cannot be believed; it does not
 * take this console for what it is; the account has no name, so many groups that they are not told, or no role here.
 */
export const entryRefusals = [
  'denied',
  'lost',
  'silent',
  'clock',
  'distrusted',
  'unknown-here',
  'nameless',
  'groups',
  'no-role',
] as const

export type EntryRefusal = (typeof entryRefusals)[number]
