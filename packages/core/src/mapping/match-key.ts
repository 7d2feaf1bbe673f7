import { withoutMarks, withPlainBlanks, withPlainWidth } from '../text/marks.ts'

const plainAscii = /^[!-~]+(?: [!-~]+)*$/
const quotedAscii = /^(?:"[^"]+"|'[^']+'|`[^`]+`)$/

/**
 * A text as it is compared with the keys of a map, of the map and of a record alike (`interface.md`, Value maps): what
 * people do not see is no difference, such as the kind, number and place of blanks, marks without a shape, letters put
 * together of two or of another width, quotation marks around the whole, and the dashes, apostrophes and the one sign for
 * three full stops of a word processor. Letter case and everything else is one.
 */
export function matchKey(text: string): string {
  const plain = plainAscii.test(text) ? text : folded(text)
  return quotedAscii.test(plain) ? plain.slice(1, -1).trim() : plain
}

function folded(text: string): string {
  return withoutMarks(withPlainWidth(withPlainBlanks(text.normalize('NFC'))))
    .replace(/[\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/\s+/g, ' ')
    .trim()
}
