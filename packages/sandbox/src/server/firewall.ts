import type { Fault, FaultRule } from './faults.ts'

const page = (title: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>Support ID: 1142</p></body></html>`

const json = 'application/json'
const html = 'text/html'
const answers = (status: number, body: string, contentType: string): Fault => ({
  kind: 'status',
  status,
  body,
  contentType,
})

/** How firewalls before a system refuse a text that they dislike: none acts, and each says so in its own way. */
export const firewallAnswers = {
  'a page with 403': answers(403, page('403 Forbidden'), html),
  'a page with 400': answers(400, page('400 Bad Request'), html),
  'a page with 404': answers(404, page('404 Not Found'), html),
  'a page with 406': answers(406, page('Not Acceptable'), html),
  'a page with 413': answers(413, page('413 Request Entity Too Large'), html),
  'a page with 501': answers(501, page('Method Not Implemented'), html),
  'a page with 999': answers(999, page('Request blocked'), html),
  'words with 403': answers(403, 'Forbidden', 'text/plain'),
  'nothing with 403': answers(403, '', 'text/plain'),
  'JSON of its own with 403': answers(403, '{"message":"Request blocked. Support ID 1142"}', json),
} as const satisfies Readonly<Record<string, Fault>>

/** Firewalls whose answer may as well be that of a system in trouble. */
export const silentFirewalls = {
  'a page with 200': answers(200, page('Request Rejected'), html),
  'no answer at all': { kind: 'reset-before' },
} as const satisfies Readonly<Record<string, Fault>>

/** A firewall before a system, which looks for a text in what is sent: nothing of a request with it reaches the system. */
export function firewall(dislikes: RegExp, answer: Fault, times?: number): FaultRule {
  return { body: dislikes, fault: answer, ...(times === undefined ? {} : { times }) }
}
