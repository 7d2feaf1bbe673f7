import { html } from 'hono/html'
import { itemStates } from '@ping-primero/core/domain/flow.ts'
import { drawing } from '../../parts/drawings.ts'
import { choiceField, dayField, type Choice } from '../../parts/form-fields.ts'
import type { Html } from '../../parts/html.ts'
import { ownersInOrder } from '../../parts/owner.ts'
import { nothing, type Say } from '../../words/say.ts'
import { operators } from '../../roles.ts'
import { addressOf, referralsFilePath, tryListPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { addressedFilter, isOpenOnly, narrowing, type ReferralFilter } from './filter.ts'

/** What narrows the list down, by the address of the page. */
export function filterForm(filter: ReferralFilter, { say, deployment }: Reading): Html {
  const { referred, state, decision, whose, from, to } = filter
  const address = addressOf(deployment.name, 'referrals')
  const clear = narrowing.every((name) => filter[name] === null)
    ? nothing
    : html`<a href="${address}">${say('referrals.clear')}</a>`
  return html`<form
    class="card filters"
    action="${address}"
    method="get"
    aria-label="${say('referrals.filter')}"
  >
    ${choiceField('referred', say('referrals.referred'), referredChoices(say), referred)}
    ${choiceField('state', say('referrals.state'), stateChoices(say), state)}
    ${choiceField('decision', say('referrals.decision'), decisionChoices(say), decision)}
    ${choiceField('whose', say('referrals.whose'), ownerChoices(say), whose)}
    ${dayField('from', say('referrals.from'), from)}${dayField('to', say('referrals.to'), to)}
    <p class="row"><button class="go">${say('referrals.show')}</button>${clear}</p>
  </form>`
}

function referredChoices(say: Say): readonly Choice[] {
  return [
    { value: '', words: say('referrals.referred.all') },
    { value: 'unhcr', words: say('referrals.referred.unhcr') },
    { value: 'caseworker', words: say('referrals.referred.caseworker') },
  ]
}

function stateChoices(say: Say): readonly Choice[] {
  const states = itemStates.map((state): Choice => ({ value: state, words: say(`state.${state}`) }))
  return [{ value: '', words: say('referrals.any') }, ...states]
}

function decisionChoices(say: Say): readonly Choice[] {
  const decisions = (['accepted', 'rejected', 'none', 'unclear'] as const).map((decision): Choice => ({
    value: decision,
    words: say(`decision.${decision}`),
  }))
  return [{ value: '', words: say('referrals.any') }, ...decisions]
}

function ownerChoices(say: Say): readonly Choice[] {
  const owners = ownersInOrder.map((owner): Choice => ({ value: owner, words: say(`owner.${owner}`) }))
  return [{ value: '', words: say('referrals.anyone') }, ...owners]
}

function hiddenFilter(filter: ReferralFilter): Html {
  const asked = addressedFilter({ ...filter, after: null, shown: null })
  return html`${Object.entries(asked).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`
}

/** Tries what is shown again, on all its pages, where all of it is open. */
export function tryForm(
  filter: ReferralFilter,
  total: number,
  { say, deployment, fields, role }: Reading,
): Html {
  if (!isOpenOnly(filter) || !operators.includes(role)) return nothing
  return html`<form class="plain no-print" method="post" action="/d/${deployment.name}${tryListPath}">
    ${fields()}${hiddenFilter(filter)}<button>
      ${drawing('again')}${say('cause.try-again', { count: total })}
    </button>
  </form>`
}

/** Takes what is shown, on all its pages, as a file. */
export function fileForm(filter: ReferralFilter, total: number, { say, deployment, fields }: Reading): Html {
  return html`<form class="plain no-print" method="post" action="/d/${deployment.name}${referralsFilePath}">
    ${fields()}${hiddenFilter(filter)}<button>
      ${drawing('down')}${say('referrals.file', { count: total })}
    </button>
  </form>`
}
