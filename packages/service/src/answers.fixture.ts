import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { z } from 'zod'
import { answerForms, type AnswerForm } from './commands/answer-forms.ts'
import { answerJsonSchema } from './commands/json-schema.ts'
import { Health } from './commands/serve/answer.ts'
import { LogLine } from './log/service-event.ts'
import { RefusalAnswer } from './refusals/answer.ts'

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** A published schema that also forbids what it does not know: what somebody added and did not describe is found so. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return schema.constructor === Object &&
    'type' in schema &&
    schema.type === 'object' &&
    'properties' in schema
    ? { ...inner, additionalProperties: false }
    : inner
}

function validatorOf(schema: AnswerForm['schema']): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': dateTime } })
  return ajv.compile(Object(closed(answerJsonSchema('', schema))))
}

const validators = new Map<AnswerForm['schema'], ValidateFunction>()

function faultsOf(schema: AnswerForm['schema'], answer: unknown): readonly string[] {
  const validate = validators.get(schema) ?? validatorOf(schema)
  validators.set(schema, validate)
  if (validate(answer)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

/** The form of answer that what was typed asks for; null where none is published. */
export function formOf(args: readonly string[]): AnswerForm | null {
  const [first = '', second = ''] = args
  const parts = answerForms.flatMap(({ typed: [command] }) => command.split(' ').slice(1))
  const forms = answerForms.filter(({ typed: [command, ...choosing], usual }) => {
    const [word, part] = command.split(' ')
    const isMeant = part === undefined || part === second || (usual === true && !parts.includes(second))
    const isChosen = (chosen: string): boolean =>
      chosen === 'NUMBER' ? second !== '' && !second.startsWith('-') : args.includes(chosen)
    return word === first && isMeant && choosing.every(isChosen)
  })
  return forms.toSorted((one, other) => other.typed.length - one.typed.length)[0] ?? null
}

function requireOf(schema: AnswerForm['schema'], value: unknown, what: string): void {
  const faults = faultsOf(schema, value)
  if (faults.length > 0) throw new Error(`${what} is not what its schema says:\n${faults.join('\n')}`)
}

/** Throws where what a command printed is not what the schemas say of it, or says more than they do. */
export function requireAnswer(args: readonly string[], stdout: string): void {
  const answer: unknown = JSON.parse(stdout)
  const refused = typeof answer === 'object' && answer !== null && 'error' in answer
  const form = formOf(args)
  if (!refused && form === null) throw new Error(`No schema is published for: ${args.join(' ')}`)
  const schema = refused || form === null ? RefusalAnswer : form.schema
  requireOf(schema, answer, `The answer of ${args.join(' ')}`)
}

const named = z.object({ event: z.string() })

/** The same of the lines of a log; what else stands on stderr is for people. */
export function requireLog(stderr: string): void {
  for (const line of stderr.split('\n').filter((text) => text.startsWith('{'))) {
    const { event } = named.parse(JSON.parse(line))
    const schema = LogLine.options.find(
      ({ shape }) => z.safeParse(shape['event'] ?? z.never(), event).success,
    )
    if (schema === undefined) throw new Error(`No schema is published for the event ${event}.`)
    requireOf(schema, JSON.parse(line), line)
  }
}

/** The same of a health file. */
export function requireHealth(text: string): void {
  requireOf(Health, JSON.parse(text), 'The health file')
}
