/**
 * Every form of answer that commands give with `--json`: feeds the published schemas, their index and the tests. Commands
 * themselves load none of it.
 */
import type { z } from 'zod'
import { LogLine } from '../log/service-event.ts'
import { RefusalAnswer } from '../refusals/answer.ts'
import { PlayedStory } from '../story/played-story.ts'
import { ExportAnswer, VerifyAnswer } from './audit/answer.ts'
import { BackupAnswer } from './backup/answer.ts'
import { CheckAnswer } from './check/answer.ts'
import { ConsoleAnswer } from './console/answer.ts'
import { ReportAnswer } from '@ping-primero/core/measures/report.ts'
import { ReconcileReport } from '@ping-primero/core/reconcile/report.ts'
import { ExplainAnswer } from './explain/answer.ts'
import { HandleAnswer } from './handle/answer.ts'
import { ListAnswer } from './list/answer.ts'
import { OpenfnBuildAnswer } from './openfn/answer.ts'
import { PauseAllAnswer, PauseAnswer } from './pause/answer.ts'
import { LookAnswer } from './reconcile/answer.ts'
import { RestoreAnswer } from './restore/answer.ts'
import { ResumeAllAnswer, ResumeAnswer } from './resume/answer.ts'
import { ReleaseAnswer, ReleaseNowAnswer, RetryAnswer, RetryNowAnswer } from './retry/answer.ts'
import { RunAnswer, SeveralRuns } from './run/answer.ts'
import { SystemsAnswer } from './sandbox/answer.ts'
import { Health, ServeAnswer } from './serve/answer.ts'
import { StatusAnswer } from './status/answer.ts'

/** Something for programs to read, of which a schema is published. */
export interface Described {
  /** Name of the schema. */
  readonly name: string
  /** What it is, in one line. */
  readonly says: string
  readonly schema: z.ZodType
}

/** What every command answers that was not carried out. */
export const refusalForm: Described = {
  name: 'refusal',
  says: 'Why a command was not carried out, and whose move it is.',
  schema: RefusalAnswer,
}

/** What is for programs and no answer. */
export const besideAnswers: readonly Described[] = [
  {
    name: 'log-line',
    says: 'A line of the log on stderr, where that is no terminal: of `serve`, `console` and all that run flows.',
    schema: LogLine,
  },
  {
    name: 'health',
    says: 'The file that `serve --health-file FILE` writes.',
    schema: Health,
  },
]

/** One form of answer. */
export interface AnswerForm extends Described {
  /** The command, and after it the words and options that choose this form, `NUMBER` for any number; its other options do not change the form. */
  readonly typed: readonly [command: string, ...choosing: string[]]
  /** The first word of the command does without the second. */
  readonly usual?: true
}

/** All of them, in the order of the commands. Of several forms that fit, the one that more was typed for is given. */
export const answerForms: readonly AnswerForm[] = [
  {
    name: 'sandbox',
    typed: ['sandbox'],
    says: 'How the story went, when it has ended; also with `--once`.',
    schema: PlayedStory,
  },
  {
    name: 'sandbox-systems-only',
    typed: ['sandbox', '--systems-only'],
    says: 'Where the simulators were, when they have ended.',
    schema: SystemsAnswer,
  },
  {
    name: 'serve',
    typed: ['serve'],
    says: 'How long the service ran and for whom, when it has ended.',
    schema: ServeAnswer,
  },
  {
    name: 'console',
    typed: ['console'],
    says: 'How long the console was open and for whom, when it has ended.',
    schema: ConsoleAnswer,
  },
  {
    name: 'run',
    typed: ['run'],
    says: 'One run of one flow; with `--dry-run` also what it would write.',
    schema: RunAnswer,
  },
  {
    name: 'run-all',
    typed: ['run', 'all'],
    says: 'One run of each flow, in their order; also with `--dry-run`.',
    schema: SeveralRuns,
  },
  {
    name: 'status',
    typed: ['status'],
    says: 'How every flow stands.',
    schema: StatusAnswer,
  },
  {
    name: 'list',
    typed: ['list'],
    says: 'What waits or needs attention; with `--settled` what is settled.',
    schema: ListAnswer,
  },
  {
    name: 'explain',
    typed: ['explain'],
    says: 'The whole story of everything that carries a number.',
    schema: ExplainAnswer,
  },
  {
    name: 'pause',
    typed: ['pause'],
    says: 'A flow after its pause.',
    schema: PauseAnswer,
  },
  {
    name: 'pause-all',
    typed: ['pause', 'all'],
    says: 'The four flows after a pause of all.',
    schema: PauseAllAnswer,
  },
  {
    name: 'resume',
    typed: ['resume'],
    says: 'A flow after it was resumed.',
    schema: ResumeAnswer,
  },
  {
    name: 'resume-all',
    typed: ['resume', 'all'],
    says: 'The four flows after all were resumed.',
    schema: ResumeAllAnswer,
  },
  {
    name: 'retry',
    typed: ['retry'],
    says: 'What was made due, and when the next runs take it.',
    schema: RetryAnswer,
  },
  {
    name: 'retry-now',
    typed: ['retry', '--now'],
    says: 'What was made due, and what came of it in a run at once.',
    schema: RetryNowAnswer,
  },
  {
    name: 'retry-release',
    typed: ['retry', '--release'],
    says: 'What a person let go, and when the next run takes it.',
    schema: ReleaseAnswer,
  },
  {
    name: 'retry-release-now',
    typed: ['retry', '--release', '--now'],
    says: 'What a person let go, and what came of it in a run at once.',
    schema: ReleaseNowAnswer,
  },
  {
    name: 'handle',
    typed: ['handle'],
    says: 'What a person settled outside.',
    schema: HandleAnswer,
  },
  {
    name: 'check',
    typed: ['check'],
    says: 'What would stop or hold a run; the same with `--all`, which is for the words.',
    schema: CheckAnswer,
  },
  {
    name: 'reconcile',
    typed: ['reconcile'],
    says: 'What ledger, proGres and Primero say differently.',
    schema: ReconcileReport,
  },
  {
    name: 'reconcile-number',
    typed: ['reconcile', 'NUMBER'],
    says: 'What both systems show of one referral at this moment.',
    schema: LookAnswer,
  },
  {
    name: 'report',
    typed: ['report'],
    says: 'How many of each kind there were in some months.',
    schema: ReportAnswer,
  },
  {
    name: 'backup',
    typed: ['backup'],
    says: 'The backup that was made, and what it holds.',
    schema: BackupAnswer,
  },
  {
    name: 'restore',
    typed: ['restore'],
    says: 'The ledger that was restored, and what it holds.',
    schema: RestoreAnswer,
  },
  {
    name: 'audit-verify',
    typed: ['audit verify'],
    usual: true,
    says: 'Whether each history is as it was written; also of `audit` alone.',
    schema: VerifyAnswer,
  },
  {
    name: 'audit-export',
    typed: ['audit export'],
    says: 'The history; without `--json` each line is one of its `entries`.',
    schema: ExportAnswer,
  },
  {
    name: 'openfn-build',
    typed: ['openfn build'],
    usual: true,
    says: 'The OpenFn project that was written; also of `openfn` alone.',
    schema: OpenfnBuildAnswer,
  },
]
