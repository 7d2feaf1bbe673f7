import { html } from 'hono/html'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { drawing } from '../../parts/drawings.ts'
import { choiceField, dayField, textField, type Choice } from '../../parts/form-fields.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, auditFilePath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { isEverything, type AuditFilter } from './filter.ts'

/** What narrows the history down, by the address of the page. */
export function filterForm(filter: AuditFilter, { say, deployment }: Reading): Html {
  const everything: Choice = { value: '', words: say('audit.all-flows') }
  const lanes = flows.map((flow): Choice => ({ value: flow, words: say(`flow.${flow}`) }))
  const doers: readonly Choice[] = [
    { value: '', words: say('audit.doer.all') },
    { value: 'people', words: say('audit.doer.people') },
    { value: 'flows', words: say('audit.doer.flows') },
  ]
  const clear = isEverything(filter)
    ? nothing
    : html`<a class="btn" href="${addressOf(deployment.name, 'audit')}">${say('audit.clear')}</a>`
  return html`<form
    class="card filters"
    action="${addressOf(deployment.name, 'audit')}"
    method="get"
    aria-label="${say('audit.filter')}"
  >
    ${choiceField('flow', say('audit.flow'), [everything, ...lanes], filter.flow)}
    ${choiceField('who', say('audit.who'), doers, filter.who)}
    ${textField('by', say('audit.by'), filter.by)}${ofReferral(filter)}
    ${dayField('from', say('audit.from'), filter.from)}${dayField('to', say('audit.to'), filter.to)}
    <p class="row"><button class="go">${say('audit.show')}</button>${clear}</p>
  </form>`
}

/** The referral whose history is asked for. It is chosen on its own page: what is typed here would stand in the address. */
function ofReferral({ number }: AuditFilter): Html {
  return number === null ? nothing : html`<input type="hidden" name="number" value="${number}" />`
}

/** Takes the history, or that of the days that are shown, as a file. */
export function fileForm({ from, to }: AuditFilter, { say, deployment, fields }: Reading): Html {
  const day = (name: string, value: string | null): Html =>
    value === null ? nothing : html`<input type="hidden" name="${name}" value="${value}" />`
  const isAll = from === null && to === null
  return html`<form class="plain no-print" method="post" action="/d/${deployment.name}${auditFilePath}">
    ${fields()}${day('from', from)}${day('to', to)}<button>
      ${drawing('down')}${say(isAll ? 'audit.file' : 'audit.file.days')}
    </button>
  </form>`
}
