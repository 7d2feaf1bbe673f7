import {
  answerForms,
  besideAnswers,
  refusalForm,
  type AnswerForm,
  type Described,
} from '@ping-primero/service/commands/answer-forms.ts'
import { answerJsonSchema } from '@ping-primero/service/commands/json-schema.ts'

function typedText({ typed: [command, ...choosing] }: AnswerForm): string {
  return [command, ...choosing, '--json'].join(' ')
}

function schemaFile(title: string, { name, schema }: Described) {
  return {
    path: `docs/generated/answers/${name}.schema.json`,
    make: () => JSON.stringify(answerJsonSchema(title, schema)),
  }
}

function link(name: string): string {
  return `[${name}](answers/${name}.schema.json)`
}

function answersPage(): string {
  const lines = [
    '# Answers of `--json`',
    '',
    'With `--json` stdout holds one JSON value and nothing else. What stands in it says a JSON Schema (draft 2020-12) for each command, made of the',
    'code that answers.',
    '',
    '**What may change.** Answers change by adding only: a member that is there stays, with its meaning. New members come, and lists of codes',
    'grow. So the schemas forbid no member that they do not know; a program that reads answers passes over members it does not know, and takes a',
    'code that is not listed for one that a person has to look at.',
    '',
    '**Times** are ISO 8601 in UTC, `2026-03-01T09:30:00.000Z`, whatever the deployment. **Numbers** are counts where their description names no',
    'unit. **null** says that there is nothing, or that it is not known; a member that is left out does not apply.',
    '',
    'Other options than those named here change no shape.',
    '',
    '| command | schema | what it is |',
    '| --- | --- | --- |',
    ...answerForms.map((form) => `| \`${typedText(form)}\` | ${link(form.name)} | ${form.says} |`),
    '',
    `A command that was refused answers ${link(refusalForm.name)} instead, \`{"error":…}\`, with exit code 2, or 1 for a defect. Where several flows`,
    'run, one that is refused says so in its place.',
    '',
    '`completion` prints a script for a shell and takes no `--json`.',
    '',
    '## Beside the answers',
    '',
    '| schema | what it is |',
    '| --- | --- |',
    ...besideAnswers.map(({ name, says }) => `| ${link(name)} | ${says} |`),
  ]
  return `${lines.join('\n')}\n`
}

/** A schema for each form of answer and for what else programs read, and the page that names them. */
export function answerSchemas() {
  return [
    { path: 'docs/generated/answers.md', make: answersPage },
    ...[refusalForm, ...besideAnswers].map((form) => schemaFile(`ping-primero: ${form.name}`, form)),
    ...answerForms.map((form) => schemaFile(`ping-primero ${typedText(form)}`, form)),
  ]
}
