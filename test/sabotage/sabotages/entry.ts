import type { Sabotage } from '../sabotage-of.ts'

const accounts = 'packages/service/src/console/accounts'
const signIn = `${accounts}/sign-in.test.ts`
const refused = `${accounts}/refused.test.ts`

/** Who is let in to the console. */
export const ofEntry: readonly Sabotage[] = [
  {
    name: 'a sign-in taken that nobody here began',
    breaks:
      'Whoever sends somebody a link has them work, and be written down, under an account that is not theirs.',
    property: 'P21',
    file: `${accounts}/provider.ts`,
    find: "if (!isSame(query.get('state') ?? '', state))",
    replace: "if (state === '')",
    also: [{ find: 'expectedState: state', replace: "expectedState: query.get('state') ?? state" }],
    noticedBy: {
      file: refused,
      test: 'whoever is not let in is told why, and nobody enters a way back whose state is another one',
    },
  },
  {
    name: 'an address that nobody vouches for taken for a name',
    breaks: 'Whoever writes a colleague’s address into their profile is written down as that colleague.',
    property: 'P21',
    file: `${accounts}/claims.ts`,
    find: "own(claims, 'email_verified') === false",
    replace: 'false',
    noticedBy: {
      file: refused,
      test: 'whoever is not let in is told why, and nobody enters an address that nobody vouches for is no name',
    },
  },
  {
    name: 'several organisations that share their names',
    breaks: 'What an account of one organisation does is written down as done by that of another.',
    property: 'P21',
    file: `${accounts}/newcomer.ts`,
    find: 'organisations > 1',
    replace: 'organisations > 9',
    noticedBy: {
      file: signIn,
      test: 'where several organisations sign in, an account goes under the name of its own',
    },
  },
  {
    name: 'sessions said to be ended that go on',
    breaks: 'Whoever was shut out by an administrator goes on reading which children are referred.',
    property: 'P21',
    file: 'packages/service/src/console/entered.ts',
    find: 'for (const { id } of here) await open(id, transaction).set({ ended_at: at }).execute()',
    replace: '',
    noticedBy: {
      file: 'packages/service/src/console/entered.test.ts',
      test: 'the sessions of an account end in every browser, where it has a role, and that stands there once',
    },
  },
  {
    name: 'what is refused told to nobody',
    breaks: 'Somebody tries for weeks what other roles may, and those who run the server do not see it.',
    property: 'P21',
    file: 'packages/service/src/console/refused-requests.ts',
    find: "log({ event: 'request-refused', why, count: kind.count })",
    replace: '',
    noticedBy: {
      file: 'packages/service/src/console/refused-requests.test.ts',
      test: 'the first of a kind is told at once, those of the next minute by their number, and nothing of who it was',
    },
  },
]
