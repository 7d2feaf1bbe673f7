import { matchesGlob } from 'node:path'

/** Files whose mutants are judged together. */
export interface Group {
  readonly name: string
  /** Paths or globs from the root of the project. */
  readonly files: readonly string[]
}

/** What became of one mutant: one small change of the source, and whether a test noticed it. */
export interface Mutant {
  readonly fileName: string
  readonly status: string
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
  readonly mutatorName: string
  readonly replacement: string
}

/** Mutants of a file or a group, counted. */
interface Score {
  /** A test failed with them, or did not come to an end. */
  readonly killed: number
  /** No test noticed them, or none even reached them. */
  readonly survived: number
  /** Killed of all that count, in percent, rounded down to a tenth; null where there are none. */
  readonly score: number | null
}

/** One group and its files. */
export interface GroupScore extends Score {
  readonly name: string
  readonly files: readonly (Score & { readonly file: string })[]
}

/** Test files and what they share hold no behaviour of their own. */
const excluded = '**/*.{test,fixture}.ts'

/** What is to be mutated, as the tool takes it. */
export function mutatedFiles(groups: readonly Group[]): string[] {
  return [...groups.flatMap(({ files }) => files), `!${excluded}`]
}

function scoreOf(mutants: readonly Mutant[]): Score {
  const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const survived = mutants.filter(isSurvivor).length
  const all = killed + survived
  return { killed, survived, score: all === 0 ? null : Math.floor((1000 * killed) / all) / 10 }
}

/** Whether the tests missed a mutant. One that does not even compile or is left out on purpose is neither. */
export function isSurvivor({ status }: Pick<Mutant, 'status'>): boolean {
  return status === 'Survived' || status === 'NoCoverage'
}

/** The score of each group; `fileName` of the mutants from the root of the project. */
export function scores(groups: readonly Group[], mutants: readonly Mutant[]): readonly GroupScore[] {
  return groups.map(({ name, files }) => {
    const own = mutants.filter(({ fileName }) => files.some((glob) => matchesGlob(fileName, glob)))
    const byFile = Map.groupBy(own, ({ fileName }) => fileName)
    const ofFiles = [...byFile].map(([file, ofFile]) => ({ file, ...scoreOf(ofFile) }))
    return { name, ...scoreOf(own), files: ofFiles.toSorted((a, b) => (a.file < b.file ? -1 : 1)) }
  })
}
