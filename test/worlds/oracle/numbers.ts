/** How individual numbers are read by whoever judges: by a reckoning of its own, not by the product's. */

/** The noughts of the scripts that worlds write digits in. */
const noughts = [0x660, 0x6f0] as const

function signOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  const nought = noughts.find((one) => code >= one && code < one + 10)
  if (nought !== undefined) return String(code - nought)
  return /[A-Z0-9]/.test(sign) ? sign : '-'
}

function signsOf(written: string): string {
  const seen = written
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toUpperCase()
  return Array.from(seen, signOf).join('')
}

/** Whom a number stands for, however it is written: its letters and digits; null where it has none. */
export function whoseNumber(written: string | null | undefined): string | null {
  const own = signsOf(written ?? '').replaceAll('-', '')
  return own === '' ? null : own
}

/** Whether nobody can be known by a number: fewer than five digits in a row, nothing but noughts, or one digit throughout. */
export function isNobodys(written: string | null | undefined): boolean {
  const signs = signsOf(written ?? '')
  const long = signs.split(/\D+/).some((run) => run.length >= 5 && Number(run) > 0)
  return !long || new Set(signs.replace(/\D/g, '')).size < 2
}

/** Whether Primero's filters, which compare every mark, find a number that is asked for as proGres has it. */
export function isFiltered(written: string | null): boolean {
  return written !== null && /^[A-Za-z0-9-]+$/.test(written)
}
