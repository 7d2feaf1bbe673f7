import { html } from 'hono/html'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import { attentionCount } from '../attention-count.ts'
import type { Content, Reading } from '../reading.ts'
import { deedsCard, wrongIn, type Returned } from './deeds/card.ts'
import { storyOf, type Hold, type ReferralStory, type StoryInput } from './model.ts'
import type { LookEnd } from './look/look.ts'
import { referralPage } from './page.ts'
import { severalPage, unknownPage } from './unchosen.ts'

/** What carries a number: one story, several of which one is to be chosen, or none. */
export type Sought =
  | { readonly kind: 'one'; readonly story: ReferralStory }
  | { readonly kind: 'several'; readonly stories: StoriesOfItems }
  | { readonly kind: 'none' }

type StoriesOfItems = Awaited<ReturnType<Reading['host']['ledger']['stories']>>

/** The items that carry a number, and the whole stories that they are of. */
export async function storiesCarrying(
  number: string,
  { host: { ledger }, deployment: { name } }: Pick<Reading, 'host' | 'deployment'>,
): Promise<{ readonly found: readonly LedgerItem[]; readonly stories: StoriesOfItems }> {
  const found = number === '' ? [] : await ledger.find(name, number)
  return { found, stories: found.length === 0 ? [] : await ledger.stories(name, found) }
}

/** What carries the number of an address. */
export async function sought(number: string, reading: Reading): Promise<Sought> {
  const { host, deployment, nowMs } = reading
  const { ledger } = host
  const { found, stories } = await storiesCarrying(number, reading)
  const [only] = stories
  if (only === undefined) return { kind: 'none' }
  if (stories.length > 1) return { kind: 'several', stories }
  const [told, holdOf] = await Promise.all([ledger.told(deployment.name, only), holdsOf(reading)])
  const story = storyOf({ deployment, nowMs, told, found, holdOf })
  return story === null ? { kind: 'none' } : { kind: 'one', story }
}

/** What the page shows of what was pressed on it. */
interface Pressed {
  /** A form that comes back with what was typed. */
  readonly returned?: Returned
  /** Both systems as they are at this moment. */
  readonly look?: LookEnd
}

/** The page, below what came of an act. */
export async function referralContent(
  number: string,
  feedback: Html,
  reading: Reading,
  pressed: Pressed = {},
): Promise<Content> {
  const [found, attention] = await Promise.all([sought(number, reading), attentionCount(reading)])
  return { content: html`${feedback}${await shownOf(number, found, pressed, reading)}`, attention }
}

async function shownOf(
  number: string,
  found: Sought,
  { returned, look }: Pressed,
  reading: Reading,
): Promise<Html> {
  if (found.kind === 'none') return unknownPage(number, reading)
  if (found.kind === 'several') return severalPage(found.stories, reading)
  const wrong = returned === undefined ? nothing : wrongIn(returned, reading.say)
  const { story } = found
  return html`${wrong}${referralPage(story, { deeds: deedsCard(story, returned ?? null, reading), look: look ?? null }, reading)}`
}

async function holdsOf({ host, deployment }: Reading): Promise<StoryInput['holdOf']> {
  const status = await host.ledger.status(deployment.name)
  return (flow): Hold | null => {
    const pause = status.find((one) => one.flow === flow)?.pause ?? null
    if (pause !== null) return { kind: 'paused', pause }
    return deployment.isEnabled(flow) ? null : { kind: 'off' }
  }
}
