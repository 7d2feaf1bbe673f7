import { styleText } from 'node:util'

/** Marks in words what needs somebody; the words say it without the mark. */
export interface Paint {
  /** Needs somebody, and the rest goes on. */
  readonly attention: (text: string) => string
  /** Stands still or was refused. */
  readonly stopped: (text: string) => string
}

/** No mark at all. */
export const noPaint: Paint = { attention: (text) => text, stopped: (text) => text }

/** Colours where a stream is a terminal that wants them (NO_COLOR, FORCE_COLOR), else none. */
export function paintOn(stream: NodeJS.WritableStream): Paint {
  return {
    attention: (text) => styleText('yellow', text, { stream }),
    stopped: (text) => styleText('red', text, { stream }),
  }
}

let chosen = noPaint

/** The marks of this process's answers. */
export function paint(): Paint {
  return chosen
}

/** Sets the marks of all words that are made from now on. */
export function choosePaint(marks: Paint): void {
  chosen = marks
}
