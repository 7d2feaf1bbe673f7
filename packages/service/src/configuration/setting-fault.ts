import { lossIn, marksIn, oddBlankIn } from '@ping-primero/core/text/marks.ts'

/** How a setting is read: keys as they are, for ids hang on them; passwords but for a few signs; all else strictly. */
type Strictness = 'key' | 'password' | 'plain'

const quoted = /^(["'`]).*\1$|^[\u201c-\u201f\u2018-\u201b\u00ab].*[\u201c-\u201f\u2018-\u201b\u00bb]$/s

/** What stands for a secret in files of other programs, and comes here when they have not put it in. */
const unfilled: readonly RegExp[] = [
  /^\$[{(][^{}()]*[})]$/,
  /^\{\{.*\}\}$/,
  /^[$%][A-Z0-9]+_[A-Z0-9_]+%?$/,
  /^<[A-Za-z][A-Za-z _-]*>$/,
  /^@Microsoft\.KeyVault\(.*\)$/,
  /^(?:op:\/\/|vault:|arn:aws:secretsmanager:|projects\/[^/]+\/secrets\/)/,
  /^(?:undefined|null|\[object Object\])$/,
]

function strictnessOf(name: string): Strictness {
  if (name === 'LEDGER_KEY' || name === 'LEDGER_KEYS_OLD') return 'key'
  return name.endsWith('_PASSWORD') ? 'password' : 'plain'
}

/**
 * Why a setting of this name cannot be what was meant (`interface.md`, Secrets), in words that show nothing of it; null =
 * it can be. What is part of a password, such as letters of any script and blanks, is never a fault of one.
 */
export function faultOfSetting(name: string, value: string): string | null {
  const strictness = strictnessOf(name)
  const unseen = lossIn(value)?.found ?? marksIn(value)[0]?.name
  if (unseen !== undefined) return unseen
  if (/[\r\n\v\f\u2028\u2029]/.test(value)) return 'a line end, so that there is more than one line'
  if (strictness === 'key') return null
  if (value.trim() === '') return 'nothing but blanks'
  const blank = value.includes('\t') ? 'a tab' : oddBlankIn(value)
  if (blank !== null) return blank
  if (new RegExp(`^(?:export |set |\\$env:)?[A-Z_]*${name} ?[=:]`).test(value)) return 'its own name'
  if (unfilled.some((shape) => shape.test(value))) return 'the name of a variable that nothing filled in'
  if (/^[*\u2022\u25cf]+$/.test(value)) return 'the signs that hide a password'
  if (value.startsWith('\u00ef\u00bb\u00bf')) return 'a byte order mark that was read as something else'
  if (quoted.test(value)) return 'quotation marks around it'
  if (strictness === 'password') return null
  if (value !== value.trim()) return 'blanks around it'
  return name === 'PING_SUBSCRIPTION_KEY' && /[^!-~]/.test(value) ? 'what cannot stand in a header' : null
}
