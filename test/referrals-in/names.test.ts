import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { caseAt, countsIn, refer } from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

test.each([
  ['Amharic', '\u12a0\u1260\u1260\u127d'],
  ['Arabic with vowel marks and a joiner', '\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u200c\u064a'],
  ['letters put together of parts', 'Jose\u0301 A\u030angstro\u0308m'],
  ['the same letters as one sign', 'Jos\u00e9 \u00c5ngstr\u00f6m'],
  ['an emoji of several signs', 'Mimi \u{1f469}\u200d\u{1f467}\u{1f3fd}'],
  ['full-width letters', '\uff21\uff44\uff41'],
  ['a soft hyphen and a dash of its own', 'Marie\u00adAnne\u2013Lou'],
  ['curly quotation marks and an apostrophe', 'O\u2019Neil \u201cZe\u201d'],
  ['letters outside of the first plane', '\u{10a00}\u{10a05}'],
])('(F75) names in %s arrive unchanged, sign by sign', async (_, name) => {
  refer(world, 0, { individual: { givenName: name, familyName: `${name} ${name}`, middleName: name } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  const kept = caseAt(world, 0)
  expect([kept['name_first'], kept['name_last'], kept['name_middle']]).toEqual([
    name,
    `${name} ${name}`,
    name,
  ])
})
