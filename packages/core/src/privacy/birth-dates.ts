/** Names of the months in the languages of the field, each as it is long and as it is cut short. */
const months = [
  'january|jan|janvier|janv|enero|ene|يناير|كانون الثاني',
  'february|feb|février|fevrier|févr|febrero|فبراير|شباط',
  'march|mar|mars|marzo|مارس|آذار',
  'april|apr|avril|avr|abril|abr|أبريل|ابريل|نيسان',
  'may|mai|mayo|مايو|أيار',
  'june|jun|juin|junio|يونيو|حزيران',
  'july|jul|juillet|juil|julio|يوليو|تموز',
  'august|aug|août|aout|agosto|ago|أغسطس|آب',
  'september|sept|sep|septembre|septiembre|سبتمبر|أيلول',
  'october|oct|octobre|octubre|أكتوبر|تشرين الأول',
  'november|nov|novembre|noviembre|نوفمبر|تشرين الثاني',
  'december|dec|décembre|decembre|déc|diciembre|dic|ديسمبر|كانون الأول',
].map((names) => names.toLowerCase().normalize('NFKC').split('|'))

/** The longest first, or `mar` would be read of `march`. */
const monthNames = months
  .flat()
  .toSorted((one, other) => other.length - one.length)
  .join('|')

const day = String.raw`\d{1,2}(?:st|nd|rd|th|er)?`
const year = String.raw`(?:19|20)\d{2}`
const between = String.raw`[\s.,/-]*(?:(?:of|de|del)\s+)?`

interface Ymd {
  readonly year: number
  readonly month: number
  readonly day: number
}

function monthOf(name: string): number {
  return months.findIndex((names) => names.includes(name)) + 1
}

/** The ways in which a date may be meant, by its parts. */
const forms: readonly (readonly [RegExp, (parts: readonly string[]) => readonly Ymd[]])[] = [
  [
    new RegExp(String.raw`(?<!\d)(${year})([-/. ])(\d{1,2})\2(\d{1,2})(?!\d)`, 'gu'),
    ([year, , month, day]) => [ymd(year, month, day)],
  ],
  [
    new RegExp(String.raw`(?<![\p{L}\d.])(\d{1,2})([-/. ])(\d{1,2})\2(${year}|\d{2})(?![\d.])`, 'gu'),
    ([one, , other, year]) => [ymd(year, other, one), ymd(year, one, other)],
  ],
  [
    new RegExp(`(?<!\\d)(${day})${between}(${monthNames})(?!\\p{L})${between}(${year})(?!\\d)`, 'gu'),
    ([day, month = '', year]) => [ymd(year, monthOf(month), day)],
  ],
  [
    new RegExp(`(?<!\\p{L})(${monthNames})[\\s.-]+(${day})[\\s.,-]+(${year})(?!\\d)`, 'gu'),
    ([month = '', day, year]) => [ymd(year, monthOf(month), day)],
  ],
]

/** Words that say of a year or a date that somebody was born then. */
const birthWords =
  /(?<!\p{L})(?:born|birth|birthday|dob|d\.o\.b\.?|née?|naissance|nacid[oa]|nacimiento|مواليد|مولود|مولودة|ميلاد)(?!\p{L})\D{0,20}\d/u

function ymd(
  year: string | number | undefined,
  month: string | number | undefined,
  day: string | undefined,
): Ymd {
  return { year: Number(year), month: Number(month), day: Number.parseInt(day ?? '', 10) }
}

/** Years that are written with two digits: of this century, unless that would be long from now. */
function wholeYear(year: number, nowMs: number): number {
  if (year > 99) return year
  return year <= (new Date(nowMs).getUTCFullYear() % 100) + 5 ? 2000 + year : 1900 + year
}

const dayMs = 24 * 60 * 60_000

function isPast({ year, month, day }: Ymd, nowMs: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  // A day more: somewhere it is tomorrow already.
  return Date.UTC(wholeYear(year, nowMs), month - 1, day) <= nowMs + dayMs
}

/** Whether a text holds a date on which somebody could be born, and the text without any dates. */
export function bornOn(text: string, nowMs: number): { readonly dates: boolean; readonly rest: string } {
  let rest = text.toLowerCase()
  let dates = birthWords.test(rest)
  for (const [form, meant] of forms) {
    rest = rest.replaceAll(form, (found: string, ...parts: readonly unknown[]) => {
      const texts = parts.filter((part) => typeof part === 'string')
      dates ||= meant(texts).some((date) => isPast(date, nowMs))
      return '\u2026'
    })
  }
  return { dates, rest }
}
