import { describe, expect, test } from 'vitest'
import { programOf } from '../../packages/service/src/cli.ts'
import { isOfProgram, optionName, pages, printedOn, wordsOf } from './printed.ts'

const all = pages.flatMap(printedOn).filter((one) => isOfProgram(one) && !optionName.test(one.line))

describe('what the pages print to be typed', () => {
  test('is found', () => expect(all.length).toBeGreaterThan(50))

  test.each(all)('$page: $line', async ({ line, short }) => {
    // With a deployment that was named before, where the reader is left to put it.
    const known = short && !line.includes('--deployment') && /^(?:run|check|reconcile) /.test(line)
    const words = wordsOf(known ? `${line} --deployment deployments/sandbox` : line)
    const typed = words.length === 1 ? [...words, '--help'] : words
    const program = programOf(async () => {})
    for (const command of program.commands) command.configureOutput({ writeOut: () => {} })
    const said = await program.parseAsync([...typed], { from: 'user' }).then(() => 'understood', String)
    expect(said).toBe(typed.includes('--help') ? 'CommanderError: (outputHelp)' : 'understood')
  })
})
