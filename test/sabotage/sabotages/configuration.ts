import type { Sabotage } from '../sabotage-of.ts'

const mapping = 'packages/core/src/mapping'
const command = 'packages/service/src/cli-configuration.test.ts'
const spreadsheets = `${mapping}/spreadsheet.test.ts`
const settings = 'packages/service/src/configuration/setting-fault.test.ts'

/** Tables, settings and secrets out of real hands. */
export const ofConfiguration: readonly Sabotage[] = [
  {
    name: 'bytes of another encoding replaced in silence (tables)',
    breaks: 'A label saved by an old spreadsheet is never found again, and nobody is told.',
    property: 'P24',
    file: 'packages/core/src/text/decode.ts',
    find: "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
    replace: "new TextDecoder('utf-8', { ignoreBOM: true })",
    noticedBy: {
      file: 'packages/core/src/text/decode.test.ts',
      test: 'bytes that are no UTF-8 are named, and never replaced Windows-1252',
    },
  },
  {
    name: 'marks that nobody sees let through (tables)',
    breaks: 'A code that came along with a hidden mark is written into the case of a child.',
    property: 'P24',
    file: `${mapping}/cell-fault.ts`,
    find: '  if (mark !== undefined) return { found: mark.name, expected: typedAnew }\n',
    replace: '',
    noticedBy: {
      file: command,
      test: 'a table with a mark that nobody sees ends a run before anything is asked, with file, line and mark',
    },
  },
  {
    name: 'keys compared as they stand (tables)',
    breaks:
      'UNHCR is told that an agreed service is not among the agreed ones, for a blank that nobody sees.',
    property: 'P3',
    file: `${mapping}/match-key.ts`,
    find: '  const plain = plainAscii.test(text) ? text : folded(text)\n',
    replace: "  const plain = plainAscii.test(text) || text !== '' ? text.trim() : folded(text)\n",
    noticedBy: {
      file: 'test/referrals-in/tables.test.ts',
      test: 'a service type that was typed in proGres with a no-break blank is the agreed one',
    },
  },
  {
    name: 'two keys that look the same both taken (tables)',
    breaks: 'Which of two rows a referral goes by is left to their order.',
    property: 'P3',
    file: `${mapping}/value-map-table.ts`,
    find: 'const matched = matchKey(key)',
    replace: "const matched = matchKey('') + key",
    noticedBy: {
      file: `${mapping}/match-key.test.ts`,
      test: 'two keys that differ in nothing visible are refused, for nobody could tell which is meant',
    },
  },
  {
    name: 'what a spreadsheet made of codes taken (tables)',
    breaks: 'A sex or a decision stands in the table as 1.2508E+08, and no record ever shows that.',
    property: 'P24',
    file: `${mapping}/cell-fault.ts`,
    find: '  if (shape !== undefined) return shape[1]\n',
    replace: '',
    noticedBy: {
      file: spreadsheets,
      test: 'what has no plain meaning is refused with line and heading 1.2508E+08, which a spreadsheet made of a code',
    },
  },
  {
    name: 'headings not looked at (tables)',
    breaks: 'Two columns changed places in a spreadsheet, and every language is read the wrong way round.',
    property: 'P3',
    file: `${mapping}/value-map-table.ts`,
    find: '  if (headings.length > 0) return { map: null, problems: headings }\n',
    replace: '',
    noticedBy: {
      file: `${mapping}/value-map-headings.test.ts`,
      test: 'headings are known by name swapped: refused',
    },
  },
  {
    name: 'marks in deployment.yaml let through',
    breaks: 'New cases belong to a user whose name has a hidden mark, whom Primero does not know.',
    property: 'P24',
    file: 'packages/core/src/deployment/yaml-source.ts',
    find: '    ...findUnclear(document)',
    replace: '    ...findUnclear(document).slice(0, 0)',
    noticedBy: {
      file: command,
      test: 'settings with a mark that nobody sees end a run before anything is asked',
    },
  },
  {
    name: 'a byte order mark sent with a password',
    breaks: 'The right password is refused until the account is locked, and nothing tells why.',
    property: 'P14',
    file: 'packages/service/src/configuration/setting-fault.ts',
    find: '  if (unseen !== undefined) return unseen\n',
    replace: '',
    noticedBy: {
      file: command,
      test: 'a password with a byte order mark ends a run before anything is asked, and is not shown',
    },
  },
  {
    name: 'a second line sent with a password',
    breaks: 'The right password is refused until the account is locked, and nothing tells why.',
    property: 'P14',
    file: 'packages/service/src/configuration/setting-fault.ts',
    find: 'if (/[\\r\\n\\v\\f\\u2028\\u2029]/.test(value))',
    replace: 'if (value.length > 1000)',
    noticedBy: { file: settings, test: 'a file with a second line is refused by its variable' },
  },
  {
    name: 'a table in need of mending goes into an OpenFn credential',
    breaks: 'A table that cannot be read goes to OpenFn as an empty one.',
    property: 'P24',
    file: 'packages/service/src/commands/openfn/handler.ts',
    find: 'if (stopping.length > 0) {',
    replace: 'if (stopping.length > 1000) {',
    noticedBy: {
      file: command,
      test: '`openfn build` writes no credential out of a table that a run would refuse',
    },
  },
  {
    name: 'marks that nobody sees let through (tables, worlds)',
    breaks: 'A code that came along with a hidden mark is written into the case of a child.',
    property: 'P24',
    file: `${mapping}/cell-fault.ts`,
    find: '  const [mark] = marksIn(text)\n',
    replace: '  const [mark] = marksIn(text).slice(0, 0)\n',
    noticedBy: 'worlds',
  },
]
