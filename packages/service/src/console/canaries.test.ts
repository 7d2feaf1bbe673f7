import { expect, test } from 'vitest'
import { canariesOf, inventPeople } from '@ping-primero/sandbox'
import { playStory, story } from '../story/play.ts'
import { silentTeller } from '../story/teller.ts'
import type { StoryWorld } from '../story/world.ts'
import { canaryWorld, enterSandbox, until } from './sandbox-console.fixture.ts'

const home = '/d/sandbox'

/** Of the children at the desks everything but the number, which stands there. */
function deskMarkers({ seed }: StoryWorld): readonly string[] {
  const children = [10_000, 20_000].flatMap((from) => inventPeople({ seed, canaries: true, from, count: 30 }))
  return canariesOf(children, ['name', 'birth-date', 'phone', 'address', 'text', 'contact'])
}

/** Everything of an answer that somebody could read or keep. */
async function allOf(answer: Response): Promise<string> {
  return [...answer.headers].map((header) => header.join(': ')).join('\n') + (await answer.text())
}

test('no page, address, header or file shows anything of a child, also after both systems were read for it', async () => {
  await using seen = await canaryWorld()
  const signal = new AbortController().signal
  const played = await playStory(seen.world, story, { teller: silentTeller, pace: async () => {}, signal })
  expect(played.ok).toBe(true)
  const { ask, press, close } = await enterSandbox(Promise.resolve(), seen.world)
  const found: string[] = []
  const atDesks = deskMarkers(seen.world)
  const look = (where: string, what: string): void => {
    for (const marker of [...seen.markers, ...atDesks]) {
      if (where.includes(marker) || what.includes(marker)) found.push(where)
    }
  }
  const crawl = async (language: string): Promise<ReadonlySet<string>> => {
    const known = new Set<string>()
    const left = [`${home}/today`]
    for (let address = left.pop(); address !== undefined; address = left.pop()) {
      if (known.has(address)) continue
      known.add(address)
      const text = await allOf(await ask(address, language))
      look(address, text)
      for (const [, next = ''] of text.matchAll(/href="(\/d\/[^"#]+)/g))
        left.push(next.replaceAll('&amp;', '&'))
    }
    return known
  }

  expect((await press(`${home}/health/compare`)).status).toBe(303)
  expect((await press(`${home}/going-live/check`)).status).toBe(303)
  expect((await press(`${home}/audit/verify`)).status).toBe(303)
  await until(async () => !/aria-live="polite"/.test(await (await ask(`${home}/health`)).text()))
  await until(async () => !/aria-live="polite"/.test(await (await ask(`${home}/going-live`)).text()))
  const desk = { type: 'Alternative Care', services: 'on', others: 'on' }
  expect((await press('/desk/progres/refer', { ...desk, kind: 'known' })).status).toBe(303)
  expect((await press('/desk/primero/refer', { ...desk, kind: 'two', type: 'shelter' })).status).toBe(303)
  for (const address of ['/start', '/desk/progres', '/desk/primero'])
    look(address, await allOf(await ask(address)))
  const pages = await crawl('en')
  expect(pages.size).toBeGreaterThan(30)
  expect((await crawl('ar')).size).toBeGreaterThan(30)
  const referrals = [...pages].filter((address) => address.startsWith(`${home}/referral?`))
  expect(referrals.length).toBeGreaterThan(10)
  for (const address of referrals) {
    const number = new URLSearchParams(address.split('?')[1]).get('number') ?? ''
    const answer = await press(`${home}/referral/look`, { number })
    expect(answer.status).toBe(200)
    look(`look ${address}`, await allOf(answer))
  }
  for (const file of ['/referrals/file', '/audit/file']) {
    const answer = await press(`${home}${file}`)
    expect(answer.headers.get('content-type')).toContain('text/csv')
    look(file, await allOf(answer))
  }
  for (const { number } of seen.children)
    look(`find ${seen.children.length}`, await allOf(await press(`${home}/find`, { q: number })))
  expect(found).toEqual([])
  await close()
})
