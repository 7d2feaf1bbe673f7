import { expect, test } from 'vitest'
import { aboutWords } from './about.ts'

test.each([
  ['nothing', 'field-missing', [], ''],
  ['fields', 'field-missing', ['name_first', 'sex'], ' [name_first, sex]'],
  ['numbers without a reason', null, ['1'], ' [1]'],
  [
    'what stopped the flow, with its sentence',
    'flow-stopped',
    ['primero-credentials-refused'],
    ' [Primero refused the user name or password. It says the same of an account that others have locked. (primero-credentials-refused)]',
  ],
] as const)('what a reason is about: %s', (_says, reason, about, words) => {
  expect(aboutWords(reason, about)).toBe(words)
})
