import type { Sabotage } from '../sabotage-of.ts'

const incoming = 'packages/core/src/flows/referrals-in'
const found = 'test/referrals-in/identity-found.test.ts'
const readBack = 'test/referrals-in/identity-read-back.test.ts'
const listedAtOnce = 'test/referrals-in/identity-listed-at-once.test.ts'
const birthDate = 'packages/core/src/mapping/birth-date.ts'
const birthTests = 'test/referrals-in/birth-dates.test.ts'

/** Whose child a referral is (F74), and when it was born (F76). */
export const identitySabotages: readonly Sabotage[] = [
  {
    name: 'case of another child written to (1.1)',
    breaks: 'My case worker reads what UNHCR asks for another child, and that child gets nothing.',
    property: 'P4',
    file: `${incoming}/find.ts`,
    find: `  if (other !== null) return other
`,
    replace: '',
    noticedBy: {
      file: found,
      test: 'the case found under a number 1.1-17 (F74) of another child is not written to: birth date, sex and name differ',
    },
  },
  {
    name: 'another child at the read-back confirmed (1.1)',
    breaks: 'UNHCR is told that I am served, and the service stands with a child of another name.',
    property: 'P9',
    file: `${incoming}/write.ts`,
    find: `  if (others.length > 0) return hold(run, referral, identityDiffers(others))
`,
    replace: '',
    noticedBy: {
      file: readBack,
      test: 'a case read back (F74) after our row was appended is not confirmed once it is another child’s',
    },
  },
  {
    name: 'two children of one number put into one case (1.1)',
    breaks: 'Two of us were registered under one number, and our needs stand in one file.',
    property: 'P4',
    file: `${incoming}/intend.ts`,
    find: 'referral.contested.length > 0 && !isLetGo(item)',
    replace: 'referral.contested.length > 99 && !isLetGo(item)',
    noticedBy: {
      file: listedAtOnce,
      test: 'two interventions listed at once under one number (F74) of two children are both held, and nothing is written',
    },
  },
  {
    name: 'children of one number compared within their set alone (1.1)',
    breaks: 'On a day with many referrals, the first of two children of one number gets the file of both.',
    property: 'P4',
    file: `${incoming}/flow.ts`,
    find: 'const siblings = await siblingsOf(run, own)',
    replace: 'const siblings = (await siblingsOf(run, own)).slice(0, 0)',
    noticedBy: {
      file: listedAtOnce,
      test: 'two interventions listed at once under one number (F74) are held as well where they come in different sets of a run',
    },
  },
  {
    name: 'release of something else taken for one of an identity (1.1)',
    breaks: 'Somebody let my removed service be written again, and it went to another child.',
    property: 'P4',
    file: `${incoming}/identity.ts`,
    find: `return releasedAt !== null && reason !== 'service-gone'`,
    replace: 'return releasedAt !== null && reason !== null',
    noticedBy: {
      file: found,
      test: 'the case found under a number (F74) a release of a row that was gone lets no other child’s case be written to',
    },
  },
  {
    name: 'one disagreement taken for two (1.1)',
    breaks: 'My birth date was estimated twice, and my referral waits for weeks.',
    property: 'P1',
    file: 'packages/core/src/domain/identity.ts',
    find: `  'two-differ': 2,`,
    replace: `  'two-differ': 1,`,
    noticedBy: {
      file: found,
      test: 'the case found under a number (F74) is the child’s with an estimated birth date',
    },
  },
  {
    name: 'letters that say the same compared as others (1.1)',
    breaks: 'My name is spelled in the letters of my language here and not there, and my referral waits.',
    property: 'P1',
    file: 'packages/core/src/domain/identity.ts',
    find: 'sameLetters.get(letter) ?? letter',
    replace: '(sameLetters.has(letter) ? letter : letter)',
    noticedBy: {
      file: found,
      test: 'the case found under a number (F74) is the child’s whose name is written in other letters of its script',
    },
  },
  {
    name: 'birth date cut in UTC (1.1)',
    breaks: 'I am a day younger in Primero than I am, and no papers fit.',
    property: 'P6',
    file: birthDate,
    find: 'return midnight === undefined ? writtenDate : dateAt(midnight)',
    replace: 'return writtenDate',
    noticedBy: {
      file: birthTests,
      test: '1.1-06 a birth date arrives as the day that it is midnight-in-utc, in Africa/Nairobi',
    },
  },
  {
    name: "a database's date for none taken for a birth date (1.1)",
    breaks: 'I am 126 years old in Primero.',
    property: 'P6',
    file: birthDate,
    find: 'return age === null || age > oldestChild ? null : day',
    replace: 'return age === null ? null : day',
    noticedBy: {
      file: birthTests,
      test: 'holds a birth date that is no child’s without a word to proGres: the date for none of one database',
    },
  },
  {
    name: 'letters lost on the way taken for a name (1.1)',
    breaks: 'My file opens under four question marks, and nobody knows whose it is.',
    property: 'P4',
    file: 'packages/core/src/mapping/transform-value.ts',
    find: 'rule.required && hasLostItsLetters(text) ? null : text',
    replace: 'text',
    noticedBy: {
      file: 'packages/core/src/mapping/transform-value.test.ts',
      test: 'a required text that lost its letters on its way ???? is nobody’s name',
    },
  },
  {
    name: 'name of nothing visible sent (1.1)',
    breaks: 'My case has no name that anybody can read.',
    property: 'P6',
    file: 'packages/core/src/mapping/source-value.ts',
    find: String.raw`/^[\s\p{Cc}\p{Cf}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]*$/u`,
    replace: String.raw`/^[\s\p{Cc}\p{Cf}]*$/u`,
    noticedBy: {
      file: birthTests,
      test: '1.1-08 a name of nothing visible is an empty one, and the field is named',
    },
  },
  {
    name: 'what UNHCR knows to be decided held once more (1.1)',
    breaks: 'I am asked about a referral that was decided and done with last month.',
    property: 'P1',
    file: 'packages/core/src/flows/referrals-in/find.ts',
    find: '(referral.isKnown ? null : heldAs(there))',
    replace: 'heldAs(there)',
    noticedBy: {
      file: readBack,
      test: 'a case read back (P6, F74) after its decision went to UNHCR is not held, whatever has been corrected since',
    },
  },
]
