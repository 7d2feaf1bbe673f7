import { z } from 'zod'
import { dayOf } from '@ping-primero/core/ledger/day.ts'
import { dayBegins } from '../parts/days.ts'

/** Says of a field that it holds no day, or one to come. */
export const NoDay = z.object({ wrong: z.literal('day') })

/** A day that somebody chooses, today at the latest: the ISO time at which it began in a zone. */
export function pastDay(nowMs: number, timezone: string): z.ZodType<string> {
  return z.string().transform((text, context) => {
    const day = text.trim()
    const began = dayBegins(day, timezone)
    if (began !== null && day <= dayOf(nowMs, timezone)) return began
    context.addIssue({ code: 'custom', params: { wrong: 'day' } satisfies z.infer<typeof NoDay> })
    return z.NEVER
  })
}
