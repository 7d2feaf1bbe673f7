import { cell } from './test-names.ts'

/** A row of a table. */
export function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((one) => cell(String(one))).join(' | ')} |`
}

/** A number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString('en').replaceAll(',', ' ')
}
