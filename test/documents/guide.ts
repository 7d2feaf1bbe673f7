import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The languages that the operator's guide is written in. */
export const guideLanguages = ['en', 'fr'] as const

export type GuideLanguage = (typeof guideLanguages)[number]

/** Where the pages of a language are. */
export function guideFolder(language: GuideLanguage): string {
  return resolve(import.meta.dirname, '../../docs/operator-guide', language)
}

/** A page of the guide. */
export interface GuidePage {
  readonly name: string
  readonly text: string
}

/** The pages of a language, by name. */
export function guidePages(language: GuideLanguage): readonly GuidePage[] {
  const folder = guideFolder(language)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

/** What a page sets in bold: words that the console shows. */
export function boldIn(text: string): readonly string[] {
  return [...text.matchAll(/\*\*(.+?)\*\*/gs)].map(([, words = '']) => words)
}

/** Where a page leads to, and the pictures that it shows. */
export function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The name by which a heading is linked to. */
export function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
