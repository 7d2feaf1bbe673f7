import { expect, test } from 'vitest'
import { refusal } from './refusal.ts'
import { refusalWords } from './words.ts'

test('what was mistyped is the move of whoever typed it, everything else that of its owner', () => {
  expect(refusalWords(refusal('arguments-invalid', 'It says: unknown command.')).split('\n')).toEqual([
    'The command was not understood. It says: unknown command. (arguments-invalid)',
    'Whose move: you. Next: Correct the command; `ping-primero <command> --help` says what it takes.',
  ])
  expect(refusalWords(refusal('secret-missing', 'PING_USERNAME.'))).toContain(
    'Whose move: the administrator.',
  )
  expect(refusal('arguments-invalid', '').owner).toBe('administrator')
})

test('what is settled already goes on by nobody', () => {
  expect(refusalWords(refusal('already-settled', ''))).toContain('\nWhose move: nobody. Next: ')
})
