import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { exitOfItems, worstExit } from '@ping-primero/core/flows/report.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import type { Operators } from '../../ledger/operators.ts'
import type { Context, Outcome } from '../command.ts'
import { nextRunOf } from '../next-run.ts'
import { itemsOfNumber, withLedger } from '../with-ledger.ts'
import type { ExplainAnswer, ItemAnswer, StandingAnswer, StoryAnswer } from './answer.ts'
import type { ExplainOptions } from './command.ts'
import { standingOf, type Holds, type Standing } from './standing.ts'
import { storiesOf, toldItems } from './story.ts'
import { strandsOf, type ToldItem } from '@ping-primero/core/story/strand.ts'
import { timelineOf } from './timeline.ts'
import { nextRunFor, numbersOf, storiesWords, type ToldStory } from './words.ts'

function itemAnswer(deployment: string, { item, history, released }: ToldItem): ItemAnswer {
  const { reason } = item
  return {
    deployment,
    flow: item.flow,
    numbers: item.numbers,
    state: item.state,
    reason,
    about: item.about,
    owner: reason === null ? null : ownerOf(reason, item.flow),
    nextStep: reason === null ? null : reasons[reason].nextStep,
    since: item.since,
    nextTry: item.nextTry,
    released,
    history: history.map(({ flow: _flow, key: _key, ...event }) => event),
  }
}

function standingAnswer(standing: Standing, nextRuns: ToldStory['nextRuns']): StandingAnswer {
  const { strand, settled, open, decision, awaits } = standing
  return {
    askedBy: strand.side,
    settled,
    open: open.map(({ told: { item }, awaits: next }) => ({
      flow: item.flow,
      state: item.state,
      reason: item.reason,
      awaits: next,
    })),
    decision,
    awaits,
    nextRun: nextRunFor(standing, nextRuns),
  }
}

function storyAnswer({ deployment, items, timeline, standings, nextRuns }: ToldStory): StoryAnswer {
  return {
    deployment,
    numbers: numbersOf(items),
    timeline,
    standings: standings.map((standing) => standingAnswer(standing, nextRuns)),
    awaits: standings.map(({ awaits }) => awaits),
    items: items.map((told) => itemAnswer(deployment, told)),
  }
}

/** What keeps the flows of a deployment from going on by themselves. */
async function holdsOf(name: string, deployment: Deployment | null, operators: Operators): Promise<Holds> {
  const holds = await Promise.all(
    flows.map(async (flow) => {
      const pause = await operators.pauseOf(name, flow)
      if (pause !== null) {
        const words = `Flow ${flow} is paused by ${pause.by} (${pause.why}); it goes on once the flow is resumed.`
        return [[flow, words] as const]
      }
      const isOff = deployment !== null && !deployment.flows[flow].enabled
      const words = `Flow ${flow} is not enabled in deployment.yaml; it goes on once it is.`
      return isOff ? [[flow, words] as const] : []
    }),
  )
  return Object.fromEntries(holds.flat())
}

function nextRunsOf(deployment: Deployment | null, nowMs: number): ToldStory['nextRuns'] {
  const times = flows.flatMap((flow) => {
    const at = nextRunOf(deployment, flow, nowMs)
    return at === null ? [] : [[flow, at] as const]
  })
  return Object.fromEntries(times)
}

/** `explain`: every story of which an item carries a number (`interface.md`, Answers). */
export async function explain(
  options: ExplainOptions & { readonly number: string },
  context: Context,
): Promise<Outcome> {
  const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
  if (read?.ok === false) return read
  const chosen = read?.value.deployment ?? null
  return withLedger(context, async (store) => {
    const { operators } = store
    const names = chosen === null ? await operators.deployments() : [chosen.name]
    const found = await itemsOfNumber(context, store, names, options.number)
    if (!found.ok) return found
    const stories: ToldStory[] = []
    for (const story of await storiesOf(found.value, operators)) {
      const deployment = chosen ?? usualDeployment(story.deployment, context.env)
      const holds = await holdsOf(story.deployment, deployment, operators)
      const items = await toldItems(story, operators)
      const standing = (strand: ReturnType<typeof strandsOf>[number]): Standing =>
        standingOf(strand, deployment?.valueMaps ?? null, holds)
      stories.push({
        deployment: story.deployment,
        zone: options.utc === true ? null : (deployment?.timezone ?? null),
        items,
        timeline: timelineOf(items),
        standings: strandsOf(items).map(standing),
        nextRuns: nextRunsOf(deployment, context.clock.now()),
      })
    }
    const told = new Map(
      stories.flatMap(({ deployment, items }) =>
        items.map((one) => [`${deployment} ${one.item.flow} ${one.item.key}`, one] as const),
      ),
    )
    const items = found.value.flatMap(({ deployment, item }) => {
      const one = told.get(`${deployment} ${item.flow} ${item.key}`)
      return one === undefined ? [] : [itemAnswer(deployment, one)]
    })
    return {
      ok: true,
      value: {
        json: {
          number: options.number,
          items,
          stories: stories.map(storyAnswer),
        } satisfies ExplainAnswer,
        text: storiesWords(stories),
        exit: worstExit(stories.map((story) => exitOfItems(story.items.map(({ item }) => item)))),
      },
    }
  })
}
