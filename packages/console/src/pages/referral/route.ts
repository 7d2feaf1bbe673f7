import { everybody } from '../../roles.ts'
import { referralPath } from '../addresses.ts'
import type { Route } from '../route.ts'
import { doneFeedback } from './deeds/done.ts'
import { referralContent } from './content.ts'

/** One referral over both directions, found by any number of it that is of no person. */
export const referral: Route = {
  page: 'referrals',
  title: 'referral.title',
  path: referralPath,
  may: everybody,
  read: async (reading) =>
    referralContent(reading.query.get('number') ?? '', await doneFeedback(reading), reading),
}
