/** Why the console refuses a request, whoever it is from. */
export const requestRefusals = [
  'no-tls',
  'elsewhere',
  'too-long',
  'old-form',
  'no-role',
  'role',
  'too-many',
] as const

export type RequestRefusal = (typeof requestRefusals)[number]
