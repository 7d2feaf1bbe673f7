import type { Sabotage } from '../sabotage-of.ts'

const core = 'packages/core/src'
const incoming = 'test/referrals-in/whose-word.test.ts'

/** Whose word counts: answers, lists and rows that are not what a system says. */
export const whoseWord: readonly Sabotage[] = [
  {
    name: 'any object is a list of PING',
    breaks: 'A gateway fails with 200, and every referral that was pending counts as taken back.',
    property: 'P1',
    file: `${core}/ping/envelope.ts`,
    find: '  if (tellsOfFailure(json) || !isRetrieval(own)) return',
    replace: '  if (tellsOfFailure(json)) return',
    noticedBy: {
      file: incoming,
      test: "F77 an empty object with 200 is nobody's word of a detail: UNHCR is told nothing, and the referral goes when PING is well",
    },
  },
  {
    name: 'any object is a word of PING on an update',
    breaks: 'A gateway fails with 200, and UNHCR is for ever thought to know what it was never told.',
    property: 'P9',
    file: `${core}/ping/envelope.ts`,
    find: '  if (!refused && (!isOwn || isOfRows(own))) return',
    replace: '  if (!refused && isOfRows(own)) return',
    noticedBy: {
      file: incoming,
      test: "F77 an error of ASP.NET with 200 is nobody's word of a status update: it is told again",
    },
  },
  {
    name: "a gateway's failure beside PING's own members believed",
    breaks: 'A gateway wraps its failure into an empty answer, and the child counts as without details.',
    property: 'P1',
    file: `${core}/http/own-members.ts`,
    find: '    codes.some((name) =>',
    replace: '    [].some((name) =>',
    noticedBy: {
      file: incoming,
      test: "F77 an error beside an empty list with 200 is nobody's word of a detail: UNHCR is told nothing, and the referral goes when PING is well",
    },
  },
  {
    name: "PING's members read in one letter case alone",
    breaks: 'A gateway writes `data` for `Data`, and nothing of a country goes through any more.',
    property: 'P8',
    file: `${core}/http/own-members.ts`,
    find: '  return one.length === other.length && one.toLowerCase() === other.toLowerCase()',
    replace: '  return one === other',
    noticedBy: {
      file: incoming,
      test: "F77 PING's own members in camel case are read as ever, page by page",
    },
  },
  {
    name: 'rows of another intervention taken for none',
    breaks: "A cache gives another child's details, and UNHCR is told that this one cannot be delivered.",
    property: 'P4',
    file: `${core}/flows/referrals-in/read-details.ts`,
    find: "  if (rows.length === 0 && isForeign) return failed(unreadable('ping'))\n",
    replace: '',
    noticedBy: {
      file: 'test/referrals-in/listing.test.ts',
      test: 'rows of nothing but another intervention are no details of this one, and UNHCR is told nothing',
    },
  },
  {
    name: 'counts of a list not compared',
    breaks: 'A page loses rows on the way, and the children on it count as taken back.',
    property: 'P1',
    file: `${core}/ping/client.ts`,
    find: '(saysMore && rows.length === 0) || counts.lacksSome()',
    replace: 'saysMore && rows.length === 0',
    noticedBy: {
      file: 'test/referrals-in/short-lists.test.ts',
      test: 'F78 a list that holds less than it should and counts more than it gives is incomplete: what it gives goes on, nothing is withdrawn',
    },
  },
  {
    name: 'a list that lost most believed at once',
    breaks: 'A saved query in proGres breaks for an hour, and every pending referral is withdrawn.',
    property: 'P1',
    file: `${core}/flows/unlisted.ts`,
    find: '  const isDoubtful = missing >= fewestLost && missing * 2 > pending',
    replace: '  const isDoubtful = false',
    noticedBy: {
      file: 'test/referrals-in/short-lists.test.ts',
      test: 'F78 a list that holds less than it should of most of what was pending withdraws nothing and asks nothing of it, until the next run reads the same',
    },
  },
  {
    name: 'a byte-order mark left before JSON',
    breaks: 'A gateway is moved to Windows, and no answer of it can be read any more.',
    property: 'P8',
    file: `${core}/http/system.ts`,
    find: '    const body = bare(answer.body)',
    replace: '    const { body } = answer',
    noticedBy: {
      file: incoming,
      test: 'F79 a mark "ï»¿" before every JSON of both systems is no part of it',
    },
  },
  {
    name: 'an unreadable row of proGres passed over',
    breaks: 'A row of the list is garbled, nobody hears of it, and its referral counts as taken back.',
    property: 'P1',
    file: `${core}/flows/referrals-in/discover.ts`,
    find: '    if (unreadable > 0) whole = false\n',
    replace: '',
    noticedBy: {
      file: 'test/referrals-in/unreadable-rows.test.ts',
      test: 'F80 a row that cannot be read of the list (null) is told by itself: the others go, and nothing is withdrawn',
    },
  },
  {
    name: 'a changed case that cannot be read passed over',
    breaks: 'A case is garbled once, the next run begins behind it, and its decision never leaves.',
    property: 'P1',
    file: `${core}/flows/changed-cases.ts`,
    find: '      if (firstUnread === null || changedAt < firstUnread) firstUnread = changedAt\n',
    replace: '',
    noticedBy: {
      file: 'test/decisions-out/whose-word.test.ts',
      test: 'F80 the cursor stays before a case that cannot be read, however long after it others changed',
    },
  },
  {
    name: 'a second referral sent while the first cannot be read',
    breaks: 'The row of a referral is garbled, and UNHCR gets the same child twice.',
    property: 'P2',
    file: `${core}/flows/referrals-out/flow.ts`,
    find: '  const sent = known.filter((item) => maybeSent(item) && !shown.has(item.key))',
    replace: '  const sent: readonly LedgerItem[] = []',
    noticedBy: {
      file: 'test/referrals-out/whose-word.test.ts',
      test: 'F80 a second referral of a service is held while the first, which UNHCR has, cannot be read',
    },
  },
  {
    name: 'text that is no UTF-8 read as it looks',
    breaks: 'A gateway tells names in Latin-1, and the child is called Jos\ufffd in Primero from then on.',
    property: 'P1',
    file: `${core}/http/system.ts`,
    find: "answer.isGarbled === true ? 'unreadable' : parsed",
    replace: 'parsed',
    noticedBy: {
      file: incoming,
      test: 'F77 names in Latin-1 are nobody’s word: they come later, letter by letter',
    },
  },
  {
    name: 'any words that begin with "No data" taken for an empty list',
    breaks: 'PING has no database for a minute, and UNHCR is told that it took all its referrals back.',
    property: 'P1',
    file: `${core}/ping/envelope.ts`,
    find: "  return text.trim() === '' || wordsForNothing.test(text)",
    replace: "  return text.trim() === '' || /^no data/i.test(text)",
    noticedBy: {
      file: `${core}/ping/envelope.test.ts`,
      test: 'a retrieval answer with "No database connection"',
    },
  },
  {
    name: 'an answer of somebody else heard as one of the system',
    breaks:
      'A gateway fails with 200, and PING is asked for every referral of the country in vain, run after run.',
    property: 'P14',
    file: `${core}/http/system.ts`,
    find: '      if (isOthers(whole, purpose)) return othersWord(purpose)\n',
    replace:
      '      if (isOthers(whole, purpose)) {\n        heard()\n        return othersWord(purpose)\n      }\n',
    noticedBy: {
      file: incoming,
      test: 'F77 a gateway that fails with 200 counts as PING in trouble: it is not asked for every referral in vain',
    },
  },
  {
    name: 'a new case that was never made taken for one that is gone',
    breaks:
      'A gateway answers in place of Primero, and the child waits for a person who cannot find the case either.',
    property: 'P1',
    file: `${core}/flows/referrals-in/write.ts`,
    find: "    if (read === undefined && writing.creates) return run.fail(referral, unreadable('primero'))\n",
    replace: '',
    noticedBy: {
      file: incoming,
      test: 'F77 a new case that somebody answers with 204 and nothing, and that was never made, is made later',
    },
  },
  {
    name: 'our own row that somebody sends back taken for one that was written',
    breaks:
      'A gateway sends back what it was sent, and the referral waits for a person who cannot find its row.',
    property: 'P1',
    file: `${core}/primero/client.ts`,
    find: '      const isDue = (said: SystemAnswer): boolean => isChanged(said, id)\n',
    replace: '      const isDue = isWritten\n',
    noticedBy: {
      file: 'test/worlds/found.test.ts',
      test: '(P1, F96) a row whose writing somebody answers by sending it back is written into its case by a later run, though it was sent back twice',
    },
  },
]
