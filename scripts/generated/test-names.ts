import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test by its name, and the file it stands in. */
export interface NamedTest {
  readonly name: string
  /** From the root of the repository. */
  readonly file: string
}

const root = join(import.meta.dirname, '../..')
/** A text that begins with the id of a case, or speaks of a hazard: in a test file that is the name of a test. */
const named = /(['"`])((?:(?:\d\.\d|X)-\d\d |[^'"`\n]*\bhazards? \d)(?:\\.|(?!\1)[^\n])*)\1/g

/** Every test that proves a case or a hazard, in the order of files and lines; the name of an `each` stands once. */
export function testNames(): readonly NamedTest[] {
  return ['packages', 'test']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return [...text.matchAll(named)].map((found) => ({
        name: (found[2] ?? '').replaceAll(/\\(.)/g, '$1').replaceAll(/\s+/g, ' '),
        file,
      }))
    })
}

/** A sentence as a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
