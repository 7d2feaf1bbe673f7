import { isPage } from '../http/answer.ts'
import { stopBy, type Stop } from '../http/failure.ts'
import { isJsonObject } from '../http/json-object.ts'
import type { Refusal, SystemAnswer } from '../http/system.ts'
import { errorCode, errorWordsOf } from './envelope.ts'

/**
 * A 400 or an ErrorMessage that speaks of these is about our configuration, not about a record (ping-contract §1). A
 * refusal may quote the text of a record, so common words, such as "partner", must not be enough.
 */
const aboutConfiguration = /\b(?:shipping ?process|partner ?id|interop ?id|api ?version)/i

/** Only the words before the first quotation: what follows may be the text of a record, which can say anything. */
function blamesConfiguration(json: unknown): boolean {
  return aboutConfiguration.test(errorWordsOf(json)?.split(/["'‘“]/, 1)[0] ?? '')
}

/** Members of an answer of PING, or of the gateway that is its own (ping-contract §1, §3). */
const ownMembers: ReadonlySet<string> = new Set(['statuscode', 'errormessage', 'sphtransactionid'])

/** Whether an answer is in PING's own form; a firewall before it answers by a page, or in JSON of another form. */
function isOwn(json: unknown): boolean {
  return isJsonObject(json) && Object.keys(json).some((name) => ownMembers.has(name.toLowerCase()))
}

/** Whether a refusal that names no configuration is of the content: PING says so itself. */
function isOfContent({ status, json }: SystemAnswer): boolean {
  return status !== 401 && status !== 403 && status !== 404 && (status < 400 || isOwn(json))
}

/** What an answer refuses, where that may be credentials, rights or configuration. */
export function refusalIn(answer: SystemAnswer): Refusal | null {
  const { status, json, body } = answer
  const blames = blamesConfiguration(json)
  if (isOfContent(answer) && !blames) return null
  const code = errorCode(errorWordsOf(json)) ?? `HTTP ${status}`
  // The token and the key are looked at before any record is; a process, a partner or an agreement is named by PING itself.
  const atOnce = blames || (status === 401 && !isPage(body))
  return { form: atOnce ? 'at-once' : isOwn(json) ? 'own' : 'other', reason: 'ping-rejected', code }
}

/** What stops the flow where all is refused. */
export function stopOf(answer: SystemAnswer, about: string): Stop {
  const { status } = answer
  if (status !== 401 && status !== 403) return stopBy(answer, 'ping-configuration-refused', [about])
  return stopBy(answer, 'ping-credentials-refused', ['PING_USERNAME'])
}

/** Whether a refusal is about the subscription key and not about the token. */
export function namesKey(body: string): boolean {
  return /subscription key/i.test(body)
}
