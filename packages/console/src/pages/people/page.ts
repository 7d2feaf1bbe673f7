import { html } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { onward } from '../../parts/linked.ts'
import { cardTable, type Row } from '../../parts/table.ts'
import { typed } from '../../parts/typed.ts'
import { administrators, everybody } from '../../roles.ts'
import { listed } from '../../words/listed.ts'
import type { Say } from '../../words/say.ts'
import { endSessionsPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { People, Permission } from './model.ts'

/** People: who was here, what each role may do, and how one gets a role. */
export function peoplePage(people: People, reading: Reading): Html {
  const { say } = reading
  return html`<header>
      <h1>${say('page.people')}</h1>
      <p class="lede">${say('people.lede')}</p>
    </header>
    ${accountsOf(people, reading)}${rolesOf(people, say)}${givenOf(reading)}`
}

function accountsOf({ accounts }: People, reading: Reading): Html {
  const { say, times, role: ownRole } = reading
  const mayEnd = administrators.includes(ownRole)
  const columns = [
    { words: say('people.account') },
    { words: say('people.role') },
    { words: say('people.last') },
    ...(mayEnd ? [{ words: say('people.sessions') }] : []),
  ]
  const rows = accounts.map(({ account, role, seenAt }): Row => [
    html`<bdi class="no long">${account}</bdi>`,
    say(`role.${role}`),
    times.html(seenAt),
    ...(mayEnd ? [endForm(account, reading)] : []),
  ])
  const count = say('people.accounts.count', { count: accounts.length })
  return html`<section class="stack" aria-labelledby="accounts-h">
    <h2 id="accounts-h">${say('people.accounts')}</h2>
    ${accounts.length === 0 ? html`<p>${count}</p>` : cardTable(count, columns, rows)}
    <p class="s dim">
      ${say('people.accounts.kept')} ${onward(reading, 'audit', say('people.accounts.audit'))}
    </p>
  </section>`
}

function endForm(account: string, { say, deployment, fields }: Reading): Html {
  return html`<form class="plain" method="post" action="/d/${deployment.name}${endSessionsPath}">
    ${fields()}<input type="hidden" name="account" value="${account}" /><button>
      ${say('people.end')}<span class="vh">: ${typed(account)}</span>
    </button>
  </form>`
}

function rolesOf({ permissions }: People, say: Say): Html {
  const columns = [{ words: say('people.may') }, ...everybody.map((role) => ({ words: say(`role.${role}`) }))]
  const rows = permissions.map((permission): Row => [
    permissionWords(permission, say),
    ...everybody.map((role) => mayOf(permission.may[role], say)),
  ])
  return html`<section class="stack" aria-labelledby="roles-h">
    <h2 id="roles-h">${say('people.roles')}</h2>
    ${cardTable(say('people.roles.read'), columns, rows)}
  </section>`
}

function permissionWords({ kind, what }: Permission, say: Say): Html {
  const words = what.map((key) => say(key))
  if (kind === 'see') return html`${say('people.see', { pages: listed(words, say) })}`
  return html`<ul>
    ${words.map((one) => html`<li>${one}</li>`)}
  </ul>`
}

function mayOf(isAllowed: boolean, say: Say): Html {
  return isAllowed
    ? html`<span class="decided">${drawing('yes')}${say('people.yes')}</span>`
    : html`<span class="dim"
        ><span aria-hidden="true">–</span><span class="vh">${say('people.no')}</span></span
      >`
}

function givenOf({ say, deployment }: Reading): Html {
  return html`<section class="card stack" aria-labelledby="given-h">
    <h2 id="given-h">${say('people.given')}</h2>
    <p>${say(deployment.isSimulated ? 'people.given.sandbox' : 'people.given.groups')}</p>
    <p>${say('people.given.ends')}</p>
  </section>`
}
