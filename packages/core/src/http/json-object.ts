import { z } from 'zod'

/** An object of an answer: what its columns hold is for the reader of each to judge. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value of an answer is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Takes an object as it is. A record schema would copy every row of a page. */
export const jsonObject = z.custom<JsonObject>(isJsonObject)
