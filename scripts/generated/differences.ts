import { differenceKinds } from '@ping-primero/core/reconcile/catalogue.ts'
import { ownerTexts } from './reasons.ts'

/** The catalogue of differences as a page. */
export function differencesPage(): string {
  const lines = [
    '# How ledger, proGres and Primero can differ',
    '',
    'What `ping-primero reconcile` finds ([what it compares and how](reconcile.md)). Every kind has a stable code, and says',
    'whose move it is.',
    '',
    '| code | what was found | whose move | what to do |',
    '| --- | --- | --- | --- |',
  ]
  for (const [code, { sentence, owner, nextStep }] of Object.entries(differenceKinds)) {
    lines.push(`| \`${code}\` | ${sentence} | ${ownerTexts[owner]} | ${nextStep} |`)
  }
  return `${lines.join('\n')}\n`
}
