import { operators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import type { Route } from '../route.ts'
import { healthContent } from './content.ts'

export const health: Route = {
  page: 'health',
  path: '/health',
  may: operators,
  read: (reading) => healthContent(reading, nothing),
}
