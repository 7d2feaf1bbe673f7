/** A text of the sandbox's deployment with its addresses replaced by those where two systems listen. */
export function pointed(text: string, urls: { readonly ping: string; readonly primero: string }): string {
  // In one pass: a port may begin like another one.
  return text.replaceAll(/http:\/\/127\.0\.0\.1:410([12])\b/g, (_, which) =>
    which === '1' ? urls.primero : urls.ping,
  )
}
