import { answerForms, type AnswerForm } from '@ping-primero/service/commands/answer-forms.ts'
import { answerJsonSchema } from '@ping-primero/service/commands/json-schema.ts'
import { RefusalAnswer } from '@ping-primero/service/refusals/answer.ts'

const folder = 'docs/generated/answers'

function typedText({ typed: [command, ...choosing] }: Pick<AnswerForm, 'typed'>): string {
  return [command, ...choosing, '--json'].join(' ')
}

function schemaFile(name: string, title: string, schema: AnswerForm['schema']) {
  return {
    path: `${folder}/${name}.schema.json`,
    make: () => JSON.stringify(answerJsonSchema(title, schema)),
  }
}

function row(typed: string, name: string, says: string): string {
  return `| \`${typed}\` | [${name}](answers/${name}.schema.json) | ${says} |`
}

function answersPage(): string {
  const lines = [
    '# Answers of `--json`',
    '',
    'With `--json` stdout holds one JSON value and nothing else. Its shape is a JSON Schema (draft 2020-12), made of the code that answers.',
    '',
    '**What may change.** Answers change by adding only: a member that is there stays, with its meaning. New members come, and lists of codes',
    'grow. So the schemas forbid no member that they do not know; a program that reads answers should pass over members it does not know, and',
    'take a code it does not know for one that a person has to look at.',
    '',
    '**Times** are ISO 8601 in UTC, `2026-03-01T09:30:00.000Z`, whatever the deployment. **Numbers** count, and have no unit but where their description names it. ',
    '**null** says that there is nothing, or that it is not known; a member that is left out says that it does not apply.',
    '',
    'What else is typed changes no shape. What is refused answers another value, with exit code 2, or 1 for a defect:',
    '',
    '| command | schema | what it is |',
    '| --- | --- | --- |',
    row('any command --json', 'refusal', 'Why it was not carried out, and whose move it is.'),
    '',
    'What is carried out:',
    '',
    '| command | schema | what it is |',
    '| --- | --- | --- |',
    ...answerForms.map((form) => row(typedText(form), form.name, form.says)),
    '',
    '`completion` prints a script for a shell and takes no `--json`.',
  ]
  return `${lines.join('\n')}\n`
}

/** A schema for each form of answer, one for refusals, and the page that names them. */
export function answerSchemas() {
  return [
    { path: 'docs/generated/answers.md', make: answersPage },
    schemaFile('refusal', 'ping-primero: a command that was not carried out', RefusalAnswer),
    ...answerForms.map((form) => schemaFile(form.name, `ping-primero ${typedText(form)}`, form.schema)),
  ]
}
