import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge, judgeWorlds, type Verdict } from './judge.ts'
import { runTests } from './run-tests.ts'
import { runWorlds, type WorldsEnd } from './run-worlds.ts'
import { sabotaged, type Sabotage } from './sabotage-of.ts'
import { copyOfTree } from './tree.ts'

/** A sabotage and what came of it. */
export interface Tried {
  readonly sabotage: Sabotage
  readonly verdict: Verdict
}

/**
 * Tries sabotages one after the other, each in a copy of its own. The tests and worlds that must notice them run in an
 * unbroken copy first, of which the others are made: whoever goes on working in the tree meanwhile changes nothing. Throws when
 * a sabotage does not find its place.
 */
export async function* trySabotages(sabotages: readonly Sabotage[]): AsyncGenerator<Tried> {
  using whole = copyOfTree()
  const files = new Set(sabotages.flatMap(({ noticedBy }) => (noticedBy === 'worlds' ? [] : noticedBy.file)))
  const unbroken = files.size === 0 ? [] : await runTests(whole, [...files])
  let sound: Promise<WorldsEnd | null> | undefined
  for (const sabotage of sabotages) {
    using broken = copyOfTree(whole.directory)
    const path = join(broken.directory, sabotage.file)
    writeFileSync(path, sabotaged(readFileSync(path, 'utf8'), sabotage))
    const { noticedBy } = sabotage
    if (noticedBy === 'worlds') {
      sound ??= runWorlds(whole)
      yield { sabotage, verdict: judgeWorlds(await sound, await runWorlds(broken)) }
    } else {
      const ends = await runTests(broken, [noticedBy.file])
      yield { sabotage, verdict: judge(noticedBy, unbroken, ends) }
    }
  }
}
