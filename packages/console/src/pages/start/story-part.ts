import { html, raw } from 'hono/html'
import { reasonSentence } from '../../causes/words.ts'
import { chip, offChip } from '../../parts/chip.ts'
import { countedWords } from '../../parts/counted.ts'
import { directionMark } from '../../parts/direction.ts'
import { drawing, type Drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import type { SandboxReading } from '../../sandbox/deed.ts'
import type { Standing } from '../../sandbox/story.ts'
import { nothing, type Say } from '../../words/say.ts'
import { addressOf, storyPaths, type StoryDeed } from '../addresses.ts'
import type { ChapterLine, ShownChapter, ShownStory } from './model.ts'

/** The story so far, and what can be done with it. */
export function storyPart(story: ShownStory, reading: SandboxReading): Html {
  const { say } = reading
  const next =
    story.next === null
      ? nothing
      : html`<li>
          ${drawing('again')}
          <p class="dim">${say('start.next', { chapter: say(`chapter.${story.next}`) })}</p>
        </li>`
  return html`<section class="card stack" aria-labelledby="story">
    <div class="row spread">
      <h2 id="story">${say('start.story')}</h2>
      ${standingChip(story.standing, say)}
    </div>
    <ol class="story s">
      ${story.chapters.map((chapter) => chapterOf(chapter, reading))}${next}
    </ol>
    ${asTold(story, say)}
    <div class="row">
      ${deedsOf(story.standing).map((deed) => deedForm(deed, reading))}
      ${story.standing === 'playing' ? html`<a href="/start">${say('going.look')}</a>` : nothing}
    </div>
  </section>`
}

const standingChips: Readonly<Record<Standing, (words: string) => Html>> = {
  playing: (words) => chip('wait', words),
  held: (words) => offChip('pause', words),
  told: (words) => chip('ok', words),
  wrong: (words) => chip('attn', words),
}

function standingChip(standing: Standing, say: Say): Html {
  return standingChips[standing](say(`start.standing.${standing}`))
}

function chapterOf(chapter: ShownChapter, reading: SandboxReading): Html {
  const { say } = reading
  const { name, flow, standing, lines } = chapter
  const now = standing === 'now' ? html` <span class="xs">${say('start.now')}</span>` : nothing
  const title = html`<p class="row">
    <b>${say(`chapter.${name}`)}</b>${flow === null ? nothing : directionMark(flow)}${now}
  </p>`
  const runs = lines.filter(({ kind }) => kind === 'run')
  const unsettled = lines.filter((line) => line.kind === 'unsettled')
  return html`<li class="${toneOf(chapter)}">
      ${drawing(shapes[standing])}${title}${runs.map((line) => runLine(line, say))}
    </li>
    ${unsettled.map((line) => unsettledLine(line, reading))}`
}

const shapes: Readonly<Record<ShownChapter['standing'], Drawing>> = { over: 'ok', now: 'wait', wrong: 'attn' }

function toneOf({ flow, standing }: ShownChapter): string {
  if (standing === 'wrong') return 'attn'
  if (standing === 'now') return 'wait'
  if (flow === null) return 'ok'
  return flow === '1.1' || flow === '2.2' ? 'u ok' : 'p ok'
}

function runLine(line: ChapterLine, say: Say): Html {
  if (line.kind !== 'run') return nothing
  const { flow, counts } = line
  const of = flow === null ? nothing : html`${directionMark(flow)}<span>${say(`flow.${flow}`)}</span>`
  return html`<p class="row dim">${of}<span>${countedWords(counts, say)}</span></p>`
}

function unsettledLine(
  { state, code, count }: Extract<ChapterLine, { kind: 'unsettled' }>,
  { say, deployment }: SandboxReading,
): Html {
  const isOurs = state === 'attention'
  const look = isOurs
    ? html` <a href="${addressOf(deployment.name, 'attention')}">${say('start.look')}</a>`
    : nothing
  return html`<li class="${isOurs ? 'attn' : 'wait'}">
    ${drawing(isOurs ? 'attn' : 'wait')}
    <p><b>${say(`counted.${state}`, { count })}</b></p>
    <p class="dim">${reasonSentence(code, say)}${look}</p>
  </li>`
}

/** The story word for word, as the terminal has it. */
function asTold({ chapters }: ShownStory, say: Say): Html {
  const lines = chapters.flatMap(({ says }) => says)
  if (lines.length === 0) return nothing
  return html`<details class="fold">
    <summary>${say('start.as-told')}</summary>
    <ol class="list xs" lang="en" dir="ltr">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ol>
  </details>`
}

/** What can be done with a story, by where it is. */
function deedsOf(standing: Standing): readonly StoryDeed[] {
  if (standing === 'playing') return ['hold', 'at-once', 'again']
  if (standing === 'held') return ['go-on', 'at-once', 'again']
  return ['again']
}

const deedShapes: Readonly<Record<StoryDeed, Drawing | null>> = {
  hold: 'pause',
  'go-on': 'play',
  'at-once': null,
  again: 'again',
}

function deedForm(deed: StoryDeed, { say, fields }: SandboxReading): Html {
  const shape = deedShapes[deed]
  return html`<form class="plain" method="post" action="${storyPaths[deed]}">
    ${fields()}<button>${shape === null ? raw('') : drawing(shape)}${say(`start.do.${deed}`)}</button>
  </form>`
}
