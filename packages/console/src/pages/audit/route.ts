import { auditors } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import type { Route } from '../route.ts'
import { auditContent } from './content.ts'

export const audit: Route = {
  page: 'audit',
  path: '/audit',
  may: auditors,
  read: (reading) => auditContent(reading, nothing),
}
