import { z } from 'zod'

/**
 * The JSON Schema (draft 2020-12) of an answer. It takes members that it does not know: answers change by adding.
 * What zod says about JavaScript alone is left out: that numbers are safe, and what a date-time looks like.
 */
export function answerJsonSchema(title: string, schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  const { $schema, ...rest } = made
  return { ...($schema === undefined ? {} : { $schema }), title, ...rest }
}
