import { userInfo } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { Command, CommanderError } from 'commander'
import type { Context, Outcome, Perform } from './commands/command.ts'
import { auditCommand } from './commands/audit/command.ts'
import { backupCommand } from './commands/backup/command.ts'
import { checkCommand } from './commands/check/command.ts'
import { completionCommand } from './commands/completion/command.ts'
import { consoleCommand } from './commands/console/command.ts'
import { explainCommand } from './commands/explain/command.ts'
import { handleCommand } from './commands/handle/command.ts'
import { listCommand } from './commands/list/command.ts'
import { openfnCommand } from './commands/openfn/command.ts'
import { pauseCommand } from './commands/pause/command.ts'
import { reconcileCommand } from './commands/reconcile/command.ts'
import { reportCommand } from './commands/report/command.ts'
import { restoreCommand } from './commands/restore/command.ts'
import { resumeCommand } from './commands/resume/command.ts'
import { retryCommand } from './commands/retry/command.ts'
import { runCommand } from './commands/run/command.ts'
import { sandboxCommand } from './commands/sandbox/command.ts'
import { serveCommand } from './commands/serve/command.ts'
import { statusCommand } from './commands/status/command.ts'
import { guided } from './commands/help.ts'
import { mistypedPart } from './commands/mistyped-part.ts'
import { chooseLogForm, type LogForm } from './log/form.ts'
import { stderrLine } from './progress/on-stderr.ts'
import { exitOfRefusal, refusal, refusalOf } from './refusals/refusal.ts'
import { watchStreams } from './refusals/unwritten.ts'
import { refusalWords } from './refusals/words.ts'
import { shownOn, type Shown } from './words/on-screen.ts'
import { choosePaint } from './words/paint.ts'
import { programVersion } from './words/version.ts'

const commands = [
  sandboxCommand,
  serveCommand,
  consoleCommand,
  runCommand,
  statusCommand,
  listCommand,
  explainCommand,
  pauseCommand,
  resumeCommand,
  retryCommand,
  handleCommand,
  checkCommand,
  reconcileCommand,
  reportCommand,
  backupCommand,
  restoreCommand,
  auditCommand,
  openfnCommand,
  completionCommand,
]

/** What goes on until it is told to stop: its log is all that it says meanwhile. */
const services: readonly string[] = ['serve', 'console']

function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // A container may run under a number that has no name.
  }
}

/** How words are shown on each stream. */
interface Streams {
  readonly stdout: Shown
  readonly stderr: Shown
}

/** Prints an answer as one JSON value on stdout, or in words; a refusal in words goes to stderr. */
function tell(outcome: Outcome, json: boolean, { stdout, stderr }: Streams): void {
  stderrLine.clear()
  if (outcome.ok) {
    const { value } = outcome
    const words = value.isScript === true ? value.text : stdout.fold(value.text)
    const said = json ? JSON.stringify(value.json) : words
    // A command whose answer is too long to hold has written it by itself, and has nothing left to say.
    if (said) process.stdout.write(`${said}\n`)
    process.exitCode = value.exit
    return
  }
  if (json) process.stdout.write(`${JSON.stringify({ error: outcome.refusal })}\n`)
  else process.stderr.write(`${stderr.fold(refusalWords(outcome.refusal, stderr.paint))}\n`)
  process.exitCode = exitOfRefusal(outcome.refusal)
}

/** What commander says of arguments it did not understand, in our form. */
function argumentRefusal(message: string): Outcome {
  const said = message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.$/, '')
  return { ok: false, refusal: refusal('arguments-invalid', `It says: ${said}.`) }
}

/** JSON for programs; for a person at a terminal text, and what goes well only of the service, which has no other answer. */
function formFor(command: string, { logFormat, verbose }: Record<string, unknown>): LogForm {
  const onTerminal = process.stderr.isTTY
  const format = logFormat === 'text' || (logFormat === undefined && onTerminal) ? 'text' : 'json'
  return {
    format,
    quiet: onTerminal && logFormat === undefined && verbose !== true && !services.includes(command),
  }
}

/** The whole command line; `perform` does what is asked. */
export function programOf(perform: Perform): Command {
  const program = new Command('ping-primero')
    .description('moves referrals and decisions between proGres (through PING) and Primero')
    .version(programVersion)
    .addHelpText(
      'after',
      '\nping-primero COMMAND --help tells of one: examples, environment, exit codes. To see it all work: ping-primero sandbox',
    )
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  for (const make of commands) program.addCommand(guided(make(perform)).copyInheritedSettings(program))
  return program
}

/**
 * The command line (`interface.md`, Command line): sets the exit code and returns when the command is done. Never
 * shows the message of a defect, which may hold anything.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const json = args.includes('--json')
  const streams: Streams = {
    stdout: await shownOn(process.stdout, json),
    stderr: await shownOn(process.stderr, json),
  }
  choosePaint(streams.stdout.paint)
  // stdout cannot take it, not even with --json.
  watchStreams((unwritten) => tell({ ok: false, refusal: unwritten }, false, streams))
  const context: Context = {
    env: process.env,
    clock: { now: Date.now, sleep: (ms) => setTimeout(ms) },
    json,
    during: stderrLine.during,
    user: systemUser(),
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      tell({ ok: false, refusal: refusalOf(error) }, json, streams)
      process.exit()
    })
  }
  const perform: Perform = async (load, options) => {
    const handler = await load()
    tell(await handler(options, context), json, streams)
  }
  const program = programOf(perform).hook('preAction', (_program, action) => {
    chooseLogForm(formFor(action.name(), action.opts()))
  })
  if (args.length === 0) return program.outputHelp()
  const mistyped = mistypedPart(program, args)
  if (mistyped !== null) return tell(argumentRefusal(mistyped), json, streams)
  // Set to nothing it is not set, as everywhere.
  if (process.env['PING_PRIMERO_DEPLOYMENT'] === '') delete process.env['PING_PRIMERO_DEPLOYMENT']
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) tell({ ok: false, refusal: refusalOf(error) }, json, streams)
    else if (error.exitCode !== 0) tell(argumentRefusal(error.message), json, streams)
  }
}
