import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Teller } from '../../story/teller.ts'
import { wrapped } from '../../words/wrapped.ts'

/** Something that may be a terminal. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number }

const widest = 80
/** A terminal that says it is narrower than this does not know its width. */
const narrowest = 20
const margin = '   '
/** What takes longer than this is shown to be going on. */
const longMs = 500

/** Tells on a screen, in colours only where it is a terminal that wants them (NO_COLOR), at most 80 columns wide. */
export function terminalTeller(screen: Screen): Teller {
  const columns = screen.columns ?? 0
  const width = (columns < narrowest ? widest : Math.min(widest, columns)) - margin.length
  const line = (text: string): void => {
    screen.write(`${text}\n`)
  }
  return {
    chapter: (number, title) => line(`\n${styleText('bold', `${number}. ${title}`, { stream: screen })}`),
    say: (text, tone = 'plain') => {
      if (tone === 'typed') return line(`${margin}${text}`)
      for (const part of wrapped(text, width)) {
        line(
          `${margin}${tone === 'plain' ? part : styleText(tone === 'wrong' ? 'red' : 'yellow', part, { stream: screen })}`,
        )
      }
    },
    during: async (what, work) => {
      const began = performance.now()
      const onTerminal = screen.isTTY === true
      let shown = false
      const timer = setInterval(() => {
        // A file or a pipe keeps every line: there it is said once.
        if (!onTerminal && shown) return
        const seconds = ((performance.now() - began) / 1_000).toFixed(1)
        shown = true
        if (onTerminal) screen.write(`\r${margin}… ${what}, ${seconds} s`.slice(0, width + margin.length))
        else line(`${margin}… ${what}`)
      }, longMs)
      try {
        return await work
      } finally {
        clearInterval(timer)
        if (onTerminal && shown) screen.write('\r\u001B[2K')
      }
    },
  }
}
