import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'

/** What a message is made of, in every branch of it. */
export interface Shape {
  /** What it takes, by name. */
  readonly values: ReadonlySet<string>
  /** The values that it counts or writes as numbers. */
  readonly numbers: ReadonlySet<string>
  /** The values that it writes as they come. */
  readonly plain: ReadonlySet<string>
  readonly tags: ReadonlySet<string>
  readonly plurals: readonly Plural[]
  /** The words of each choice by a word, joined. */
  readonly selects: readonly string[]
  /** All that is neither value nor tag. */
  readonly text: string
}

/** A choice by a number. */
export interface Plural {
  readonly value: string
  readonly branches: Readonly<Record<string, Shape>>
  /** What stands before and after it, where that is text. */
  readonly before: string
  readonly after: string
}

export function shapeOf(message: string): Shape {
  return shapeOfParts(parse(message))
}

interface Found {
  readonly values: Set<string>
  readonly numbers: Set<string>
  readonly plain: Set<string>
  readonly tags: Set<string>
  readonly plurals: Plural[]
  readonly selects: string[]
  text: string
}

function shapeOfParts(parts: readonly MessageFormatElement[]): Shape {
  const found: Found = {
    values: new Set(),
    numbers: new Set(),
    plain: new Set(),
    tags: new Set(),
    plurals: [],
    selects: [],
    text: '',
  }
  for (const [place, part] of parts.entries()) {
    if (part.type === TYPE.literal) found.text += part.value
    if (part.type === TYPE.tag) {
      found.tags.add(part.value)
      include(found, shapeOfParts(part.children))
    }
    if (part.type === TYPE.argument) found.plain.add(part.value)
    if (part.type === TYPE.number || part.type === TYPE.plural) found.numbers.add(part.value)
    if (part.type !== TYPE.literal && part.type !== TYPE.tag && part.type !== TYPE.pound) {
      found.values.add(part.value)
    }
    if (part.type !== TYPE.plural && part.type !== TYPE.select) continue
    const branches = Object.fromEntries(
      Object.entries(part.options).map(([name, { value }]) => [name, shapeOfParts(value)]),
    )
    for (const branch of Object.values(branches)) include(found, branch)
    if (part.type === TYPE.select) found.selects.push(Object.keys(branches).toSorted().join(' '))
    else {
      const [before, after] = [textOf(parts[place - 1]), textOf(parts[place + 1])]
      found.plurals.push({ value: part.value, branches, before, after })
    }
  }
  return found
}

function textOf(part: MessageFormatElement | undefined): string {
  return part?.type === TYPE.literal ? part.value : ''
}

/** Takes in what a part of it is made of. The texts of two parts never touch. */
function include(found: Found, part: Shape): void {
  for (const kind of ['values', 'numbers', 'plain', 'tags'] as const) {
    for (const one of part[kind]) found[kind].add(one)
  }
  found.plurals.push(...part.plurals)
  found.selects.push(...part.selects)
  found.text += `\n${part.text}\n`
}
