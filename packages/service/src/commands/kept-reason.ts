/** What people usually give as the reason of a pause. */
export const usualPauses = [
  'mapping under review',
  'maintenance of Primero',
  'maintenance of PING or proGres',
  'wrong data at the source, being corrected',
  'agreement being renewed',
  'asked for by UNHCR',
  'asked for by UNICEF',
] as const

/** What people usually did where they settled something outside. */
export const usualSettlements = [
  'entered by hand in Primero',
  'entered by hand in proGres',
  'answered outside, both sides know',
  'referred twice, the other one goes on',
  'withdrawn by whoever referred it',
  'service given already',
] as const

/** What the help of a command says of the reason that it takes. */
export function reasonHelp(usual: readonly string[]): string {
  return [
    '',
    'The reason is kept for ever, in a history that nobody can change. Name nobody in it, and give no',
    'number of a person, telephone number, e-mail address or date. Usual reasons:',
    ...usual.map((reason) => `  ${reason}`),
  ].join('\n')
}
