import type { Context } from 'hono'
import { cookiesOf } from './entry/cookies.ts'
import type { Entered } from './entry/entry.ts'
import type { ConsoleDeployment, ConsoleHost } from './host.ts'
import { timesIn } from './parts/times.ts'
import { sealedFields } from './acts/fields.ts'
import { menuOf } from './pages/menu.ts'
import type { Reading } from './pages/reading.ts'
import { languageOf, refuse } from './refuse.ts'
import type { Role } from './roles.ts'
import { signInAddress } from './pages/sign-in/reasons.ts'
import { wordsOf } from './words/say.ts'

/** Whoever is let in to something of a deployment, or the answer to whoever is not. */
export type Admission =
  | { readonly kind: 'admitted'; readonly reading: Reading; readonly entered: Entered }
  | { readonly kind: 'answered'; readonly answer: Response | Promise<Response> }

/**
 * Who may open something of a deployment. Nobody is sent to sign in, and learns not even whether it is there; neither does
 * somebody without a role in it.
 */
export async function admit(
  context: Context,
  host: ConsoleHost,
  may: readonly Role[],
  asked: string | undefined = context.req.param('deployment'),
): Promise<Admission> {
  const cookies = cookiesOf(context, host.entry.isBehindProxy)
  const visit = await host.entry.visitOf(cookies.token())
  if (visit.kind === 'nobody') {
    cookies.keepAsked(context.req.path)
    return { kind: 'answered', answer: context.redirect(signInAddress(visit.why), 303) }
  }
  const deployment = host.deployments().find(({ name }) => name === asked)
  const role = deployment === undefined ? null : visit.viewer.roleIn(deployment.name)
  if (deployment === undefined || role === null) {
    host.refused('no-role')
    return { kind: 'answered', answer: context.notFound() }
  }
  const reading = readingOf(context, host, deployment, visit, role)
  if (may.includes(role)) return { kind: 'admitted', reading, entered: visit }
  host.refused('role')
  await host.entry.overstepped(visit, deployment.name)
  const text = {
    key: 'refused.role.text',
    values: { role: reading.say(`role.${may[0] ?? 'administrator'}`) },
  } as const
  return {
    kind: 'answered',
    answer: refuse(context, 403, { heading: { key: 'refused.role.heading' }, text }),
  }
}

function readingOf(
  context: Context,
  host: ConsoleHost,
  deployment: ConsoleDeployment,
  { viewer, seal }: Entered,
  role: Role,
): Reading {
  const language = languageOf(context)
  const say = wordsOf(language, deployment.words[language])
  const nowMs = host.now()
  const times = timesIn(deployment.timezone, nowMs, say)
  const query = new URL(context.req.url).searchParams
  const menu = menuOf(role)
  return {
    deployment,
    host,
    say,
    times,
    nowMs,
    query,
    viewer,
    role,
    opens: (page) => menu.includes(page),
    fields: () => sealedFields(seal),
  }
}
