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
]
