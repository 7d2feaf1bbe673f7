import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { admit } from '../admission.ts'
import type { ConsoleHost } from '../host.ts'
import { pageDocument } from '../pages/document.ts'
import type { Reading } from '../pages/reading.ts'
import type { Act } from './act.ts'
import { onceOf, type Typed } from './fields.ts'
import { typedIn } from './submit.ts'

/** A file that goes out a piece at a time: it may be too long to hold. */
interface LongFile {
  readonly name: string
  readonly pieces: AsyncIterable<string>
}

/** A file for a spreadsheet that is taken by pressing a button, as the history notes who takes it. */
export interface NotedFile extends Pick<Act, 'path' | 'may' | 'does' | 'page' | 'again'> {
  /** Notes that it is taken, and begins to read it. */
  readonly take: (typed: Typed, reading: Reading) => Promise<LongFile>
}

/**
 * Hands out a file, and as often as it is pressed: each that leaves is one more, and is noted as one. A form of an earlier
 * session hands out nothing.
 */
export async function handOut(context: Context, file: NotedFile, host: ConsoleHost): Promise<Response> {
  const admission = await admit(context, host, file.may)
  if (admission.kind === 'answered') return admission.answer
  const { reading, entered } = admission
  const typed = await typedIn(context)
  if (onceOf(typed, entered.seal) === null) {
    host.refused('old-form')
    const content = await file.again(reading, { typed, wrong: [] })
    return context.html(await pageDocument(file.page, reading, content), 409)
  }
  const { name, pieces } = await file.take(typed, reading)
  return context.body(streamOf(pieces, host.faulted), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })
}

/** What breaks off must not look whole: the connection breaks as well. */
function streamOf(
  pieces: AsyncIterable<string>,
  faulted: ConsoleHost['faulted'],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const piece = await left.next()
        if (piece.done === true) controller.close()
        else controller.enqueue(encoder.encode(piece.value))
      } catch (error) {
        faulted(randomUUID().slice(0, 8), error)
        throw error
      }
    },
    cancel: async () => {
      await left.return?.()
    },
  })
}
