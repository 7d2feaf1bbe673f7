import { z } from 'zod'
import { personalIn, type PersonalKind } from '@ping-primero/core/privacy/personal.ts'
import { NoDay } from './past-day.ts'
import type { Message } from '../words/message.ts'
import type { Say } from '../words/say.ts'

/** The longest text that a person may leave. */
export const longest = 300

/** A text that somebody types and that is kept for ever: it says something, and nothing of a person. */
export function freeText(nowMs: number): z.ZodType<string> {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .superRefine((text, context) => {
      const found = personalIn(text, nowMs)
      if (found.length > 0) context.addIssue({ code: 'custom', params: { found } })
    })
}

const Found = z.object({ found: z.array(z.enum(['email', 'phone', 'number', 'digits', 'date'])) })

/** What is wrong with a field, in the terms of whoever typed it. */
export function wrongWith(issue: z.core.$ZodIssue, say: Say): Message {
  const personal = issue.code === 'custom' ? Found.safeParse(issue.params) : null
  if (personal?.success === true) {
    const kinds: readonly PersonalKind[] = personal.data.found
    return {
      key: 'wrong.personal',
      values: { found: kinds.map((kind) => say(`personal.${kind}`)).join(', ') },
    }
  }
  if (issue.code === 'custom' && NoDay.safeParse(issue.params).success) return { key: 'wrong.day' }
  return issue.code === 'too_big'
    ? { key: 'wrong.long', values: { most: longest } }
    : { key: 'wrong.missing' }
}
