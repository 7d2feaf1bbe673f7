import { auditors } from '../../roles.ts'
import type { Route } from '../route.ts'
import { endedFeedback, peopleContent, type Everything } from './content.ts'

/** The page of the people, over everything that there is. */
export function people(everything: () => Everything): Route {
  return {
    page: 'people',
    path: '/people',
    may: auditors,
    read: (reading) => peopleContent(everything(), endedFeedback(reading), reading),
  }
}
