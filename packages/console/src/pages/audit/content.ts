import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { attentionCount } from '../attention-count.ts'
import type { Content, Reading } from '../reading.ts'
import { checkedOf, checks } from './checked.ts'
import { filterOf, periodOf } from './filter.ts'
import { auditOf } from './model.ts'
import { auditPage } from './page.ts'

/** How many entries stand on a page. */
const mostShown = 50

/** The page, below what came of an act. */
export async function auditContent(reading: Reading, feedback: Html): Promise<Content> {
  const { host, deployment, query } = reading
  const { ledger } = host
  const { name, timezone } = deployment
  const filter = filterOf(query)
  const { flow, who, by, number, before } = filter
  const items = number === null ? null : await ledger.find(name, number)
  const asked = { deployment: name, flow, doer: who, by, items, ...periodOf(filter, timezone), before }
  const [page, seal, noted, attention] = await Promise.all([
    ledger.historyPage(asked, mostShown),
    ledger.seal(name),
    ledger.lastNoted(name, checks),
    attentionCount(reading),
  ])
  const checked = checkedOf(noted, host.verifications.of(name))
  const audit = auditOf({ filter, page, seal, checked, isUnknown: items?.length === 0 })
  return { content: html`${feedback}${auditPage(audit, reading)}`, attention }
}
