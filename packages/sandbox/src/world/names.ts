import type { SeededRandom } from './random.ts'

/** A script that names are written in. */
export type Script = 'latin' | 'ethiopic' | 'arabic'

type Syllables = readonly [string, ...string[]]

const syllables: Readonly<Record<Script, Syllables>> = {
  latin: [
    'za',
    'qui',
    'xo',
    'vel',
    'tum',
    'rak',
    'nib',
    'olo',
    'wez',
    'dim',
    'yup',
    'fos',
    'gel',
    'hab',
    'jik',
    'puz',
  ],
  ethiopic: ['ዘ', 'ቁ', 'ሺ', 'ቬ', 'ጡ', 'ራ', 'ኒ', 'ኦ', 'ዌ', 'ዲ', 'ዩ', 'ፎ', 'ጌ', 'ሃ', 'ጂ', 'ፑ'],
  arabic: ['زا', 'قو', 'شي', 'فل', 'طم', 'رك', 'نب', 'وز', 'دم', 'يغ', 'فس', 'جل', 'هب', 'خي', 'بز', 'سق'],
}

/** A name that nobody bears: syllables put together at random. */
export function inventName(script: Script, random: SeededRandom): string {
  const count = script === 'latin' ? 2 + random.below(2) : 3 + random.below(2)
  let name = ''
  for (let part = 0; part < count; part++) name += random.pick(syllables[script])
  return script === 'latin' ? name.charAt(0).toUpperCase() + name.slice(1) : name
}

const heads: Readonly<Record<Script, string>> = { latin: 'Zqx', ethiopic: 'ዝቅኽ', arabic: 'ظقخ' }

/**
 * An unmistakable text for one field of one child: no other field of any child has it, and it stands in no word of any
 * language.
 */
export function markerName(script: Script, field: number, child: number): string {
  if (script === 'latin') return `${heads.latin}${(child * 32 + field + 46_656).toString(36)}q`
  const digits = (child * 32 + field + 4096).toString(16)
  const letters = Array.from(digits, (digit) => syllables[script][Number.parseInt(digit, 16)] ?? '')
  return `${heads[script]}${letters.join('')}`
}
