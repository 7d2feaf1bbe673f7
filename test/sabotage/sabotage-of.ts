/** A place in a source file, and what it is made into. */
export interface Edit {
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
}

/** One way to break the product on purpose, and the test that must notice it. */
export interface Sabotage extends Edit {
  readonly name: string
  /** What it does to people, in their words. */
  readonly breaks: string
  /** The promise it breaks (`faults.md`, 2). */
  readonly property: `P${number}`
  /** Source file below the project's root. */
  readonly file: string
  /** Further places of that file, where one safeguard stands behind another. */
  readonly also?: readonly Edit[]
  /** A test, or whole worlds alone. */
  readonly noticedBy: NamedTest | 'worlds'
}

/** The test that must notice a sabotage. */
export interface NamedTest {
  /** Test file below the project's root. */
  readonly file: string
  /** Its full name, those of the groups around it in front. */
  readonly test: string
}

/** A source with a sabotage in it. Throws unless each place is there exactly once: then the list has to be mended. */
export function sabotaged(source: string, { name, file, find, replace, also = [] }: Sabotage): string {
  return [{ find, replace }, ...also].reduce((text, edit) => {
    const places = text.split(edit.find).length - 1
    if (places !== 1) throw new Error(`${name}: its place stands ${places} times in ${file}, not once.`)
    return text.replace(edit.find, () => edit.replace)
  }, source)
}
