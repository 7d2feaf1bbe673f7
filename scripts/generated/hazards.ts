import { cell, testNames } from './test-names.ts'

/** The ways in which referrals were lost, doubled or misreported before this project, each in a few words. */
const hazards = [
  'one unknown service type stops the whole run, for ever',
  'a missing birth date or missing details kill the step',
  'only the first page of the list is read',
  'details that run over a page lose a language',
  'an intervention number that begins like another counts as delivered',
  'two runs at once make children twice',
  'one passing trouble ends the run',
  'of several cases with the number the newest is taken',
  'a filter that Primero ignores finds a stranger',
  'a field that Primero drops takes the way back with it',
  'a referral listed again steps back from accepted to pending',
  'every decision is sent again, every hour',
  'of 1,500 decisions 1,000 are sent',
  'an incomplete return address is dropped in silence',
  'of 45 changed cases 20 are read',
  'the cursor moves before anything is sent',
  'a lost answer means a second referral',
  'a change during the run is never seen',
  'an unknown service type goes out as legal support',
  'an incomplete profile is filled up with an administrator',
  'a word goes where a sex code belongs',
  "the group's number takes the place of the individual's",
  'the concern ticked first wins',
  'a later refusal by PING is printed and forgotten',
  'an unknown status code becomes accepted',
  'a rejection read in the wrong code list becomes accepted',
  'a decision that Primero did not take is confirmed',
  'an outage looks like a case that is not there',
  'an HTML page kills the process',
  'personal data stands in the logs',
  'a failed step ends with success',
  'the last of two overlapping saves erases the other',
  'a new service reopens a closed case in silence',
  'a note that is a date, or holds a NUL, kills the step',
  'a service referred twice goes out twice',
  'consent withdrawn after sending stops all decisions',
  "a decision reaches another child's referral",
  "the server's work goes into checking passwords",
] as const

/** The hazards and the tests that make them impossible, made from the names of the tests. */
export function hazardsPage(): string {
  const tests = testNames()
  let proved = 0
  const lines = hazards.flatMap((hazard, index) => {
    const number = index + 1
    const proofs = tests.filter(({ name }) => hazardsIn(name).includes(number))
    if (proofs.length > 0) proved += 1
    const head = `| ${number} | ${hazard} |`
    if (proofs.length === 0) return [`${head} *not proved yet* | |`]
    return proofs.map(({ name, file }) => `${head} ${cell(name)} | \`${file}\` |`)
  })
  const head = [
    '# What must not happen again',
    '',
    'What the earlier exchange did to referrals, as measured on it, and the tests that fail on that behaviour.',
    '',
    `**${proved} of ${hazards.length} hazards have a test.**`,
    '',
    '| | hazard | test | in |',
    '| --- | --- | --- | --- |',
  ]
  return `${[...head, ...lines].join('\n')}\n`
}

function hazardsIn(name: string): readonly number[] {
  return [...name.matchAll(/hazards? ((?:\d+(?:, | and |,)?)+)/g)].flatMap((found) =>
    [...(found[1] ?? '').matchAll(/\d+/g)].map((number) => Number(number[0])),
  )
}
