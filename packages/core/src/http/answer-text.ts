/** The body of an answer as text. */
export interface AnswerText {
  readonly body: string
  /** Not all of it is UTF-8: what is not stands as U+FFFD, or is left out. */
  readonly isGarbled?: true
}

/**
 * Puts a body together as it comes in: UTF-8, as all JSON between systems is (RFC 8259 §8.1), whatever its headers call it.
 * What is none is never replaced in silence: a gateway that tells names in Latin-1 would rename children.
 */
export function answerText(): {
  readonly take: (bytes: Uint8Array) => void
  readonly end: () => AnswerText
} {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  let body = ''
  let isGarbled = false
  const decode = (bytes: Uint8Array, stream: boolean): void => {
    try {
      if (!isGarbled) body += strict.decode(bytes, { stream })
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      isGarbled = true
    }
    if (isGarbled) body += lenient.decode(bytes, { stream })
  }
  return {
    take: (bytes) => decode(bytes, true),
    end: () => {
      decode(new Uint8Array(), false)
      return isGarbled ? { body, isGarbled } : { body }
    },
  }
}
