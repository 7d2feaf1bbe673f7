import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ofOffice } from '../kills/office.ts'
import { credentials } from '../support/accounts.ts'
import type { Scenario } from './scenarios.ts'

const everyFlow = ['run', 'all', ...ofOffice, '--json', '--verbose']

/** Files of the deployment with secrets where none belong. */
export const configuration: Scenario = {
  name: 'configuration with secrets in wrong places',
  play: async ({ machine, run }) => {
    const folder = join(machine.directory, 'deployments', 'sandbox')
    const spoil = async (name: string, file: string, change: (text: string) => string): Promise<void> => {
      const path = join(folder, file)
      const before = readFileSync(path, 'utf8')
      writeFileSync(path, change(before))
      machine.files() // What stands in a file of the operator's is the operator's.
      await run(`run all, ${name}`, everyFlow)
      await run(`check, ${name}`, ['check', ...ofOffice])
      await run(`serve, ${name}`, ['serve', '--deployments', 'nowhere'])
      writeFileSync(path, before)
      machine.files()
    }
    const secrets = Object.values(credentials)
    for (const secret of secrets.filter((one) => one.length > 12)) {
      await spoil(
        'a key of its own',
        'deployment.yaml',
        (text) => `${text}password: ${JSON.stringify(secret)}\n`,
      )
    }
    const secret = credentials.PRIMERO_PASSWORD
    await spoil('in ping', 'deployment.yaml', (text) =>
      text.replace('ping:\n', `ping:\n  password: ${secret}\n`),
    )
    await spoil('in an address', 'deployment.yaml', (text) =>
      text.replace(/baseUrl: http:\/\/(\S+)/, `baseUrl: http://name:${secret}@$1`),
    )
    await spoil('as a number', 'deployment.yaml', (text) =>
      text.replace(/concurrency: \d+/, `concurrency: ${secret}`),
    )
    await spoil('broken YAML', 'deployment.yaml', (text) => `${text}\n  password: "${secret}\n`)
    await spoil('in a value map', join('mappings', 'service-types-in.csv'), (text) => `${text}${secret}\n`)
    await spoil(
      'in a field map',
      join('mappings', '1.1-case.csv'),
      (text) => `${text}${secret},x,${secret},yes\n`,
    )
    const env = { LEDGER_URL: `postgres://name:${secret}@nowhere/db` }
    await run('status, in the address of the ledger', ['status', '--json'], { env })
    await run('run all, as the name of a file', everyFlow, {
      env: { PING_PASSWORD_FILE: `/nowhere/${secret}` },
    })
    await run('run all, too short a key', everyFlow, { env: { LEDGER_KEY: secret } })
  },
}

/** Arguments that hold what should not be typed. It may come back to whoever typed it, and must go nowhere else. */
export const argumentsWithNames: Scenario = {
  name: 'arguments that hold names',
  play: async ({ world, run }) => {
    await run('run all', everyFlow)
    const names = world.canaries().filter(({ kind }) => kind === 'name')
    for (const { text } of names.slice(0, 6)) {
      const typed = [text]
      await run('explain NAME', ['explain', text], { typed })
      await run('explain NAME --json', ['explain', text, '--json'], { typed })
      await run('retry NAME', ['retry', text, ...ofOffice, '--json'], { typed })
      await run('handle NAME', ['handle', text, '--why', 'by phone', ...ofOffice], { typed })
      await run('run NAME', ['run', text, ...ofOffice], { typed })
      await run('run --only NAME', ['run', '1.1', '--only', text, ...ofOffice, '--json'], { typed })
      await run('run --since NAME', ['run', '1.2', '--since', text, ...ofOffice, '--json'], { typed })
      await run('NAME', [text, '--json'], { typed })
      await run('status --NAME', ['status', `--${text}`], { typed })
      await run('run --deployment NAME', ['run', 'all', '--deployment', text], { typed })
    }
  },
}
