import type { Sabotage } from '../sabotage-of.ts'

const credentials = 'packages/core/src/credentials'
const file = 'test/cross-cutting/refused-credentials.test.ts'
const signIn = 'packages/core/src/primero/sign-in.test.ts'

/** What keeps a refused credential from being tried again and again. */
export const credentialSabotages: readonly Sabotage[] = [
  {
    name: 'a refused credential forgotten',
    breaks: 'Every flow tries the wrong password anew, until Primero locks the account.',
    property: 'P14',
    file: `${credentials}/memory.ts`,
    find: '    await ledger.saveRefusals(account, refused)\n',
    replace: '',
    noticedBy: {
      file,
      test: 'F85 a wrong password of Primero is tried once by four flows; what finds it refused asks nothing, and says since when and until when',
    },
  },
  {
    name: 'a refused credential never rests',
    breaks: 'Over a day the wrong password is tried so often that Primero locks the account.',
    property: 'P14',
    file: `${credentials}/refused.ts`,
    find: 'rests ? restMs : refusedForMs',
    replace: 'refusedForMs',
    noticedBy: {
      file,
      test: 'F85 a wrong password of Primero never locks the account, however long and often it runs',
    },
  },
  {
    name: 'a changed credential held back with the former one',
    breaks: 'The password is corrected, and nothing goes for half an hour all the same.',
    property: 'P14',
    file: `${credentials}/memory.ts`,
    find: 'fingerprint([...options.account, ...options.proof])',
    replace: 'fingerprint(options.account)',
    noticedBy: {
      file,
      test: 'F85 a wrong password of Primero that is changed is tried at once, with the user name or the address changed as well',
    },
  },
  {
    name: 'a credential not tried by check',
    breaks: 'Who has put the account right is told that it is wrong still.',
    property: 'P14',
    file: `${credentials}/memory.ts`,
    find: '    if (options.asked) return null\n',
    replace: '',
    noticedBy: {
      file,
      test: 'F85 a wrong password of Primero is tried by `check` at once; what check finds holds for the runs',
    },
  },
  {
    name: 'a locked account not told from a wrong password',
    breaks:
      'The right password is changed over and over, for Primero refuses it while the account is locked.',
    property: 'P14',
    file: `${credentials}/refused.ts`,
    find: "(why === 'wrong' && locksAt !== null && inARow >= locksAt)",
    replace: 'false',
    noticedBy: {
      file,
      test: 'F85 what refuses is told apart a locked account after six refusals of ours: the right password waits for the end of the lock, and is taken then',
    },
  },
  {
    name: 'an account that is not activated taken for a wrong password',
    breaks: 'A right password is changed where the account had only to be enabled.',
    property: 'P14',
    file: 'packages/core/src/primero/sign-in.ts',
    find: "/not activated/i.test(body) ? 'inactive' : 'wrong'",
    replace: "body === '' ? 'inactive' : 'wrong'",
    noticedBy: {
      file,
      test: 'F85 what refuses is told apart an account that is not activated: the password is right, and enabling it is all there is to do',
    },
  },
  {
    name: 'a password taken as good on the word of a gateway',
    breaks:
      "A gateway's own error comes with 200, and all the requests of a run try the wrong password at once.",
    property: 'P14',
    file: 'packages/core/src/primero/sign-in.ts',
    find: 'return status >= 200 && status < 300 && dataOf(json) !== undefined',
    replace: 'return status < 300 && json !== dataOf',
    noticedBy: {
      file: signIn,
      test: 'a wrong password that a gateway answered with 200 {} is tried once all the same, however many ask',
    },
  },
  {
    name: 'a session that was refused not counted',
    breaks:
      'Primero has counted two wrong attempts where one is remembered, and locks the account before it is left alone.',
    property: 'P14',
    file: 'packages/core/src/primero/sign-in.ts',
    find: '    if (refusedSession !== null) await memory.refused(refusedSession)\n',
    replace: '',
    noticedBy: {
      file: signIn,
      test: 'a password that is changed between two requests of a run: the session and one request are refused, and both are counted',
    },
  },
  {
    name: 'a page with 401 taken for a refused password',
    breaks: 'A firewall answers 401 to one note, and all flows of the country rest for half an hour.',
    property: 'P14',
    file: 'packages/core/src/primero/sign-in.ts',
    find: 'said.status === 401 && isPage(said.body) ? refusedByPage',
    replace: 'said.status === 499 ? refusedByPage',
    noticedBy: {
      file: 'test/cross-cutting/firewalls.test.ts',
      test: '(F81) a page with 401 before Primero that dislikes one text is that record’s in 1.1, and no refused password',
    },
  },
]
