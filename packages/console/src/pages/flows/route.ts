import { everybody } from '../../roles.ts'
import type { Route } from '../route.ts'
import { flowsContent } from './content.ts'
import { flowsFeedback } from './feedback.ts'

export const flowsRoute: Route = {
  page: 'flows',
  path: '/flows',
  may: everybody,
  read: async (reading) => flowsContent(reading, await flowsFeedback(reading)),
}
