/** A name for a defect that says where it happened and nothing about anybody: class and first place in our code. */
export function fingerprintOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error'
  const frame = error.stack?.split('\n').find((line) => /\.(ts|js):\d+/.test(line) && !line.includes('node:'))
  const place = frame === undefined ? '' : (/([\w.-]+\.(?:ts|js):\d+)/.exec(frame)?.[1] ?? '')
  const name = /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error'
  return place === '' ? name : `${name} at ${place}`
}
