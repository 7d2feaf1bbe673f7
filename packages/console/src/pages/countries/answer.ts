import type { Context } from 'hono'
import { sealedFields } from '../../acts/fields.ts'
import { cookiesOf } from '../../entry/cookies.ts'
import type { Entered } from '../../entry/entry.ts'
import type { ConsoleDeployment, ConsoleHost } from '../../host.ts'
import { headedDocument } from '../../parts/layout.ts'
import { countriesPath } from '../addresses.ts'
import { languageOf } from '../../refuse.ts'
import { wordsOf } from '../../words/say.ts'
import { signInAddress } from '../sign-in/reasons.ts'
import { countryOf, type Country } from './model.ts'
import { countriesPage } from './page.ts'

/** The deployments in which somebody has a role: nobody learns of any other. */
export function deploymentsOf(host: ConsoleHost, { viewer }: Entered): readonly ConsoleDeployment[] {
  return host.deployments().filter(({ name }) => viewer.roleIn(name) !== null)
}

/** All countries, for whoever has a role in them. */
export async function answerCountries(context: Context, host: ConsoleHost): Promise<Response> {
  const cookies = cookiesOf(context, host.entry.isBehindProxy)
  const visit = await host.entry.visitOf(cookies.token())
  if (visit.kind === 'nobody') return context.redirect(signInAddress(visit.why), 303)
  const deployments = deploymentsOf(host, visit)
  if (deployments.length === 0) return context.notFound()
  const countries = await Promise.all(deployments.map(async (one) => readCountry(one, host)))
  const say = wordsOf(languageOf(context))
  const document = await headedDocument(
    {
      say,
      title: say('countries.all'),
      path: countriesPath,
      fields: sealedFields(visit.seal),
      version: host.version,
    },
    countriesPage(countries, host.now(), say),
  )
  return context.html(document)
}

async function readCountry(deployment: ConsoleDeployment, { ledger }: ConsoleHost): Promise<Country> {
  const [flows, systemsDown, ages] = await Promise.all([
    ledger.status(deployment.name),
    ledger.systemsDown(deployment.name),
    ledger.oldestByReason(deployment.name),
  ])
  return countryOf({ deployment, flows, systemsDown, ages })
}
