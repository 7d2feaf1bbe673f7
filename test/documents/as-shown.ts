import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'

/** Everything that a message of the console may read like, with anything where its values stand; white space is one blank. */
export function asShown(message: string): RegExp {
  return new RegExp(`^${patternOf(parse(message))}$`, 'u')
}

/** Words with a blank for each white space, be it one that breaks no line. */
export function withBlanks(words: string): string {
  return words.replaceAll(/\s+/g, ' ')
}

function patternOf(parts: readonly MessageFormatElement[]): string {
  return parts
    .map((part) => {
      if (part.type === TYPE.literal) return RegExp.escape(withBlanks(part.value))
      if (part.type === TYPE.tag) return patternOf(part.children)
      if (part.type === TYPE.number || part.type === TYPE.pound) return String.raw`\d+`
      if (part.type === TYPE.plural || part.type === TYPE.select) {
        return `(?:${Object.values(part.options)
          .map(({ value }) => patternOf(value))
          .join('|')})`
      }
      return '.+'
    })
    .join('')
}
