import type { Sabotage } from '../sabotage-of.ts'

const check = 'packages/core/src/check'
const addresses = 'test/check-addresses.test.ts'

/** What `check` is to find before a run stumbles over it. */
export const checkSabotages: readonly Sabotage[] = [
  {
    name: 'placeholders not seen by check',
    breaks:
      'A template is taken for a deployment: everything is sent in the name of an office that does not exist.',
    property: 'P8',
    file: `${check}/settings.ts`,
    find: '.filter(([, value]) => isPlaceholder(value))',
    replace: '.filter(() => false)',
    noticedBy: {
      file: addresses,
      test: 'F94 settings placeholders of the template are named with their lines, whether or not a flow is on',
    },
  },
  {
    name: 'a start that is yet to come not seen by check',
    breaks: 'Decisions and referrals wait for months, and nobody is told that they will.',
    property: 'P8',
    file: `${check}/settings.ts`,
    find: 'Date.parse(at) <= now',
    replace: 'at <= at',
    noticedBy: {
      file: addresses,
      test: 'F94 settings a start that is yet to come holds what is changed until then',
    },
  },
  {
    name: 'a clock that is off not seen by check',
    breaks: 'What was changed lately is passed over, as the machine lives in another hour.',
    property: 'P8',
    file: `${check}/addresses.ts`,
    find: 'Math.abs(aheadMs) <= clocksMayDifferMs',
    replace: 'clocksMayDifferMs > 0',
    noticedBy: { file: addresses, test: 'F94 clocks one that is -61000 ms off is named' },
  },
  {
    name: 'an address not looked at closer by check',
    breaks: 'An expired certificate is told as "no answer", and everybody waits for it to pass.',
    property: 'P8',
    file: `${check}/addresses.ts`,
    find: '(await diagnose(url)) ?? byCause',
    replace: 'byCause',
    noticedBy: {
      file: addresses,
      test: 'F94 an address that does not answer is named with setting, line, host, what failed and the remedy a certificate that is expired',
    },
  },
  {
    name: 'a column that proGres does not show not seen by check',
    breaks: 'Every referral is held for a field that is only spelt wrong in the field map.',
    property: 'P8',
    file: `${check}/unseen-sources.ts`,
    find: '!columnsOf(rule).some((column) => shown.has(column))',
    replace: 'shown.size === 0',
    noticedBy: {
      file: addresses,
      test: 'F94 settings a column that no listed record shows is named where several were read, required ones as holding',
    },
  },
  {
    name: 'a schedule that never comes not seen by check',
    breaks: 'A flow is on and never runs.',
    property: 'P8',
    file: 'packages/service/src/commands/check/schedules.ts',
    find: 'if (next.at === null) {',
    replace: "if (next.at === '') {",
    noticedBy: {
      file: 'packages/service/src/commands/check/schedules.test.ts',
      test: 'F94 a schedule 0 0 31 2 *: ["stops schedule-never"]',
    },
  },
]
