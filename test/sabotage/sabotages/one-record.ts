import type { Sabotage } from '../sabotage-of.ts'

const http = 'packages/core/src/http'
const firewalls = 'test/cross-cutting/firewalls.test.ts'
const stumbles = 'test/cross-cutting/stumbles.test.ts'

/** What one record alone may do, and what is said of it. */
export const ofOneRecord: readonly Sabotage[] = [
  {
    name: 'firewall that dislikes one text taken for a refusal of all',
    breaks:
      'A caseworker writes a sentence that a firewall dislikes, and no decision reaches UNHCR any more.',
    property: 'P7',
    file: `${http}/one-or-all.ts`,
    find: "      return record === '' ? 'again' : 'one'\n",
    replace: "      return record === '' ? 'again' : 'all'\n",
    noticedBy: {
      file: firewalls,
      test: '(F81) a firewall that dislikes one text, in 1.2 and answers a page with 403: that record needs a person, the others go, and nothing stops',
    },
  },
  {
    name: 'refusal of all taken for one of each',
    breaks: 'The right to write is gone, and every child becomes work for somebody.',
    property: 'P14',
    file: `${http}/one-or-all.ts`,
    find: "      if (refused.size >= most) return 'all'\n",
    replace: '',
    noticedBy: {
      file: firewalls,
      test: 'what is refused for all (F81) a firewall that lets nothing be written stops 1.1 after two, and holds nothing back',
    },
  },
  {
    name: 'record that a system stumbles over tried for ever',
    breaks: 'A note makes Primero fail each time, and nobody ever learns which.',
    property: 'P8',
    file: 'packages/core/src/flows/ending.ts',
    find: 'if (stumbled === undefined || item.attempts + 1 < runsUntilAttention) return null',
    replace: 'if (stumbled === undefined || item.attempts + 1 < 1_000) return null',
    noticedBy: {
      file: stumbles,
      test: '(F82) a record over which a system stumbles needs a person after three runs of 1.1, is tried once a day then, and others go all the time',
    },
  },
  {
    name: 'what failed last tried first',
    breaks: 'A few bad records of last week are tried first every hour, and those of today wait for ever.',
    property: 'P7',
    file: 'packages/core/src/flows/due.ts',
    find: '    if (failed) yield* dueOf(failedLast)\n',
    replace: '',
    also: [
      { find: '      return !failedLast(item)\n', replace: '      return true\n' },
      {
        find: 'let ready = inTurn(found.map((item) => ({ item }))).map(({ item }) => item)',
        replace: 'let ready = found',
      },
    ],
    noticedBy: {
      file: stumbles,
      test: '(F82) a record over which a system stumbles many of them, found first and tried one at a time, keep no good one of 1.1 waiting beyond one run',
    },
  },
  {
    name: 'half a character sent as it is',
    breaks: 'A program has cut a note in the middle of an emoji, and the child of that note never arrives.',
    property: 'P7',
    file: `${http}/json-body.ts`,
    find: "typeof value === 'string' ? value.toWellFormed() : value",
    replace: 'value',
    noticedBy: {
      file: 'test/cross-cutting/half-characters.test.ts',
      test: '(F83) half a character in a text goes out in 1.2 as the sign for one, and the record comes through',
    },
  },
  {
    name: 'unreadable Retry-After taken for no wait at all',
    breaks: 'The gateway is overloaded, and gets every request again at once.',
    property: 'P14',
    file: `${http}/retry-after.ts`,
    find: 'return ms >= leastMs ? Math.min(longestPauseMs, ms) : null',
    replace: 'return Math.max(0, ms)',
    noticedBy: {
      file: `${http}/system.test.ts`,
      test: 'reads the longest time that Retry-After says in any form, and nothing else',
    },
  },
  {
    name: 'new referral sent over an idle connection',
    breaks: 'PING closes the connection in that moment, and nobody knows whether UNHCR has my referral.',
    property: 'P5',
    file: 'packages/service/src/http/node-transport.ts',
    find: '(fresh === true ? freshAgents : agents)',
    replace: '(fresh === true ? agents : agents)',
    noticedBy: {
      file: 'packages/service/src/http/node-transport.test.ts',
      test: 'the transport over the HTTP client of Node (F87) it reaches a server that closes what was idle without a word',
    },
  },
  {
    name: 'empty answer that claims to be packed unpacked',
    breaks: 'Primero has taken the service, and the exchange waits a minute for the end of nothing.',
    property: 'P7',
    file: 'packages/service/src/http/node-transport.ts',
    find: '  if (first.done === true) return Readable.from([])\n',
    replace: "  if (first.done === true) throw new Error('Nothing to unpack.')\n",
    noticedBy: {
      file: 'packages/service/src/http/node-transport.test.ts',
      test: 'the transport over the HTTP client of Node (F87) an answer 204 that claims to be packed is read as it is',
    },
  },
  {
    name: 'a gateway believed that says there is no such case',
    breaks: 'A firewall answers 404 for one child, and a decision that was never sent counts as taken back.',
    property: 'P1',
    file: 'packages/core/src/primero/refusal.ts',
    find: '  if (status < 400 || status === 401 || isEnvelope(json)) return null',
    replace: '  if (status < 400 || status < 499 || isEnvelope(json)) return null',
    noticedBy: {
      file: firewalls,
      test: '(F81) a firewall that answers 404 "" to a reading of one case that no set shows: nothing is taken back or lost in 1.2',
    },
  },
  {
    name: 'one busy answer to several never asked again one by one',
    breaks: 'One referral makes PING answer 503, and the nine beside it wait as long as that one does.',
    property: 'P7',
    file: 'packages/core/src/flows/referrals-out/send.ts',
    find: 'isWorthEachAlone(answer, failedBefore) && ready.length > 1',
    replace: 'answer.refused !== undefined && ready.length > 1',
    noticedBy: {
      file: 'test/cross-cutting/answered-busy.test.ts',
      test: '(F82) a batch of new referrals of which one makes PING answer 503 goes again one by one',
    },
  },
]
