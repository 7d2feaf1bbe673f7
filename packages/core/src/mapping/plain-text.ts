import { Tokenizer } from 'htmlparser2'
import { z } from 'zod'

/**
 * The words of a note, whatever it came in: HTML or plain text, or the JSON comment history of proGres, of which only
 * the texts are taken and never the names of their authors (ping-contract §4.2). Entities are decoded, runs of blanks
 * become one. Never throws; nothing readable gives ''.
 */
export function plainText(note: string): string {
  const texts = historyTexts(note)
  return texts === null ? fromHtml(note) : joined(texts.map(fromHtml))
}

/** Joins texts that are not blank with ", ". */
export function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(', ')
}

const Comment = z
  .looseObject({ Text: z.string().catch('') })
  .refine(
    (comment) => ['CreatedBy', 'CreatedOn'].some((key) => Object.hasOwn(comment, key)) || comment.Text !== '',
  )
const History = z.union([z.array(Comment), Comment.transform((comment) => [comment])])

/** The texts of a comment history; null when the note is none. */
function historyTexts(note: string): readonly string[] | null {
  const history = History.safeParse(fromJson(note))
  if (history.success) return history.data.map((comment) => comment.Text)
  // A history that was cut, at either end, is no JSON any more, and still must not let its authors' names through.
  if (!/"Created(?:By|On)"/.test(note)) return null
  return [...note.matchAll(/"Text"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)(?:"|$)/gs)].map(([, text]) =>
    z
      .string()
      .catch('')
      .parse(fromJson(`"${text ?? ''}"`)),
  )
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const inlineTags = new Set(
  'a abbr b bdi bdo big code em font i ins kbd mark o:p q s small span strike strong sub sup tt u wbr'.split(
    ' ',
  ),
)
const blockTags =
  'address article aside blockquote body br caption center col colgroup dd del details div dl dt figure figcaption footer form h1 h2 h3 h4 h5 h6 head header hr html iframe img input label legend li link main meta nav ol option p pre script section select style summary table tbody td template textarea tfoot th thead title tr ul'
const names = [...inlineTags, ...blockTags.split(' ')].join('|')
/** A `<` that begins neither a known tag nor another piece of markup: "weighs <than 20 kg" must keep its end. */
const loneAngle = new RegExp(String.raw`<(?!/?(?:${names}|\w+:\w+)(?:[\s/][^<>]*)?>|!--|[!?][^<>]*>)`, 'gi')

const ignore = (): void => {}

/**
 * Taken apart tag by tag and never built up into a tree: a parser that keeps the open elements in mind needs four times
 * as long for twice as many of them.
 */
function fromHtml(text: string): string {
  if (!/[<&]/.test(text)) return collapsed(text)
  const lastCommentEnd = text.lastIndexOf('-->')
  const markup = text
    .replace(/<!--/g, (open, at: number) => (at < lastCommentEnd ? open : '&lt;!--'))
    .replace(loneAngle, '&lt;')
  const words: string[] = []
  let silent = false
  const tag = (start: number, end: number, opens: boolean): void => {
    const name = markup.slice(start, end).toLowerCase()
    if (name === 'script' || name === 'style') silent = opens
    if (!inlineTags.has(name)) words.push(' ')
  }
  const tokenizer = new Tokenizer(
    {},
    {
      onopentagname: (start, end) => tag(start, end, true),
      onclosetag: (start, end) => tag(start, end, false),
      onselfclosingtag: () => {
        silent = false
      },
      ontext: (start, end) => {
        if (!silent) words.push(markup.slice(start, end))
      },
      // Never within a script or a style: what stands there is no entity.
      ontextentity: (codePoint) => words.push(String.fromCodePoint(codePoint)),
      onattribdata: ignore,
      onattribend: ignore,
      onattribentity: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
    },
  )
  tokenizer.write(markup)
  tokenizer.end()
  return collapsed(words.join(''))
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
