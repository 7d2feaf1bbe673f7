import type { SystemAnswer } from '@ping-primero/sandbox'
import type { Passing } from '../engine/network.ts'
import { minute, type World } from '../world.ts'
import { onLine, processOf, strike, until, watch, windowOf } from './arm.ts'
import { oddData } from './odd-data.ts'
import { altered, hasNext, isObject, jsonOf, pageAsked, rows, rowsIn, type Json } from './pages.ts'
import { casesOf, ownerOf, peopleDeeds, tried, type Deed } from './people.ts'

const isList = (passing: Passing): boolean => ['SHP-2747', 'SHP-2795'].includes(processOf(passing))
const isDetail = (passing: Passing): boolean => ['SHP-2358', 'SHP-2796'].includes(processOf(passing))
const isReferralDetail = (passing: Passing): boolean => processOf(passing) === 'SHP-2358'
const isRetrieval = (passing: Passing): boolean => isList(passing) || isDetail(passing)
const isCaseList = ({ system, line, request }: Passing): boolean =>
  system === 'primero' && request.method === 'GET' && line.startsWith('/api/v2/cases?')
const isChangedList = (passing: Passing): boolean =>
  isCaseList(passing) && passing.line.includes('last_updated_at=')
/** A filter by number or case id, alone or as a list; which fields are shown is none. */
const filter = /^(?:or(?:\[|%5B))?(?:unhcr_individual_no|case_id)(?:\]|%5D)?=/i
const isLookUp = (passing: Passing): boolean =>
  isCaseList(passing) && (passing.line.split('?')[1] ?? '').split('&').some((part) => filter.test(part))

/** Sets a switch of the simulated PING for a while. */
function setting<K extends keyof World['ping']['settings']>(
  id: string,
  name: K,
  choose: (random: Parameters<Deed>[1]) => World['ping']['settings'][K],
  fits: (passing: Passing) => boolean,
  shows: (answer: SystemAnswer, world: World) => boolean,
): Deed {
  return (world, random) => {
    const { settings } = world.ping
    const sound = world.soundPing[name]
    settings[name] = choose(random)
    const ms = windowOf(random)
    watch(world, ms, id, fits, (answer) => shows(answer, world))
    until(world, ms, () => {
      settings[name] = sound
    })
    return `${id}: PING changes ${name}`
  }
}

/** Whether the lists and details of proGres keep something back that was written. */
function hidesSomething({ ping, time, skews }: World): boolean {
  const now = time.now() + skews.ping
  const isHidden = (at: number): boolean => now - at < ping.settings.visibleAfterMs
  return (
    [...ping.store.interventions.values()].some((one) => isHidden(one.statusChangedAt)) ||
    [...ping.store.referrals.values()].some((one) => isHidden(one.createdAt))
  )
}

/** Lists come in pages of a row or two for a while. */
function shortPages(world: World, size: number, ms: number): void {
  world.ping.settings.pageSize = size
  until(world, ms, () => {
    world.ping.settings.pageSize = world.soundPing.pageSize
  })
}

/** Asked for the second page, PING gives the first once more, with the way to the second. */
const pageRepeated: Deed = (world, random) => {
  for (let count = 0; count < 2; count += 1) peopleDeeds['unhcr-refers']?.(world, random)
  const first = new Map<string, string>()
  const given = new Set<string>()
  strike(world, random, 'F33', isList, {
    kind: 'rewrite',
    with: (answer, passing) => {
      const key = `${passing.run} ${processOf(passing)}`
      const page = pageAsked(passing)
      if (page === 1 && hasNext(jsonOf(answer))) first.set(key, answer.body ?? '')
      const again = first.get(key)
      if (page !== 2 || again === undefined || given.has(key)) return answer
      given.add(key)
      return { ...answer, body: again }
    },
  })
  shortPages(world, 1, windowOf(random) + 60 * minute)
  return 'F33 is to come: PING repeats a page'
}

/** The pages of a list lead back to the first of them for ever, under the numbers that were asked for or their own. */
const pagesInACircle: Deed = (world, random) => {
  for (let count = 0; count < 3; count += 1) peopleDeeds['unhcr-refers']?.(world, random)
  const round = 1 + random.below(3)
  const asAsked = random.chance(0.5)
  const pages = new Map<string, Json>()
  strike(
    world,
    { ...random, chance: () => true },
    'F100',
    isList,
    {
      kind: 'rewrite',
      with: (answer, passing) => {
        const asked = pageAsked(passing)
        const key = (number: number): string => `${passing.run} ${processOf(passing)} ${number}`
        const own = jsonOf(answer)
        if (asked <= round && own !== null) pages.set(key(asked), own)
        const page = pages.get(key(((asked - 1) % round) + 1))
        if (page === undefined || rowsIn(page).length === 0) return answer
        const summary = isObject(page['PagingSummary']) ? page['PagingSummary'] : {}
        const numbered = asAsked ? { PageNumber: asked } : {}
        const PagingSummary = { ...summary, ...numbered, IsMoreRecordsAvailable: true }
        return { ...answer, body: JSON.stringify({ ...page, PagingSummary }) }
      },
    },
    40,
  )
  shortPages(world, 1, windowOf(random) + 60 * minute)
  return 'F100 is to come: a list goes round in a circle'
}

const recordMoves: Deed = (world, random) => {
  const { store } = world.ping
  shortPages(world, 1 + random.below(2), windowOf(random))
  watch(world, windowOf(random), 'F32', isList, (answer) => {
    const listed = [...store.deliveries.values()]
    const moved = listed[random.below(Math.max(1, listed.length))]
    if (moved === undefined || !hasNext(jsonOf(answer))) return false
    store.putDelivery({ ...moved, order: store.deliveries.size + 1 })
    return true
  })
  return 'F32 is to come: records move between pages while they are read'
}

/** Every case is saved in one moment, and the list of changes comes in pages of one or two. */
const oneTime: Deed = (world, random) => {
  const per = 1 + random.below(2)
  peopleDeeds['case-opened']?.(world, random)
  peopleDeeds['case-opened-twice']?.(world, random)
  for (const record of casesOf(world)) {
    const edit = { telephone_current: `0${per}${random.below(1000)}` }
    tried(() => world.primero.act.updateCase(ownerOf(record), record.id, edit))
  }
  strike(world, random, 'F36', isChangedList, {
    kind: 'alter',
    query: (query) => query.replace(/per=\d+/, `per=${per}`),
    shows: (answer) => {
      const metadata = jsonOf(answer)?.['metadata']
      return isObject(metadata) && Number(metadata['total']) > per
    },
  })
  return 'F36 is to come: one time over several pages'
}

/** Primero's clock is the one that is read: how far lists were read goes by it. */
const clocksDiffer: Deed = (world, random) => {
  const ms = windowOf(random)
  world.skews.primero = (random.below(2 * 3_600) - 3_600) * 1000
  watch(world, ms, 'F37', isChangedList, () => Math.abs(world.skews.primero) > minute)
  until(world, ms, () => {
    world.skews.primero = 0
  })
  return 'F37: the clock of primero is off'
}

const processingFails: Deed = (world, random) => {
  const { settings } = world.ping
  const kind = random.pick(['late', 'never', 'fails'] as const)
  settings.processing =
    kind === 'late'
      ? { afterChecks: 3 }
      : kind === 'never'
        ? { afterChecks: 'never' }
        : { afterChecks: 1, fails: () => 'POC is not known' }
  peopleDeeds['caseworker-refers']?.(world, random)
  const ms = windowOf(random)
  watch(
    world,
    ms,
    'F45',
    ({ line }) => line.includes('asyncdata'),
    ({ status }) => status === 200,
  )
  until(world, ms, () => {
    settings.processing = world.soundPing.processing
    // What PING only had not got round to, it does once it is well; what it never does stays undone.
    if (kind === 'late') world.ping.act.processAll()
  })
  return `F45: PING processes ${kind}`
}

/** What the answers hold and how they are cut into pages. */
export const contentFaults: Readonly<Record<string, Deed>> = {
  ...oddData,
  F24: setting(
    'F24',
    'emptyAs',
    (random) => random.pick(['absent', 'null-count', 'empty-array'] as const),
    isRetrieval,
    (answer) => jsonOf(answer) !== null && rowsIn(jsonOf(answer)).length === 0,
  ),
  'F24 all': onLine('F24', 'lists come empty', isList, () =>
    altered((json) => ({ ...json, Data: 'No Data Available', RecordCount: null, PagingSummary: null })),
  ),
  F25: onLine('F25', 'rows come doubled and in any order', isDetail, () =>
    rows((all) => [...all].reverse().flatMap((row) => [row, row])),
  ),
  F26: onLine(
    'F26',
    'nested JSON is broken',
    (passing) => passing.line.includes('checkstatus'),
    () => altered((json) => ({ ...json, Data: '{"Items":[{"Data":"a "quoted" reason",\n}",{' })),
  ),
  'F26 shapes': setting(
    'F26',
    'statusShape',
    (random) => random.pick(['object', 'array', 'null', 'empty', 'absent'] as const),
    (passing) => passing.line.includes('checkstatus'),
    (answer) => answer.status === 200,
  ),
  F27: onLine('F27', 'codes and labels that nobody knows', isRetrieval, () => ({
    kind: 'rewrite',
    with: (answer) => ({
      ...answer,
      body: (answer.body ?? '')
        .replaceAll(/12508000[12]\b/g, '125080077')
        .replaceAll('"BID"', '"BID (old)"')
        .replaceAll('"BIA"', '"bia"'),
    }),
  })),
  F28: onLine(
    'F28',
    'fields missing, blank or unheard of',
    isReferralDetail,
    () =>
      rows((all) =>
        all.map((row) =>
          Object.fromEntries([
            ...Object.entries(row)
              .filter(([name], at) => at % 5 !== 0 || name.includes('id'))
              .map(
                ([name, value], at) => [name, at % 7 === 0 && !name.includes('id') ? null : value] as const,
              ),
            ['progres_new_column', 'x'] as const,
          ]),
        ),
      ),
    3,
  ),
  F32: recordMoves,
  F33: pageRepeated,
  F34: onLine('F34', 'a page is missing', isList, () =>
    rows((all) => all.slice(0, Math.floor(all.length / 2))),
  ),
  F35: onLine('F35', 'totals are wrong', isCaseList, (_world, random) => {
    const by = random.pick([-1, 1, 5] as const)
    return altered((json) => {
      const metadata = json['metadata']
      if (!isObject(metadata) || typeof metadata['total'] !== 'number') return json
      return { ...json, metadata: { ...metadata, total: Math.max(0, metadata['total'] + by) } }
    })
  }),
  F36: oneTime,
  F37: clocksDiffer,
  F45: processingFails,
  F46: setting(
    'F46',
    'visibleAfterMs',
    (random) => 1_000 * (1 + random.below(5_000)),
    isRetrieval,
    (_answer, world) => hidesSomething(world),
  ),
  F100: pagesInACircle,
  F68: onLine('F68', 'filters of lists are ignored or answer nothing', isLookUp, (_world, random) =>
    random.chance(0.5)
      ? {
          kind: 'alter',
          query: (query) =>
            query
              .split('&')
              .filter((part) => !filter.test(part))
              .join('&'),
        }
      : altered((json) => ({ ...json, data: [], metadata: { total: 0, per: 1000, page: 1 } })),
  ),
}
