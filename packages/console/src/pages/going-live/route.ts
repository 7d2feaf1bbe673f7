import { administrators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import type { Route } from '../route.ts'
import { goingLiveContent } from './content.ts'

export const goingLive: Route = {
  page: 'going-live',
  path: '/going-live',
  may: administrators,
  read: (reading) => goingLiveContent(reading, nothing),
}
