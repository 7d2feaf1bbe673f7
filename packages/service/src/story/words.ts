import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { ownerWords } from '../words/words.ts'

/** A count with its noun: `1 child`, `3 children`, `no child`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  if (count === 0) return `no ${one}`
  return count === 1 ? `1 ${one}` : `${count} ${several}`
}

/** The first letter in capitals. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What stands under the reasons of a run, for people: what it is, whose move it is, what they do. */
export function reasonWords({
  flow,
  reasons: found,
}: Pick<RunReport, 'flow' | 'reasons'>): readonly string[] {
  return found.flatMap(({ code, state, count, items }) => {
    const { sentence: what, nextStep } = reasons[code]
    if (state === 'waiting') return [`${count} ${count === 1 ? 'waits' : 'wait'}: ${what} ${nextStep}`]
    const needs = count === 1 ? 'needs' : 'need'
    return [
      `${count} ${needs} attention: ${items.join(', ')}`,
      what,
      `Whose move: ${ownerWords[ownerOf(code, flow)]}. Next: ${nextStep}`,
    ]
  })
}
