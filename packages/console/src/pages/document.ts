import { documentOf } from '../parts/layout.ts'
import type { Key } from '../words/catalogue.ts'
import type { PageName } from './addresses.ts'
import { menuOf } from './menu.ts'
import type { Content, Reading } from './reading.ts'

/** A page of a deployment with all that stands round it. */
export async function pageDocument(
  page: PageName,
  reading: Reading,
  { content, attention }: Content,
  title: Key = `page.${page}`,
): Promise<string> {
  return documentOf({ reading, page, title, menu: menuOf(reading.role), attention }, content)
}
