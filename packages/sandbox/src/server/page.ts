/** A state page without its frame. */
export interface StatePage {
  /** Of the window and of the page. */
  readonly title: string
  /** HTML below the title. */
  readonly body: string
}

/** Another page to look at. */
export interface PageLink {
  readonly label: string
  readonly url: string
}

/** The frame of every state page: it looks again every five seconds, and fits a telephone. */
export function framed({ title, body }: StatePage, links: readonly PageLink[]): string {
  const others = links.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 75rem; padding: 0 1rem; overflow-wrap: anywhere }
.table { overflow-x: auto; margin-bottom: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8888; overflow-wrap: normal }
caption { text-align: left; padding-bottom: .5rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 .5rem } dd { margin: 0 }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>All children here are invented.${others.length === 0 ? '' : ` The other side: ${others.join(', ')}.`}</p>
${body}
<p><small>What can be done here besides: docs/sandbox.md. All that is kept, as JSON: <a href="/__sandbox/state">/__sandbox/state</a>.</small></p>
</body>
</html>
`
}

/** A table whose cells are texts; nothing where there are no rows. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
  caption = '',
): string {
  if (rows.length === 0) return ''
  const head = heads.map((text) => `<th scope="col">${escape(text)}</th>`).join('')
  const body = rows
    .map((cells) => `<tr>${cells.map((text) => `<td>${escape(text ?? '')}</td>`).join('')}</tr>`)
    .join('\n')
  const above = caption === '' ? '' : `<caption>${escape(caption)}</caption>`
  return `<div class="table"><table>${above}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}

/** A text as HTML shows it. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
