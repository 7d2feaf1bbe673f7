import { html } from 'hono/html'
import { openFold } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import type { Reading } from '../reading.ts'
import type { FlowHealth, Health, SystemHealth } from './model.ts'

/** What whoever helps from afar asks first, as text to copy; it is for them, in their words. */
export function supportPart(health: Health, reading: Reading): Html {
  const { say, deployment, host, nowMs } = reading
  const text = supportText(health, {
    version: host.version,
    title: deployment.title,
    at: new Date(nowMs).toISOString(),
  })
  return html`<details class="card fold" ${openFold(reading)}>
    <summary>${say('refused.support')}</summary>
    <pre class="s" lang="en" dir="ltr">${text}</pre>
    <p class="s dim">${say('health.support.text')}</p>
  </details>`
}

interface About {
  readonly version: string
  readonly title: string
  readonly at: string
}

/** Codes, counts and times: no number of a referral, and nothing of a person. */
export function supportText(health: Health, { version, title, at }: About): string {
  const { systems, flows, storage, entries, regularity, ages } = health
  const counted = ages
    .toSorted((one, other) => other.count - one.count)
    .map(({ flow, code, state, count }) => `${flow} ${state} ${code} ${count}`)
  return [
    `ping-primero ${version} · ${title}`,
    at,
    ...systems.map(systemLine),
    ...flows.map(flowLine),
    `timetable ${regularity.kind}${regularity.kind === 'gaps' ? ` ${regularity.count}` : ''}`,
    `entries ${entries} · ledger ${storage.kind}${storage.kind === 'file' ? ` ${storage.bytes ?? '?'} bytes, free ${storage.freeBytes ?? '?'}` : ''}`,
    ...counted,
  ].join('\n')
}

function systemLine(health: SystemHealth): string {
  const { system, kind } = health
  if (kind === 'silent') return `${system} silent since ${health.since}, next look ${health.nextLook}`
  if (kind === 'refuses') return `${system} ${health.reason}`
  return kind === 'answered' ? `${system} answered ${health.at}` : `${system} not asked`
}

function flowLine({ flow, lastRun, lastSuccess, trouble, isOff, pausedSince, overdue }: FlowHealth): string {
  const said = [
    ...(isOff ? ['off'] : []),
    ...(pausedSince === null ? [] : [`paused ${pausedSince}`]),
    ...(trouble === null ? [] : [`${trouble.reason} since ${trouble.since ?? '?'}`]),
    ...(overdue === null ? [] : [`due ${overdue}`]),
  ]
  return [`${flow} last ${lastRun ?? 'never'}, whole ${lastSuccess ?? 'never'}`, ...said].join(' · ')
}
