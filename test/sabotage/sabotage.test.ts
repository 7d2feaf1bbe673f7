import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sabotaged } from './sabotage-of.ts'
import { sabotages } from './sabotages.ts'
import { root } from './tree.ts'
import { trySabotages, type Tried } from './try.ts'

/** About five seconds; a busy machine takes its time. */
const timeoutMs = 120_000

const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8')

test.each(sabotages)('the place of a sabotage is there once: $name', (sabotage) => {
  const source = sourceOf(sabotage.file)
  expect(sabotaged(source, sabotage)).not.toBe(source)
})

test('each sabotage has a name of its own', () => {
  const names = sabotages.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})

test(
  'P3 P15 a decision by an unlisted code and a pause ignored are noticed by the tests that guard against them',
  async () => {
    const quick = ['unlisted decision code accepted (2.2)', 'pause ignored by the requests of a run']
    const tried: Tried[] = []
    for await (const one of trySabotages(sabotages.filter(({ name }) => quick.includes(name))))
      tried.push(one)
    expect(tried.map(({ sabotage, verdict }) => [sabotage.name, verdict.caught, verdict.why])).toEqual(
      quick.map((name) => [name, true, null]),
    )
  },
  timeoutMs,
)
