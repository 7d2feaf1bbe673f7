import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { lossIn, withPlainBlanks } from '../text/marks.ts'
import { findUnclear } from './marks-in-yaml.ts'
import { findSecrets } from './secret-in-yaml.ts'

/** A place in a YAML text: from the first key down. */
type YamlPath = readonly (string | number)[]

/** Trouble that keeps a YAML text from being read at all. */
export interface YamlTrouble {
  readonly line: number
  readonly key: string
  readonly found: string
  readonly expected: string
}

/** A YAML text that could be read, and where things stand in it. */
export interface YamlSource {
  readonly value: unknown
  /** The line of a value, or of the nearest thing around it when it is missing. */
  readonly lineOf: (path: YamlPath) => number
  /** The line of a key. */
  readonly lineOfKey: (path: YamlPath) => number
}

const wordsFor: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key twice',
  TAB_AS_INDENT: 'a tab for indentation',
  BAD_INDENT: 'a line that is indented differently from its neighbours',
  MISSING_CHAR: 'a missing character, such as a closing bracket or quotation mark',
  MULTIPLE_DOCS: 'several documents in one file',
  TAG_RESOLVE_FAILED: 'a tag, such as !include, that nothing here carries out',
  BLOCK_AS_IMPLICIT_KEY: 'a colon where no key can stand',
}

/**
 * Reads a YAML text; whatever is wrong with it is named without showing what stands there. Blanks of other kinds count as
 * blanks, letters put together of two as one, line ends of any system as line ends, and a byte order mark is passed over.
 */
export function readYaml(given: string): YamlSource | { readonly trouble: readonly YamlTrouble[] } {
  const loss = lossIn(given)
  if (loss !== null) return { trouble: [{ key: 'yaml', ...loss }] }
  const text = withPlainBlanks(given.replace(/^\ufeff/, ''))
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const lineAt = (position: number): number => lines.linePos(position).line
  const trouble = [
    ...[...document.errors, ...document.warnings].map((error) => ({
      line: lineAt(error.pos[0]),
      key: 'yaml',
      found: wordsFor[error.code] ?? `something that is not YAML (${error.code})`,
      expected: 'YAML: keys with a colon, two blanks per level, each key once',
    })),
    ...findSecrets(document).map((secret) => ({
      line: lineAt(secret.at),
      key: secret.key,
      found: 'a secret, or something that looks like one (not shown)',
      expected: 'no secrets in this file: they come from the environment',
    })),
    ...findUnclear(document).map(({ at, ...unclear }) => ({ line: lineAt(at), ...unclear })),
  ]
  if (trouble.length > 0) return { trouble }
  const value = plainValue(document)
  if (value === undefined) {
    const expected = 'settings without anchors and aliases that multiply'
    const line = lineAt(strayAlias(document) ?? 0)
    return { trouble: [{ line, key: 'yaml', found: 'aliases that cannot be resolved', expected }] }
  }
  return {
    value: value.value,
    lineOf: (path) => lineAt(positionOf(document, path, false)),
    lineOfKey: (path) => lineAt(positionOf(document, path, true)),
  }
}

function plainValue(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 20 }) }
  } catch (error) {
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}

/** The place of the first alias that names no anchor; null = each has its own. */
function strayAlias(document: Document): number | null {
  let place: number | null = null
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined
      place = alias.range?.[0] ?? null
      return visit.BREAK
    },
  })
  return place
}

function positionOf(document: Document, path: YamlPath, ofKey: boolean): number {
  let position = document.contents?.range?.[0] ?? 0
  let node: unknown = document.contents
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return position
      const keyAt = isScalar(pair.key) ? pair.key.range?.[0] : undefined
      if (keyAt !== undefined) position = keyAt
      if (ofKey && depth === path.length - 1) return position
      node = pair.value
    } else {
      node = document.getIn(path.slice(0, depth + 1), true)
    }
    const at = rangeStart(node)
    // A map begins after its key; the key is what people look for.
    if (at !== undefined && isScalar(node)) position = at
  }
  return position
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined
  const [start]: unknown[] = node.range
  return typeof start === 'number' ? start : undefined
}
