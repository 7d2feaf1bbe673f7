import { Option, type Command } from 'commander'

/** What the help of a command adds to its options. */
interface Guide {
  /** Without the name of the program. */
  readonly examples: readonly string[]
  /** Beside those of the ledger, of `--deployment` and of colours. */
  readonly variables?: readonly (keyof typeof variables)[]
  /** It reads nothing of the ledger that stands on this machine. */
  readonly withoutLedger?: true
  /** What its exit codes mean where they are not those of a run. */
  readonly exit?: string
  /** Below `docs`. */
  readonly page: string
}

const variables = {
  LEDGER_URL: 'where the ledger is: sqlite: and its whole path',
  LEDGER_KEY: 'the key of the ledger; a former one stays in LEDGER_KEYS_OLD',
  PING_PRIMERO_HOME: 'the folder below which var and deployments lie (default: that of the program)',
  PING_PRIMERO_DEPLOYMENT: 'stands in for --deployment',
  'PING_USERNAME, PING_PASSWORD, PING_SUBSCRIPTION_KEY': 'from UNHCR',
  'PRIMERO_USERNAME, PRIMERO_PASSWORD': 'an account of the integration alone',
  CONSOLE_CLIENT_SECRET: 'by which the organisation whose accounts sign in knows the console',
  'HTTPS_PROXY, NODE_EXTRA_CA_CERTS': 'behind a proxy, and for certificates of your own',
  'PING_…, PRIMERO_…, HTTPS_PROXY': 'with --now, as for run',
  'NO_COLOR, FORCE_COLOR': 'without colours; with them, wherever it is written to',
} as const

const asRun =
  '0 nothing needs anyone, 2 refused or stopped by configuration, 3 something needs attention, 4 something waits for a system in trouble, 1 a defect'
const done = '0 done, 2 refused, 1 a defect'
const systems = [
  'LEDGER_KEY',
  'PING_USERNAME, PING_PASSWORD, PING_SUBSCRIPTION_KEY',
  'PRIMERO_USERNAME, PRIMERO_PASSWORD',
  'HTTPS_PROXY, NODE_EXTRA_CA_CERTS',
] as const

/** Of every command. */
export const guides: Readonly<Record<string, Guide>> = {
  sandbox: {
    examples: ['sandbox', 'sandbox --once', 'sandbox --systems-only --ports 4201,4202'],
    withoutLedger: true,
    exit: '0 the story ended as it should, 1 it did not, 2 refused',
    page: 'sandbox.md',
  },
  serve: {
    examples: [
      'serve --deployments deployments',
      'serve --deployments deployments/gambella --health-file /run/health',
      'serve --deployments deployments --console 127.0.0.1:4100',
    ],
    variables: [...systems, 'CONSOLE_CLIENT_SECRET'],
    exit: '0 stopped when told to, 2 refused, 1 a defect',
    page: 'serve.md',
  },
  console: {
    examples: [
      'console --deployments deployments',
      'console --deployments deployments --listen 127.0.0.1:4200 --console-settings /etc/ping-primero/console.yaml',
    ],
    variables: ['CONSOLE_CLIENT_SECRET', 'HTTPS_PROXY, NODE_EXTRA_CA_CERTS'],
    exit: '0 stopped when told to, 2 refused, 1 a defect',
    page: 'console.md',
  },
  run: {
    examples: [
      'run 1.1 --deployment deployments/gambella --dry-run',
      'run all --deployment deployments/gambella',
      'run 2.1 --deployment deployments/gambella --only REF-IOP-GAM-000000123',
    ],
    variables: systems,
    page: 'reasons.md',
  },
  status: { examples: ['status', 'status --deployment deployments/gambella --utc'], page: 'reasons.md' },
  list: {
    examples: [
      'list',
      'list --state attention --older-than 3d',
      'list --undecided',
      'list --settled --since 2026-11-01 --until 2026-12-01 --csv',
    ],
    page: 'reasons.md',
  },
  explain: {
    examples: ['explain 803-26-PRTITV-1000004', 'explain 803-00579310 --utc'],
    variables: ['LEDGER_KEY'],
    page: 'explain.md',
  },
  pause: {
    examples: ['pause 2.1 --why "PING is being serviced"', 'pause all --why "Tables are being corrected"'],
    exit: done,
    page: 'reasons.md',
  },
  resume: { examples: ['resume 2.1', 'resume all'], exit: done, page: 'reasons.md' },
  retry: {
    examples: [
      'retry 803-26-PRTITV-1000004',
      'retry --reason service-type-unmapped --now --deployment deployments/gambella',
      'retry 803-26-PRTITV-1000004 --release',
    ],
    variables: ['LEDGER_KEY', 'PING_…, PRIMERO_…, HTTPS_PROXY'],
    exit: `${done}; with --now those of a run`,
    page: 'reasons.md',
  },
  handle: {
    examples: ['handle 803-26-PRTITV-1000004 --why "Settled by phone with the focal point"'],
    variables: ['LEDGER_KEY'],
    exit: done,
    page: 'reasons.md',
  },
  check: {
    examples: ['check --deployment deployments/gambella', 'check --deployment deployments/gambella --all'],
    variables: systems,
    exit: '0 all is well, 2 refused, or something stops a flow, 3 something holds items, 4 a system cannot be reached, 1 a defect',
    page: 'check.md',
  },
  reconcile: {
    examples: [
      'reconcile --deployment deployments/gambella',
      'reconcile --deployment deployments/gambella --from 2026-11-01',
      'reconcile 803-26-PRTITV-1000004 --deployment deployments/gambella',
    ],
    variables: systems,
    exit: '0 no difference, 3 differences, 4 not all could be read, 2 refused, 1 a defect',
    page: 'reconcile.md',
  },
  report: {
    examples: ['report', 'report --from 2026-01 --to 2026-06 --by month', 'report --format csv'],
    exit: done,
    page: 'report.md',
  },
  backup: { examples: ['backup --to /backups/ledger-1.db'], exit: done, page: 'backup.md' },
  restore: { examples: ['restore --from /backups/ledger-1.db'], exit: done, page: 'backup.md' },
  audit: {
    examples: ['audit verify', 'audit export --people --format text', 'audit export --from 2026-11-01'],
    exit: '0 whole, 3 not whole, 2 refused, 1 a defect',
    page: 'audit.md',
  },
  completion: {
    examples: ['completion bash', 'completion fish'],
    withoutLedger: true,
    exit: done,
    page: 'terminal.md',
  },
  openfn: {
    examples: ['openfn build --deployment deployments/gambella --out openfn'],
    withoutLedger: true,
    exit: done,
    page: 'openfn.md',
  },
}

function logFormatOption(): Option {
  return new Option(
    '--log-format <format>',
    'of what is logged to stderr (default: json; on a terminal text, and of most commands only what went wrong)',
  ).choices(['json', 'text'])
}

/** What the help of a command, or of a part of it such as `audit verify`, adds to its options. */
function added(guide: Guide, command: Command, name: string): string {
  const takesDeployment = [command, ...command.commands].some(({ options }) =>
    options.some(({ envVar }) => envVar === 'PING_PRIMERO_DEPLOYMENT'),
  )
  const named: readonly (keyof typeof variables)[] = [
    ...(guide.variables ?? []),
    ...(guide.withoutLedger === true ? [] : (['LEDGER_URL', 'PING_PRIMERO_HOME'] as const)),
    ...(takesDeployment ? (['PING_PRIMERO_DEPLOYMENT'] as const) : []),
    'NO_COLOR, FORCE_COLOR',
  ]
  const examples = guide.examples.filter((example) => `${example} `.startsWith(`${name} `))
  return [
    '',
    'Examples:',
    ...examples.map((example) => `  ping-primero ${example}`),
    '',
    'Environment:',
    ...named.map((variable) => `  ${variable}: ${variables[variable]}`),
    '',
    `Exit codes: ${guide.exit ?? asRun}.`,
    `Read on: docs/${guide.page}`,
  ].join('\n')
}

/** Every command of the program has its guide. */
export function guided(command: Command): Command {
  const name = command.name()
  const guide = guides[name]
  if (guide === undefined) throw new Error(`The command ${name} has no guide.`)
  for (const one of [command, ...command.commands]) {
    if (one.commands.length === 0) one.addOption(logFormatOption())
    one.addHelpText('after', added(guide, one, one === command ? name : `${name} ${one.name()}`))
  }
  return command
}
