/** How the story of the sandbox went, as a schema; the story uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count, StateCounts } from '@ping-primero/core/answers/parts.ts'
import { RunReport } from '@ping-primero/core/flows/run-report.ts'

const PlayedChapter = z.object({
  title: z.string().describe('Its title.'),
  ok: z.boolean().describe('It ended as it should.'),
  says: z.array(z.string()).describe('What was told, line by line.'),
  runs: z.array(RunReport).describe('The runs that were made in it.'),
})
/** A chapter that was played. */
export type PlayedChapter = AnswerOf<typeof PlayedChapter>

const Totals = StateCounts.extend({ found: Count.describe('Their sum.') })
/** All items of the story by state, and their sum. */
export type Totals = AnswerOf<typeof Totals>

export const PlayedStory = z.object({
  ok: z.boolean().describe('Every chapter ended as it should.'),
  seed: z.int().describe('The seed of the invented children.'),
  chapters: z.array(PlayedChapter).describe('In their order; the last one is where it ended.'),
  totals: Totals.describe('Everything that was found in the story, counted by state.'),
  pages: z
    .object({ primero: z.string().describe('Of Primero.'), ping: z.string().describe('Of proGres.') })
    .describe("Addresses of the simulators' pages."),
})
/** How the story went; what `sandbox --once --json` prints (`interface.md`, Command line). */
export type PlayedStory = AnswerOf<typeof PlayedStory>
