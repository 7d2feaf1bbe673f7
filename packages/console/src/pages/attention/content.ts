import { html } from 'hono/html'
import { z } from 'zod'
import type { Html } from '../../parts/html.ts'
import type { Content, Reading } from '../reading.ts'
import { attentionOf } from './model.ts'
import { attentionPage } from './page.ts'

/** How many referrals of a cause stand on the page; the rest stands behind the address of the list. */
const mostShown = 100

const owners = z.enum(['caseworker', 'unhcr', 'focal-point', 'mapping-owner', 'administrator', 'developer'])

/** The page, below what came of an act. */
export async function attentionContent(reading: Reading, feedback: Html): Promise<Content> {
  const { host, deployment, query } = reading
  const ages = await host.ledger.oldestByReason(deployment.name)
  const nameOf = ({ flow, code, state }: Pick<(typeof ages)[number], 'flow' | 'code' | 'state'>): string =>
    `${flow} ${code} ${state}`
  const lists = new Map(
    await Promise.all(
      ages.map(async ({ flow, code, state }) => {
        const chosen = {
          deployment: deployment.name,
          flow,
          states: [state],
          reason: code,
          from: null,
          before: null,
        }
        return [nameOf({ flow, code, state }), await host.ledger.longest(chosen, mostShown)] as const
      }),
    ),
  )
  const owner = owners.safeParse(query.get('whose'))
  const attention = attentionOf({
    ages,
    itemsOf: (cause) => lists.get(nameOf(cause)) ?? [],
    owner: owner.success ? owner.data : null,
  })
  return { content: html`${feedback}${attentionPage(attention, reading)}`, attention: attention.total }
}
