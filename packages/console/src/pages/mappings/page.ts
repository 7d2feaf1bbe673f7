import { html, raw } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import { ownerMark } from '../../parts/owner.ts'
import { listed } from '../../words/listed.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, anchorOf, tableFilePath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { decisionTable, fieldTable } from './fields.ts'
import type { MissingWord } from './missing.ts'
import type { Mappings } from './model.ts'
import type { Table } from './tables.ts'
import { wordTable } from './words-table.ts'
import { tableName } from './words.ts'

/** Mappings: what a word in one system is called in the other, table by table. */
export function mappingsPage(mappings: Mappings, reading: Reading): Html {
  const { say } = reading
  return html`<header>
      <h1>${say('page.mappings')}</h1>
      <p class="lede">${say('mappings.lede')}</p>
    </header>
    ${tablesOf(mappings, reading)}${unreadableOf(mappings, reading)}${missingOf(mappings, reading)}${
      mappings.shown === null ? nothing : shownTable(mappings.shown, mappings, reading)
    }${agreementOf(mappings, reading)}`
}

function tablesOf({ tables, shown }: Mappings, { say, deployment }: Reading): Html {
  const entries = tables.map((table) => {
    const current = table === shown?.name ? raw(' aria-current="page"') : nothing
    const address = addressOf(deployment.name, 'mappings', { table })
    return html`<li><a href="${address}" ${current}>${tableName(table, say)}</a></li>`
  })
  return html`<nav aria-label="${say('mappings.tables')}">
    <ul class="jump">
      ${entries}
    </ul>
  </nav>`
}

function unreadableOf({ unreadable }: Mappings, { say }: Reading): Html {
  if (unreadable.length === 0) return nothing
  const names = listed(
    unreadable.map((name) => tableName(name, say)),
    say,
  )
  return html`<section class="banner attn" aria-labelledby="unreadable-h">
    ${drawing('attn')}
    <div>
      <h2 id="unreadable-h">${say('mappings.unreadable.heading', { count: unreadable.length })}</h2>
      <p>${say('mappings.unreadable.text', { names })}</p>
      <p class="s">${say('cause.whose')} ${ownerMark('mapping-owner', say)}</p>
    </div>
  </section>`
}

function missingOf({ missing }: Mappings, reading: Reading): Html {
  if (missing.length === 0) return nothing
  const { say } = reading
  return html`<section class="banner attn" aria-labelledby="missing-h">
    ${drawing('attn')}
    <div>
      <h2 id="missing-h">${say('mappings.missing.heading', { count: missing.length })}</h2>
      <p>${say('mappings.missing.text')}</p>
      <ul class="list">
        ${missing.map((one) => html`<li>${missingWord(one, reading)}</li>`)}
      </ul>
    </div>
  </section>`
}

function missingWord(
  { table, word, flow, reason, owner, count, since }: MissingWord,
  reading: Reading,
): Html {
  const { say, times } = reading
  const values = { count, time: times.html(since) }
  const held = say.html('mappings.missing.held', values)
  const shown = word === null ? say('mappings.missing.untold') : say('mappings.quoted', { text: word })
  const of = table === null ? nothing : html` – ${tableName(table, say)}`
  const place = { fragment: `${reason}-${anchorOf(flow)}` }
  const look = html`${say('mappings.missing.look', { count })}<span class="vh">: ${shown}</span>`
  return html`<p><b dir="auto">${shown}</b>${of}. ${held}</p>
    <p class="row s">
      <span><span class="dim">${say('cause.whose')}</span> ${ownerMark(owner, say)}</span>
      ${linked(reading, 'attention', look, place)}
    </p>`
}

function shownTable(table: Table, mappings: Mappings, reading: Reading): Html {
  const { say, deployment } = reading
  const file = `/d/${deployment.name}${tableFilePath}?${new URLSearchParams({ table: table.name }).toString()}`
  const missing = mappings.missing.filter((one) => one.table === table.name)
  const rows =
    table.kind === 'words'
      ? wordTable(table, missing, reading)
      : table.kind === 'fields'
        ? fieldTable(table, reading)
        : decisionTable(table, missing, say)
  return html`<section class="stack" aria-labelledby="table-h">
    <div class="row spread">
      <h2 id="table-h">${tableName(table.name, say)}</h2>
      <p class="row"><a class="btn" href="${file}">${drawing('down')}${say('mappings.file')}</a></p>
    </div>
    ${rows}
  </section>`
}

function agreementOf({ agreement }: Mappings, { say }: Reading): Html {
  const fact = (name: string, value: Html | string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`
  const content =
    agreement === null
      ? html`<p>${say('mappings.agreement.none')}</p>`
      : html`<dl class="facts short">
          ${fact(say('mappings.agreement.reference'), html`<bdi>${agreement.reference}</bdi>`)}
          ${fact(say('mappings.agreement.date'), recordNumber(agreement.date))}
          ${fact(say('mappings.agreement.parties'), listed(agreement.parties, say))}
        </dl>`
  return html`<section class="card stack" aria-labelledby="agreement-h">
    <h2 id="agreement-h">${say('mappings.agreement')}</h2>
    ${content}
  </section>`
}
