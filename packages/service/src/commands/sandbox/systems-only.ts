import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedOutgoing, seedReferrals, startSystems } from '@ping-primero/sandbox'
import type { Systems } from '@ping-primero/sandbox'
import { copyPointed, pointed, shippedDeployment, type SystemUrls } from '../../story/pointed.ts'
import { sandboxEnvironment } from '../../story/sandbox-environment.ts'
import type { Teller } from '../../story/teller.ts'
import type { Answer } from '../command.ts'
import type { SystemsAnswer } from './answer.ts'
import type { SandboxOrder } from './options.ts'

/** Children who wait to be taken across, in each direction. */
const waitingChildren = 8

/** The deployment that is for simulators at these addresses, made where the shipped one is for others; and how to be rid of it. */
function deploymentFor(urls: SystemUrls): { readonly folder: string; readonly remove: () => void } {
  const yaml = readFileSync(join(shippedDeployment, 'deployment.yaml'), 'utf8')
  if (pointed(yaml, urls) === yaml) return { folder: 'deployments/sandbox', remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'ping-primero-systems-'))
  copyPointed(folder, urls)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  return { folder, remove }
}

function introduce(
  { ping, primero }: Systems,
  world: SandboxOrder['world'],
  deployment: string,
  teller: Teller,
): void {
  teller.say('')
  teller.say('Both simulators are up; Ctrl-C ends them.')
  teller.say(`Primero  ${primero.url}`)
  teller.say(`PING     ${ping.url}`)
  teller.say('What each of them holds:')
  teller.say(`proGres  ${ping.url}/__sandbox`)
  teller.say(`Primero  ${primero.url}/__sandbox`)
  teller.say(
    world === 'recorded'
      ? 'Primero has the accounts, agencies and lists of options of the recording, and no case. Accounts, password ' +
          'and requests stand in packages/sandbox/fixtures/primero-recorded.'
      : `${waitingChildren} invented children are referred by UNHCR and ${waitingChildren} by their caseworkers; nobody ` +
          'has taken them across yet.',
  )
  teller.say('To sign in as the exchange does:')
  for (const [name, value] of Object.entries(sandboxEnvironment)) {
    teller.say(`export ${name}='${value}'`, 'typed')
  }
  teller.say('Then:')
  teller.say(`npx ping-primero run all --deployment ${deployment}`, 'typed')
}

/** Starts the two simulators alone, with or without children who wait, and stops them when the signal says so. */
export async function systemsOnly(order: SandboxOrder, teller: Teller, signal: AbortSignal): Promise<Answer> {
  const systems = await startSystems({
    seed: order.seed,
    ping: { port: order.ports.ping },
    primero: {
      port: order.ports.primero,
      version: order.primeroVersion,
      csrfProtection: order.primeroCsrf === 'on',
    },
  })
  const { ping, primero } = systems
  ping.traffic.keep = false
  primero.traffic.keep = false
  if (order.world === 'story') {
    seedReferrals(systems, { count: waitingChildren, seed: order.seed, knownShare: 0.4 })
    seedOutgoing(primero, { count: waitingChildren, seed: order.seed, from: waitingChildren })
  }
  const json: SystemsAnswer = { primero: primero.url, ping: ping.url }
  const { folder, remove } = deploymentFor(json)
  introduce(systems, order.world, folder, teller)
  if (!signal.aborted) await once(signal, 'abort')
  await systems.stop()
  remove()
  return { json, text: 'Stopped.', exit: 0 }
}
