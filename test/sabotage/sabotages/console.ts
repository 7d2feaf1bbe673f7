import type { Sabotage } from '../sabotage-of.ts'

const pages = 'packages/console/src'
const access = `${pages}/access.test.ts`
const referral = 'packages/service/src/console/referral.test.ts'

/** What somebody sees and does in the console. */
export const ofConsole: readonly Sabotage[] = [
  {
    name: 'every role let in to everything',
    breaks: 'Whoever may only look lets go what is held for consent, and the data of a child leaves.',
    property: 'P5',
    file: `${pages}/admission.ts`,
    find: 'if (may.includes(role))',
    replace: 'if (may.length > 0)',
    noticedBy: {
      file: access,
      test: "'POST' '/d/:deployment/referral/release' is answered as it should be: viewer",
    },
  },
  {
    name: 'a role of one country good for all',
    breaks: 'People of one country read which children another one refers, and what became of them.',
    property: 'P11',
    file: `${pages}/admission.ts`,
    find: 'visit.viewer.roleIn(deployment.name)',
    replace: "visit.viewer.roleIn(deployment.name) ?? visit.viewer.roleIn('gambella')",
    noticedBy: {
      file: `${pages}/app.test.ts`,
      test: 'whoever has no role in a deployment sees the same as where there is none',
    },
  },
  {
    name: 'a button pressed by another site',
    breaks: 'A page that somebody is led to pauses a flow or lets a referral go in their name.',
    property: 'P16',
    file: `${pages}/entry/transport.ts`,
    find: 'return new URL(said).origin === ours',
    replace: "return ours !== ''",
    noticedBy: { file: access, test: "POST '/d/:deployment/referral/release' does nothing for another site" },
  },
  {
    name: 'a button pressed twice',
    breaks: 'Whoever presses twice over a slow line has done it twice.',
    property: 'P16',
    file: `${pages}/acts/submit.ts`,
    find: "if (claim.kind === 'done')",
    replace: "if (claim.kind === 'done' && once === '')",
    also: [
      { find: "if (claim.kind === 'under-way')", replace: "if (claim.kind === 'under-way' && once === '')" },
    ],
    noticedBy: {
      file: `${pages}/acts/submit.test.ts`,
      test: 'pressed twice it is done once, and both presses lead to the result',
    },
  },
  {
    name: 'let go for another reason than was asked',
    breaks: 'Somebody confirms that the type of service is right, and lets go what waits for consent.',
    property: 'P5',
    file: `${pages}/pages/referral/deeds/release.ts`,
    find: 'item === undefined || item.reason !== reason',
    replace: 'item === undefined',
    noticedBy: {
      file: referral,
      test: 'held until a person says yes what is held for another reason by now is not let go',
    },
  },
  {
    name: 'a note that names a person kept',
    breaks: 'The telephone number of a family stands in a history that nobody can delete.',
    property: 'P12',
    file: `${pages}/acts/free-text.ts`,
    find: 'if (found.length > 0)',
    replace: 'if (found.length > 9)',
    noticedBy: {
      file: `${pages}/acts/submit.test.ts`,
      test: 'what seems to hold something of a person is not kept; its kind is named, and the form is still good',
    },
  },
  {
    name: 'an act that reaches what its number does not carry',
    breaks: 'A form changed in the browser settles the referral of another child.',
    property: 'P16',
    file: `${pages}/pages/referral/deeds/named.ts`,
    find: 'item.flow === flow && item.key === key',
    replace: 'item.flow === flow',
    noticedBy: { file: referral, test: 'no form reaches what its number does not carry' },
  },
  {
    name: 'the number of a child put into an address',
    breaks: 'Browsers, proxies and their logs keep by which number a child was looked for.',
    property: 'P11',
    file: `${pages}/pages/referrals/find.ts`,
    find: 'referralAddress(reading.deployment.name, only.key)',
    replace: 'referralAddress(reading.deployment.name, number)',
    noticedBy: {
      file: 'packages/service/src/console/referrals.test.ts',
      test: 'a number of a child finds the referral, and stands in no address and on no page',
    },
  },
  {
    name: 'what could not be read called gone',
    breaks:
      'While proGres is down a caseworker reads that UNHCR no longer has the referral, and sends it by hand.',
    property: 'P9',
    file: 'packages/core/src/reconcile/look-at-outgoing.ts',
    find: "if (!records.whole) return count === 1 ? 'there' : 'unread'",
    replace: "if (!records.whole) return count === 1 ? 'there' : 'absent'",
    noticedBy: {
      file: 'test/reconcile/live-look.test.ts',
      test: 'of a system that cannot be read nothing is concluded',
    },
  },
]
