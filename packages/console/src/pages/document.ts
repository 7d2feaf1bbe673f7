import { documentOf } from '../parts/layout.ts'
import type { PageName } from './addresses.ts'
import { menuOf } from './menu.ts'
import type { Content, Reading } from './reading.ts'

/** A page of a deployment with all that stands round it. */
export async function pageDocument(
  page: PageName,
  reading: Reading,
  { content, attention }: Content,
): Promise<string> {
  return documentOf({ reading, page, menu: menuOf(reading.role), attention }, content)
}
