import { html } from 'hono/html'
import type { Span } from '@ping-primero/core/ledger/questions.ts'
import { chip } from '../../parts/chip.ts'
import type { Html } from '../../parts/html.ts'
import { onward } from '../../parts/linked.ts'
import { locales } from '../../words/languages.ts'
import type { Say } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import type { Health } from './model.ts'
import { task } from './task.ts'

/** The exchange itself: whether it came when it was due, its history, and where it keeps it. */
export function itselfPart(health: Health, reading: Reading): Html {
  const { say, host } = reading
  return html`<section class="card" aria-labelledby="itself-h">
    <h2 id="itself-h">${say('health.itself')}</h2>
    <ul class="tasks">
      ${timetableTask(health, reading)}${historyTask(health, reading)}
      ${task(say('health.storage'), storageWords(health, say))}
      ${task(say('health.backup'), say('health.backup.text'))}
      ${task(say('health.program'), say('app.version', { version: host.version }))}
    </ul>
  </section>`
}

function timetableTask({ regularity }: Health, { say, times }: Reading): Html {
  const name = say('health.timetable')
  if (regularity.kind === 'simulated') return task(name, say('health.timetable.story'))
  if (regularity.kind === 'new') return task(name, say('health.heading.new'))
  if (regularity.kind === 'regular') {
    const text = say.html('health.timetable.kept', { time: times.html(regularity.since) })
    return task(name, text, chip('ok', say('health.timetable.ok')))
  }
  const gapWords = ({ from, to }: Span): Html =>
    to === null
      ? say.html('health.gap.open', { from: times.html(from) })
      : say.html('health.gap', { from: times.html(from), to: times.html(to) })
  const text = html`${regularity.latest.map((gap) => html`${gapWords(gap)}<br />`)}${say('health.gap.next')}`
  return task(name, text, chip('attn', say('health.gaps', { count: regularity.count })))
}

function historyTask({ entries, checked }: Health, reading: Reading): Html {
  const { say, times } = reading
  const verified =
    checked.kind === 'whole' || checked.kind === 'touched'
      ? say.html('health.history.verified', { time: times.html(checked.at) })
      : html`${say(checked.kind === 'never' ? 'checked.never' : `checked.${checked.kind}`)}`
  const text = html`${say('health.history.text', { count: entries })} ${verified}
  ${onward(reading, 'audit', say('page.audit'))}`
  const state =
    checked.kind === 'whole'
      ? chip('ok', say('health.history.whole'))
      : checked.kind === 'touched'
        ? chip('attn', say('health.history.touched'))
        : null
  return task(say('health.history'), text, state)
}

function storageWords({ storage }: Health, say: Say): string {
  if (storage.kind === 'memory') return say('health.storage.memory')
  const { bytes, freeBytes } = storage
  const size = bytes === null ? '' : ` ${say('health.storage.size', { size: sizeWords(bytes, say) })}`
  const free = freeBytes === null ? '' : ` ${say('health.storage.free', { size: sizeWords(freeBytes, say) })}`
  return `${say('health.storage.file')}${size}${free}`
}

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as people say it: `12 MB`. */
export function sizeWords(bytes: number, { language }: Pick<Say, 'language'>): string {
  let [size, place] = [bytes / 1_000, 0]
  while (size >= 1_000 && place < units.length - 1) [size, place] = [size / 1_000, place + 1]
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: units[place] ?? 'kilobyte',
    maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size)
}
