import type { WriteStream } from 'node:tty'
import { noPaint, paintOn, type Paint } from './paint.ts'

/** How words are shown on a stream: on a terminal broken at words; with marks where it wants them. */
export interface Shown {
  readonly fold: (text: string) => string
  readonly paint: Paint
}

/** How they are shown on this one; `plain` = as they are, for programs. What only a terminal needs is loaded for one alone. */
export async function shownOn(stream: WriteStream, plain: boolean): Promise<Shown> {
  if (plain) return { fold: (text) => text, paint: noPaint }
  const paint = paintOn(stream)
  if (!stream.isTTY) return { fold: (text) => text, paint }
  const { folded } = await import('./folded.ts')
  return { fold: (text) => folded(text, stream.columns), paint }
}
