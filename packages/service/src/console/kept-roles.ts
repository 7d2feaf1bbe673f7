import { z } from 'zod'
import { everybody } from '@ping-primero/console/roles.ts'

/** The roles of an account as they are kept with its session: by deployment. */
export const KeptRoles = z.record(z.string(), z.enum(everybody))
