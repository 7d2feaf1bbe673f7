import { expect, test } from 'vitest'
import { signInRefusal } from './sign-in-refusal.ts'

const none = { get: () => null, getSetCookie: () => [] }
const oauth = (error: string, words?: string): object => ({
  error,
  ...(words === undefined ? {} : { error_description: words }),
})

test.each([
  [
    'a wrong password of Azure AD B2C',
    400,
    oauth('access_denied', 'AADB2C90225: The username or …'),
    'wrong',
  ],
  ['a wrong password by RFC 6749', 400, oauth('invalid_grant'), 'wrong'],
  ['the same in capitals with 401', 401, oauth('INVALID_GRANT'), 'wrong'],
  ['a password that is over', 400, oauth('invalid_grant', 'AADSTS50055: The password is expired.'), 'wrong'],
  ['an account locked, by its code', 400, oauth('access_denied', 'AADB2C90114: Votre compte …'), 'locked'],
  ['an account locked, by the word', 400, oauth('invalid_grant', 'Your account has been locked.'), 'locked'],
  ['a disabled account', 400, oauth('invalid_grant', 'AADSTS50057: The account is disabled.'), 'inactive'],
  ['an unknown client id', 400, oauth('invalid_request', 'AADB2C90018: The client ID …'), 'configuration'],
  ['an unauthorized client', 401, oauth('invalid_client'), 'configuration'],
  ['a wrong scope', 400, oauth('invalid_scope'), 'configuration'],
  ['no such policy', 404, undefined, 'configuration'],
  ['401 in words of no kind', 401, undefined, 'wrong'],
  ['400 without an error', 400, {}, 'wrong'],
  ['an error that is no text', 400, { error: { code: 7 } }, 'wrong'],
  ["a firewall's page", 403, undefined, null],
  ['a refusal of which a gateway made 200', 200, oauth('invalid_grant'), 'wrong'],
  ['an empty object with 200', 200, {}, null],
  ['a token', 200, { access_token: 'a' }, null],
])('%s (%i): %4$s', (_name, status, json, kind) => {
  expect(signInRefusal({ kind: 'answer', status, headers: none, body: '', json })).toBe(kind)
})
