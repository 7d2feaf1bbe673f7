/** One way in which things go wrong, by its number, and why it is not made in worlds where it is not. */
export interface ListedFault {
  readonly id: string
  readonly words: string
  readonly elsewhere?: string
  /** What of it worlds do not make, and why. */
  readonly apart?: string
}

/** In the order of their numbers, from F1 on. */
const words = [
  'connection refused',
  'no such host',
  'connecting takes too long',
  'headers arrive and the rest never',
  'reset before the request is read',
  'reset after it took effect',
  'an answer cut off',
  'an answer in drips',
  'an expired certificate',
  'refused with a list of fields',
  '401 in the middle of a run',
  '403 after a change of role',
  '404 for a record listed a moment ago',
  '409, the id is there already',
  '429, with and without a time to wait',
  '500, 502, 503, 504, in bursts and for hours',
  'Primero locks its configuration',
  'a page of HTML with 200',
  'the token ends inside a run',
  'the token service is down',
  'too many sign-ins a minute',
  'the subscription key is rotated',
  'the password has expired',
  'no data, null counts, empty pages',
  'rows multiplied, in any order',
  'broken JSON inside JSON',
  'unknown codes, renamed labels, other letter case',
  'fields missing, blank, unheard of',
  'dates in every form but the right one',
  'HTML, emoji, directions, accents, 100 kB of notes',
  'ids that look like numbers, leading zeros',
  'records move between pages while they are read',
  'a page comes twice',
  'a page is missing',
  'totals are wrong',
  'one time stamp over several pages',
  "a system's clock is ahead, behind, or set",
  'two cases of one individual',
  'the case is closed, disabled or handed over, the referral revoked, between reading and writing',
  'consent is withdrawn',
  'a decision is reversed',
  'a decision comes before the referral is confirmed',
  'a service row is deleted',
  'Primero answers 200 and does nothing',
  'PING accepts, and fails later, or never says',
  'written, and not to be seen for a while',
  'the same need referred from both sides',
  'kill -9',
  'SIGTERM',
  'the event loop stalls',
  'two instances at once, a stale holder returns',
  'out of memory',
  'upgrade and return with work in the queue',
  'the clock jumps a day',
  'the disk is full',
  'the ledger is read-only',
  'the last write is torn',
  'a page of the ledger turns bad',
  "yesterday's backup is brought back",
  'PostgreSQL restarts',
  'paused and resumed at any moment',
  'retry pressed twice',
  'a mapping changes in the middle of a run',
  'a bad configuration is deployed',
  'a secret is missing',
  'markup, forged log lines, paths for ids, bodies of a megabyte',
  'another save of the case overlaps ours and wins',
  'filters of lists are ignored or answer nothing',
  'our row is removed after it was confirmed',
  'consent is withdrawn just before the decision',
  'another sign-in ends the session',
  'no session is to be had',
  'a number that stands for nobody',
  'one number, another child',
  'one number in other spellings',
  'birth dates told in another zone, and the dates that databases put for none',
  "a gateway's own error with 200",
  'a list loses most of what it held, or holds less than it counts',
  'a byte-order mark before JSON',
  'a row of a list that cannot be read',
  'a firewall dislikes one text',
  'a record over which a system stumbles',
  'half a character in a text',
  'a time to wait that nobody can read',
  'a refused password, and an account that locks itself',
  'an answer that comes late, and is good',
  'an empty answer that claims to be compressed, a connection closed while it was idle',
  'a form that the account may only read',
  'another ledger, an empty one',
  'another key of the ledger',
  'folders beside the deployments that are not to run',
  'tables out of a spreadsheet',
  'settings and secrets with marks that nobody sees',
  'what a newcomer forgets: placeholders, schedules that never come, addresses that do not answer',
] as const

const elsewhere: Readonly<Record<string, string>> = {
  F52: 'needs a process of its own: `npm run kills -- --out-of-memory`',
  F53: 'needs two versions of the tables: `test/storage/migrations.test.ts`',
  F94: 'needs addresses, certificates, proxies and files of its own: `test/check-addresses.test.ts`, `packages/service/src/cli-check.test.ts`',
  F60: 'the ledger in PostgreSQL is not built yet',
  F87: 'worlds have no connections: `packages/service/src/http/node-transport.test.ts`',
  F91: 'a world has one deployment: `packages/service/src/commands/serve/places.test.ts`',
}

const apart: Readonly<Record<string, string>> = {
  F37: "PING's clock is read nowhere, so that only Primero's is set; times of summer and winter are no matter of UTC",
  F39: 'the simulated Primero merges no cases; that the number of a case changes is in `test/referrals-in`',
  F66: 'forged sessions and forged requests need the console; addresses of servers come from the configuration alone',
}

/** Every fault of the list, in its order. */
export const listedFaults: readonly ListedFault[] = words.map((what, at) => {
  const id = `F${at + 1}`
  const where = elsewhere[id]
  return {
    id,
    words: what,
    ...(where === undefined ? {} : { elsewhere: where }),
    ...(apart[id] === undefined ? {} : { apart: apart[id] }),
  }
})
