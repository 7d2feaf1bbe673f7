import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Verdict } from '../table.ts'
import { address, people, rate } from './agency.ts'

/** Whether everybody gets in, when so many people sign in each second; each from a place of their own. */
export async function measureSignIns(): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-bench-'))
  const children: ChildProcess[] = []
  const start = async (file: string, args: readonly string[]): Promise<string> => {
    // The provider says at length that its defaults are for tests.
    const child = fork(join(import.meta.dirname, file), [...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    children.push(child)
    const [said]: unknown[] = await once(child, 'message')
    return String(said)
  }
  try {
    const issuer = await start('organisation.ts', [])
    const url = await start('door.ts', [join(directory, 'ledger.db'), issuer])
    const startedAt = performance.now()
    const ends = people.map(async (person, at) => {
      await setTimeout((at * 1000) / rate.perSecond)
      const beganAt = performance.now()
      const end = await signIn(url, person, at).catch((error: unknown) => String(error))
      return { end, ms: performance.now() - beganAt }
    })
    const all = await Promise.all(ends)
    const seconds = (performance.now() - startedAt) / 1000
    const failed = all.filter(({ end }) => end !== 'in')
    const times = all.map(({ ms }) => ms).toSorted((one, other) => one - other)
    const middle = times[Math.floor(times.length / 2)] ?? Number.NaN
    const late = times[Math.floor(times.length * 0.95)] ?? Number.NaN
    const [first] = failed
    const why = first === undefined ? '' : ` (the first: ${first.end})`
    return {
      what: `console, ${rate.perSecond} sign-ins a second for ${rate.seconds} s: ${failed.length} of ${all.length} failed${why}, all done after ${seconds.toFixed(1)} s, ${middle.toFixed(0)} ms each, 95 % within ${late.toFixed(0)} ms (to reach: none failed)`,
      met: failed.length === 0,
    }
  } finally {
    for (const child of children) child.disconnect()
    rmSync(directory, { recursive: true })
  }
}

/** Goes through the organisation's pages and back, as a browser does; `in`, or where it ended instead. */
async function signIn(url: string, person: string, at: number): Promise<string> {
  const cookies = new Map<string, string>()
  let next = new URL('/sign-in/agency', address)
  // A handful of pages at most lie on the way.
  for (let steps = 0; steps < 10; steps += 1) {
    const isOurs = next.origin === address
    if (next.pathname.startsWith('/interaction/')) next.searchParams.set('as', person)
    const answer = await fetch(isOurs ? new URL(next.pathname + next.search, url) : next, {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(isOurs ? { 'x-forwarded-for': `10.0.${at >> 8}.${at & 255}`, 'x-forwarded-proto': 'https' } : {}),
      },
    })
    await answer.arrayBuffer()
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to === null) return `${answer.status} at ${next.pathname}`
    if (isOurs && next.pathname.endsWith('/return')) {
      return cookies.has('__Host-session') && !to.includes('why=') ? 'in' : `${answer.status} to ${to}`
    }
    next = new URL(to, next)
  }
  return 'no end'
}
