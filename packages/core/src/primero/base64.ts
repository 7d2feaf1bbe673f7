/** Base64 of a text in UTF-8, without anything of Node. */
export const Base64 = {
  encode: (text: string): string => {
    let binary = ''
    for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
    return btoa(binary)
  },
}
