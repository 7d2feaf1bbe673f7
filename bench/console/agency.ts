/** The address that browsers know the console by; it is asked where it listens. */
export const address = 'https://console.agency.example'

/** Where the organisation sends whoever has signed in. */
export const returnAddress = `${address}/sign-in/agency/return`

/** So many people sign in each second, for so many seconds. */
export const rate = { perSecond: 50, seconds: 10 }

/** Everybody, each once. */
export const people = Array.from({ length: rate.perSecond * rate.seconds }, (_, at) => `person-${at + 1}`)
