import { expect, test } from 'vitest'
import { canariesOf, inventPeople } from './people.ts'
import { seededRandom } from './random.ts'

test('the same seed invents the same children, another seed and another place others', () => {
  const children = inventPeople({ seed: 7, count: 5 })
  expect(inventPeople({ seed: 7, count: 5 })).toEqual(children)
  expect(inventPeople({ seed: 7, count: 2, from: 3 })).toEqual(children.slice(3))
  expect(inventPeople({ seed: 8, count: 5 }).map(({ number }) => number)).not.toEqual(
    children.map(({ number }) => number),
  )
})

test('numbers have the form of the systems and are never given twice', () => {
  const children = inventPeople({ seed: 1, count: 2000 })
  expect(new Set(children.map(({ number }) => number)).size).toBe(2000)
  for (const { number, groupNumber, birthDate } of children) {
    expect(number).toMatch(/^803-\d{9}$/)
    expect(groupNumber).toMatch(/^803-\d{2}-\d{7}$/)
    expect(birthDate).toMatch(/^20[01]\d-\d\d-\d\d$/)
  }
})

test('names come in Latin, Ethiopic and Arabic script by turns', () => {
  const [latin, ethiopic, arabic] = inventPeople({ seed: 1, count: 3 })
  expect(latin?.givenName).toMatch(/^[A-Z][a-z]+$/)
  expect(ethiopic?.givenName).toMatch(/^\p{Script=Ethiopic}+$/u)
  expect(arabic?.givenName).toMatch(/^\p{Script=Arabic}+$/u)
})

test('canaries: every personal field of every child is a marker of its own', () => {
  const children = inventPeople({ seed: 1, count: 3000, canaries: true })
  const markers = canariesOf(children, ['name', 'phone', 'address', 'text', 'contact', 'number'])
  expect(new Set(markers).size).toBe(markers.length)
  expect(Math.min(...markers.map((marker) => marker.length))).toBeGreaterThanOrEqual(6)
  expect(new Set(canariesOf(children, ['birth-date'])).size).toBe(3000)
  const [first] = children
  for (const value of [first?.givenName, first?.birthDate, first?.phone, first?.officer.email, first?.author])
    expect(canariesOf(children.slice(0, 1))).toContain(value)
})

test('the generator is even enough, and its GUIDs are GUIDs', () => {
  const random = seededRandom(3)
  const counts = [0, 0, 0, 0]
  for (let draw = 0; draw < 4000; draw++) {
    const at = random.below(4)
    counts[at] = (counts[at] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(900)
  expect(random.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})
