import type { Kept } from './evidence-figures.ts'
import { cell } from './test-names.ts'

/** A row of a table. */
export function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((one) => cell(String(one))).join(' | ')} |`
}

/** A number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString('en').replaceAll(',', ' ')
}

/** Where and when figures are from; loud where the part failed. */
export function from(part: Omit<Kept<unknown>, 'figures'> | null): string {
  if (part === null) return 'Not run yet.'
  const { command, date, commit, passed } = part
  return `${passed ? '' : '**FAILED**: '}\`${command}\`, ${date}, commit ${commit}`
}
