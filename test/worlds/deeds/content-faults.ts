import { individualOf, type SystemAnswer } from '@ping-primero/sandbox'
import type { Mishap, Passing } from '../engine/network.ts'
import type { World } from '../world.ts'
import { onLine, processOf, strike, until, watch, windowOf } from './arm.ts'
import type { Deed } from './people.ts'

type Json = Record<string, unknown>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Alters the JSON of an answer that has some; others leave as they are. */
function altered(change: (json: Json, passing: Passing) => unknown): Mishap {
  return {
    kind: 'rewrite',
    with: (answer, passing): SystemAnswer => {
      if (answer.status !== 200) return answer
      let json: unknown
      try {
        json = JSON.parse(answer.body ?? '')
      } catch {
        return answer
      }
      return isObject(json) ? { ...answer, body: JSON.stringify(change(json, passing)) } : answer
    },
  }
}

/** Alters the rows of a retrieval, where there are any. */
function rows(change: (rows: readonly Json[]) => readonly unknown[]): Mishap {
  return altered((json) => {
    const data = json['Data']
    return Array.isArray(data) ? { ...json, Data: change(data.filter(isObject)) } : json
  })
}

const isList = (passing: Passing): boolean => ['SHP-2747', 'SHP-2795'].includes(processOf(passing))
const isDetail = (passing: Passing): boolean => ['SHP-2358', 'SHP-2796'].includes(processOf(passing))
const isReferralDetail = (passing: Passing): boolean => processOf(passing) === 'SHP-2358'
const isRetrieval = (passing: Passing): boolean => isList(passing) || isDetail(passing)
const isCaseList = ({ system, line, request }: Passing): boolean =>
  system === 'primero' && request.method === 'GET' && line.startsWith('/api/v2/cases?')
const isChangedList = (passing: Passing): boolean =>
  isCaseList(passing) && passing.line.includes('last_updated_at=')
const isLookUp = (passing: Passing): boolean =>
  isCaseList(passing) && /unhcr_individual_no|case_id=|case_id%5D/.test(passing.line)

/** Sets a switch of the simulated PING for a while. */
function setting<K extends keyof World['ping']['settings']>(
  id: string,
  name: K,
  choose: (random: Parameters<Deed>[1]) => World['ping']['settings'][K],
  shows: (passing: Passing) => boolean,
): Deed {
  return (world, random) => {
    const { settings } = world.ping
    const sound = world.soundPing[name]
    settings[name] = choose(random)
    const ms = windowOf(random)
    watch(world, ms, id, shows)
    until(world, ms, () => {
      settings[name] = sound
    })
    return `${id}: PING changes ${name}`
  }
}

function cut<T>(values: readonly T[], from: number, until?: number): readonly T[] {
  return values.slice(from, until)
}

const pageRepeated: Deed = (world, random) => {
  let first: string | undefined
  strike(world, random, 'F33', isList, {
    kind: 'rewrite',
    with: (answer) => {
      first ??= answer.body ?? ''
      return { ...answer, body: first }
    },
  })
  world.ping.settings.pageSize = 2
  until(world, windowOf(random), () => {
    world.ping.settings.pageSize = world.soundPing.pageSize
  })
  return 'F33 is to come: PING repeats a page'
}

const recordMoves: Deed = (world, random) => {
  world.ping.settings.pageSize = 1 + random.below(2)
  strike(world, random, 'F32', isList, () => {
    const listed = [...world.ping.store.deliveries.values()]
    const moved = listed[random.below(Math.max(1, listed.length))]
    if (moved !== undefined)
      world.ping.store.putDelivery({ ...moved, order: world.ping.store.deliveries.size + 1 })
    return { kind: 'rewrite', with: (answer) => answer }
  })
  until(world, windowOf(random), () => {
    world.ping.settings.pageSize = world.soundPing.pageSize
  })
  return 'F32 is to come: records move between pages while they are read'
}

const clocksDiffer: Deed = (world, random) => {
  const who = random.chance(0.5) ? 'ping' : 'primero'
  world.skews[who] = (random.below(2 * 3_600) - 3_600) * 1000
  const ms = windowOf(random)
  watch(world, ms, 'F37', ({ system }) => system === who)
  until(world, ms, () => {
    world.skews[who] = 0
  })
  return `F37: the clock of ${who} is off`
}

const dates = [
  '12/03/14',
  '03-12-2014',
  '2026-02-30',
  '1402-05-11',
  '2014',
  '9999-12-31',
  '١٢/٠٣/٢٠١٤',
  '0000-00-00',
] as const

const oddDate: Deed = (world, random) => {
  const all = [...world.ping.store.interventions.values()]
  const one = all[random.below(Math.max(1, all.length))]
  if (one === undefined) return null
  world.ping.act.correct(one.guid, { individual: { birthDate: random.pick(dates) } })
  watch(world, windowOf(random), 'F29', isReferralDetail)
  return `F29: the birth date behind ${one.number} is written oddly`
}

const oddTexts = [
  '<script>alert(1)</script><b>bold</b> &amp; &#x202e;',
  '=HYPERLINK("http://x","y")\r\n{"level":50,"msg":"forged"}',
  'e\u0301\u0323 \u200f\u202e العربية አማርኛ \u{1f9f8}',
  `${'long '.repeat(20_000)}end`,
  '2026-01-12',
  '\u0000 hidden',
] as const

const oddText =
  (id: string): Deed =>
  (world, random) => {
    const person = world.children[random.below(world.children.length)]
    if (person === undefined) return null
    const { number } = world.ping.act.refer({
      individual: individualOf(person),
      guid: random.guid(),
      type: 'Alternative Care',
      description: random.pick(oddTexts),
      reason: random.pick(oddTexts),
      officer: person.officer,
    })
    watch(world, windowOf(random), id, isReferralDetail)
    return `${id}: UNHCR refers ${number} with a text that means harm or mischief`
  }

const oddNumber: Deed = (world, random) => {
  const [person] = world.children
  if (person === undefined) return null
  const zeros = random.chance(0.5)
  const number = zeros ? `000${random.below(9000) + 1000}` : String(80_300_000_000 + random.below(1000))
  const { number: shown } = world.ping.act.refer({
    individual: { ...individualOf(person), number },
    guid: random.guid(),
    type: 'BID',
    officer: person.officer,
  })
  watch(world, windowOf(random), 'F31', isReferralDetail)
  return `F31: UNHCR refers ${shown} of an individual whose number looks like one`
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
  const ms = windowOf(random)
  watch(world, ms, 'F45', (passing) => passing.line.includes('asyncdata'))
  until(world, ms, () => {
    settings.processing = world.soundPing.processing
    // What PING only had not got round to, it does once it is well; what it never does stays undone.
    if (kind === 'late') world.ping.act.processAll()
  })
  return `F45: PING processes ${kind}`
}

/** What the answers hold and how they are cut into pages. */
export const contentFaults: Readonly<Record<string, Deed>> = {
  F24: setting(
    'F24',
    'emptyAs',
    (random) => random.pick(['text', 'absent', 'null-count', 'empty-array'] as const),
    isRetrieval,
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
    (random) => random.pick(['object', 'array', 'broken-string', 'null', 'empty', 'absent'] as const),
    (passing) => passing.line.includes('checkstatus'),
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
  F29: oddDate,
  F30: oddText('F30'),
  F31: oddNumber,
  F32: recordMoves,
  F33: pageRepeated,
  F34: onLine('F34', 'a page is missing', isList, () =>
    rows((all) => cut(all, 0, Math.floor(all.length / 2))),
  ),
  F35: onLine('F35', 'totals are wrong', isCaseList, (_world, random) => {
    const by = random.pick([-1, 1, 5] as const)
    return altered((json) => {
      const metadata = json['metadata']
      if (!isObject(metadata) || typeof metadata['total'] !== 'number') return json
      return { ...json, metadata: { ...metadata, total: Math.max(0, metadata['total'] + by) } }
    })
  }),
  F36: onLine('F36', 'one time over several pages', isChangedList, (_world, random) => {
    const per = 1 + random.below(2)
    return { kind: 'alter', query: (query) => query.replace(/per=\d+/, `per=${per}`) }
  }),
  F37: clocksDiffer,
  F45: processingFails,
  F46: setting('F46', 'visibleAfterMs', (random) => 1_000 * (1 + random.below(5_000)), isRetrieval),
  F66: oddText('F66'),
  F68: onLine('F68', 'filters of lists are ignored or answer nothing', isLookUp, (_world, random) =>
    random.chance(0.5)
      ? {
          kind: 'alter',
          query: (query) =>
            query
              .split('&')
              .filter((part) => !/individual_no|case_id/.test(part))
              .join('&'),
        }
      : altered((json) => ({ ...json, data: [], metadata: { total: 0, per: 1000, page: 1 } })),
  ),
}
