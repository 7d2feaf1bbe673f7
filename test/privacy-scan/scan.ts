import { formsOf, piecesOf, shortest } from './forms.ts'

/** A text that must stand nowhere. */
export interface Canary {
  /** What it is; the only thing about it that may be shown. */
  readonly kind: string
  readonly text: string
  /** Its pieces are as unmistakable as the whole. */
  readonly inPieces?: boolean
}

/** A canary that was found. The text itself is for the finder's eyes alone and is never printed. */
export interface Hit {
  readonly canary: Canary
  /** In which disguise. */
  readonly form: string
}

/** Looks for all canaries at once. */
export interface Scanner {
  readonly canaries: number
  /** Byte sequences that are looked for. */
  readonly patterns: number
  /** Every canary in every form that stands in an output, each once. */
  readonly scan: (output: string | Buffer) => readonly Hit[]
}

interface Pattern extends Hit {
  readonly text: string
}

/** Outputs are taken in parts, so that a large file needs no second copy of itself. */
const partBytes = 8 * 1024 * 1024

/** Prepares the search. Throws for a canary too short to be told from chance. */
export function createScanner(canaries: readonly Canary[]): Scanner {
  const byHead = new Map<string, Pattern[]>()
  // One bit for each first three bytes: nearly every place of an output is passed over by it.
  const heads = new Uint8Array(2 ** 21)
  let patterns = 0
  let longest = 0
  for (const canary of canaries) {
    if (Buffer.byteLength(canary.text) < shortest) throw new Error('A canary is too short to be looked for.')
    for (const { form, bytes } of disguises(canary)) {
      const text = inSmallLetters(bytes)
      const head = text.slice(0, shortest)
      const others = byHead.get(head)
      if (others === undefined) byHead.set(head, [{ canary, form, text }])
      else others.push({ canary, form, text })
      mark(heads, text)
      patterns += 1
      longest = Math.max(longest, text.length)
    }
  }
  return {
    canaries: canaries.length,
    patterns,
    scan: (output) => {
      const bytes = Buffer.from(output)
      const found = new Map<Pattern, Hit>()
      for (let start = 0; start < bytes.length; start += partBytes) {
        const part = inSmallLetters(bytes.subarray(start, start + partBytes + longest))
        for (const pattern of patternsIn(part, heads, byHead)) found.set(pattern, pattern)
      }
      return [...found.values()].map(({ canary, form }) => ({ canary, form }))
    },
  }
}

function disguises({ text, inPieces }: Canary): readonly { readonly form: string; readonly bytes: Buffer }[] {
  const whole = formsOf(text).map(({ name, bytes }) => ({ form: name, bytes }))
  if (inPieces !== true) return whole
  const pieces = piecesOf(text).flatMap(formsOf)
  return [...whole, ...pieces.map(({ name, bytes }) => ({ form: `a piece, ${name}`, bytes }))]
}

function* patternsIn(
  text: string,
  heads: Uint8Array,
  byHead: ReadonlyMap<string, readonly Pattern[]>,
): Generator<Pattern> {
  for (let at = 0; at <= text.length - shortest; at += 1) {
    if (!isMarked(heads, text, at)) continue
    for (const pattern of byHead.get(text.slice(at, at + shortest)) ?? []) {
      if (text.startsWith(pattern.text, at)) yield pattern
    }
  }
}

function headOf(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2)
}

function mark(heads: Uint8Array, text: string): void {
  const head = headOf(text, 0)
  heads[head >> 3] = (heads[head >> 3] ?? 0) | (1 << (head & 7))
}

function isMarked(heads: Uint8Array, text: string, at: number): boolean {
  const head = headOf(text, at)
  return ((heads[head >> 3] ?? 0) & (1 << (head & 7))) !== 0
}

/** Byte by byte, so that text and canary change alike in any script. */
function inSmallLetters(bytes: Buffer): string {
  return bytes.toString('latin1').toLowerCase()
}
