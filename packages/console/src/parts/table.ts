import { html, raw } from 'hono/html'
import type { Html } from './html.ts'

/** A column of a table: what stands above it, and beside its cells where a row becomes a card. */
export interface Column {
  readonly words: string
  readonly isNumber?: true
}

/** One row: what it is about, and its cells. */
export type Row = readonly [head: Html | string, ...cells: (Html | string)[]]

/** A table whose rows become cards on a narrow screen, `many` columns earlier; roles are written out, as its form would drop them. */
export function cardTable(
  caption: Html | string,
  columns: readonly Column[],
  rows: readonly Row[],
  form: 'many' | null = null,
): Html {
  const numberOf = (at: number): Html => (columns[at]?.isNumber === true ? raw(' class="num"') : raw(''))
  const heads = columns.map(
    ({ words }, at) => html`<th role="columnheader" scope="col" ${numberOf(at)}>${words}</th>`,
  )
  const lines = rows.map(([head, ...cells]) => {
    const shown = cells.map(
      (cell, at) =>
        html`<td role="cell" ${numberOf(at + 1)} data-label="${columns[at + 1]?.words ?? ''}">${cell}</td>`,
    )
    return html`<tr role="row">
      <th role="rowheader" scope="row">${head}</th>
      ${shown}
    </tr>`
  })
  return html`<table class="cards${form === null ? '' : ` ${form}`}" role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${heads}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${lines}
    </tbody>
  </table>`
}
