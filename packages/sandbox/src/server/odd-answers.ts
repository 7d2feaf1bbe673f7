import type { SystemAnswer } from './system.ts'

/** A byte-order mark before the body, as programs of Windows write it before a file. */
export function withMark(answer: SystemAnswer): SystemAnswer {
  return answer.body === undefined || answer.body === ''
    ? answer
    : { ...answer, body: `\ufeff${answer.body}` }
}

/** A text in the bytes of Latin-1, with a question mark for whatever has no place in it. */
export function inLatin1(text: string): Buffer {
  return Buffer.from(text.replaceAll(/[^\0-\xff]/gu, '?'), 'latin1')
}

/** What a gateway answers that sends back what it was sent. */
export function echoOf({ body }: { readonly body: string }): SystemAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}

/** The rows of a list that lose one to something else: the row at this place, or the last one. Other answers stay as they are. */
export function withOddRow(answer: SystemAnswer, row: unknown, at = 0): SystemAnswer {
  return withRows(answer, (rows) => rows.with(Math.min(at, rows.length - 1), row))
}

/** A list of which only the first rows are there; what it says of how many there are stays as it was. */
export function withFewerRows(answer: SystemAnswer, keep: number): SystemAnswer {
  return withRows(answer, (rows) => rows.slice(0, keep))
}

/** Changes the rows of a list of either system, `Data` or `data`, where it has some. */
function withRows(
  answer: SystemAnswer,
  change: (rows: readonly unknown[]) => readonly unknown[],
): SystemAnswer {
  const json = objectIn(answer.body)
  const name = ['Data', 'data'].find((one) => Array.isArray(json?.[one]))
  const rows: unknown = name === undefined ? undefined : json?.[name]
  if (name === undefined || !Array.isArray(rows) || rows.length === 0) return answer
  return { ...answer, body: JSON.stringify({ ...json, [name]: change(rows) }) }
}

function objectIn(body: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body ?? '')
    return typeof json === 'object' && json !== null ? { ...json } : undefined
  } catch {
    return undefined // Not every answer is JSON.
  }
}
