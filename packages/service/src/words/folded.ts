import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** Wider lines are hard to read. */
const widest = 100
/** A terminal that says it is narrower than this does not know its width. */
const narrowest = 20

/** What stands before a text: its indent, and columns where two blanks or more divide them. */
const before = /^ *(?:\S(?:.*\S)? {2,}(?=\S))?/

function foldedLine(line: string, width: number): string {
  const [prefix] = before.exec(line) ?? ['']
  const hang = stringWidth(prefix)
  // Columns that leave little room stay whole.
  if (hang > width / 2) return line
  const lines = wrapAnsi(line.slice(prefix.length), width - hang, { hard: false }).split('\n')
  return prefix + lines.join(`\n${' '.repeat(hang)}`)
}

/**
 * A text for a terminal of so many columns, broken at words. What follows a break stands below the beginning of its
 * line, or of the last column; a longer word stands alone. Letters count by their width on the screen.
 */
export function folded(text: string, columns: number): string {
  if (columns < narrowest) return text
  const width = Math.min(widest, columns)
  return text
    .split('\n')
    .map((line) => foldedLine(line, width))
    .join('\n')
}
