import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  ['nothing to take away', 'nothing to take away'],
  ['  many \n\t blanks  ', 'many blanks'],
  ['<p>Lives with&nbsp;an aunt</p>', 'Lives with an aunt'],
  ['<p>one</p><p>two</p>', 'one two'],
  ['<ul><li>one</li><li>two</li></ul>', 'one two'],
  ['a<br>b<br/>c', 'a b c'],
  ['em<b>pha</b>sis', 'emphasis'],
  ['A &amp; B &lt;C&gt; &#39;D&#39; &quot;E&quot; caf&eacute; &#x1F600;', `A & B <C> 'D' "E" café 😀`],
  ['x<script>alert("y")</script><style>p{}</style>z', 'x z'],
  ['x<!-- hidden -->y', 'xy'],
  ['x<SCRIPT>y</SCRIPT >z', 'x z'],
  ['x<style/>y', 'x y'],
  ['<div>one</p>two</DIV>three', 'one two three'],
  ['<p title="a &amp; b">c', 'c'],
  ['<o:p>from a word processor</o:p>', 'from a word processor'],
  ['weighs <than 20 kg', 'weighs <than 20 kg'],
  ['2 < 3 and 5 > 4', '2 < 3 and 5 > 4'],
  ['an end <!-- that never comes', 'an end <!-- that never comes'],
  ['<p title="cut', '<p title="cut'],
  ['ትርጉም \u202bعربي\u202c', 'ትርጉም \u202bعربي\u202c'],
  ['[not a history]', '[not a history]'],
  ['[1,2]', '[1,2]'],
  ['{"a":"b"}', '{"a":"b"}'],
  ['', ''],
  ['<p> &nbsp; </p>', ''],
  ['cut &amp', 'cut &'],
  ['an end &', 'an end &'],
])('%j reads %j', (note, words) => {
  expect(plainText(note)).toBe(words)
})

test('of a comment history only the texts are taken, never the authors (hazard of JSON history in notes)', () => {
  const history = JSON.stringify([
    { CreatedBy: 'Abeba Invented', Text: '<p>Needs shelter &amp; food</p>', CreatedOn: '2026-01-01' },
    { CreatedBy: 'Tesfa Invented', CreatedOn: '2026-01-02' },
    { CreatedBy: 'Abeba Invented', Text: 'Urgent', CreatedOn: '2026-01-03' },
  ])
  expect(plainText(history)).toBe('Needs shelter & food, Urgent')
})

test.each([
  ['of one comment without a list', '{"CreatedBy":"Abeba Invented","Text":"Urgent"}', 'Urgent'],
  ['that says only texts', ' [{"Text":"Urgent"},{"Text":"<p>Soon</p>"}]', 'Urgent, Soon'],
  ['of one comment that says only its text', '{"Text":"Urgent"}', 'Urgent'],
  ['whose author is more than a name', '[{"CreatedBy":{"Text":"Abeba Invented"},"Text":"Urgent"}]', 'Urgent'],
  ['of an author without a text', '[{"CreatedBy":{"Text":"Abeba Invented"}}]', ''],
  ['of a time without a text', '[{"CreatedOn":{"Text":"Monday"}}]', ''],
  ['whose text is none', '[{"CreatedBy":"Abeba Invented","Text":{"Text":"Abeba Invented"}}]', ''],
])('a history %s is read as well', (_, history, words) => {
  expect(plainText(history)).toBe(words)
})

test('a history that was cut off still keeps its authors back', () => {
  const cut =
    '[{"CreatedBy":"Abeba Invented","Text":"Say \\"yes\\"","CreatedOn":"x"},{"CreatedBy":"Tesfa Invented","Text":"Urg'
  expect(plainText(cut)).toBe('Say "yes", Urg')
  expect(plainText('[{ "CreatedBy" : "Abeba Invented", "Text" : "Urg')).toBe('Urg')
})

test('a text that was cut within a letter is left out', () => {
  expect(plainText('[{"CreatedBy":"Abeba Invented","Text":"one"},{"Text":"tw\\u00')).toBe('one')
})

test('no note makes it throw', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '-->',
    '<p',
    '</p>',
    '&',
    '&#',
    ';',
    '"Text":"',
    '[{"CreatedBy":',
    '\\',
    ']',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
      expect(typeof plainText(parts.join(''))).toBe('string')
    }),
  )
})

test.each(['<', '<!--', '<p ', '<p>', '&lt', '[{"CreatedBy":"Text":"', '<b/'])(
  'a hundred thousand times %s comes to an end',
  (piece) => {
    expect(typeof plainText(piece.repeat(100_000))).toBe('string')
  },
)
