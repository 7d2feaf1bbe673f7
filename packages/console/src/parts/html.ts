import type { HtmlEscapedString } from 'hono/utils/html'

/** A part of a page: what came into it from outside is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
