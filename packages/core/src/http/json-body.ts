/** A text as every reader can take it: half a character, left where something was cut, becomes the sign for one. */
function wholeCharacters(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value
}

/** A value as the body of a request. */
export function jsonBody(value: unknown): string {
  return JSON.stringify(value, wholeCharacters)
}
