import { expect, test } from 'vitest'
import { z } from 'zod'
import { deploymentJsonSchema } from './json-schema.ts'

test('the JSON Schema asks only for what has no default, and refuses unknown keys', () => {
  const Shape = z.object({
    required: z.array(z.string()),
    additionalProperties: z.literal(false),
    properties: z.object({ ping: z.object({ required: z.array(z.string()) }) }),
  })
  const schema = Shape.parse(deploymentJsonSchema())
  expect(schema.required).toEqual([
    'name',
    'timezone',
    'environment',
    'startDate',
    'progres',
    'ping',
    'primero',
    'flows',
  ])
  expect(schema.properties.ping.required).toEqual(['baseUrl', 'token', 'partnerId', 'interopId', 'processes'])
})
