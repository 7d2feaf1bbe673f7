/** How many invented children have which part in the story. */
export const cast = {
  /** Referred by UNHCR, all as agreed; some of them have a case in Primero. */
  byUnhcr: 7,
  /** Referred by UNHCR with a type of service that the mapping does not have. */
  notAgreed: 1,
  /** Referred to UNHCR by their caseworkers. */
  byCaseworkers: 5,
  /** Referred as well, but the consent was taken back before anything was sent. */
  withoutConsent: 1,
  /** Referred by UNHCR while Primero is down. */
  duringOutage: 3,
} as const

type Part = keyof typeof cast

const order: readonly Part[] = ['byUnhcr', 'notAgreed', 'byCaseworkers', 'withoutConsent', 'duringOutage']

/** All children of the story. */
export const allChildren = order.reduce((sum, part) => sum + cast[part], 0)

/** The places of a part's children among all of them, as the simulators' seeding takes them. */
export function placesOf(part: Part): { readonly from: number; readonly count: number } {
  const from = order.slice(0, order.indexOf(part)).reduce((sum, before) => sum + cast[before], 0)
  return { from, count: cast[part] }
}

/** The type of service that UNHCR asks for although nobody has agreed on it, and what it is mapped to in the end. */
export const notAgreedType = { progres: 'Accessibility', primero: 'other_please_specify' } as const
