/** One way to break the product on purpose, and the test that must notice it. */
export interface Sabotage {
  readonly name: string
  /** What it does to people, in their words. */
  readonly breaks: string
  /** The promise it breaks (`faults.md`, 2). */
  readonly property: `P${number}`
  /** Source file below the project's root. */
  readonly file: string
  /** Stands in that file exactly once. */
  readonly find: string
  readonly replace: string
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

/** A source with a sabotage in it. Throws unless the place is there exactly once: then the list has to be mended. */
export function sabotaged(source: string, { name, file, find, replace }: Sabotage): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`${name}: its place stands ${places} times in ${file}, not once.`)
  return source.replace(find, () => replace)
}
