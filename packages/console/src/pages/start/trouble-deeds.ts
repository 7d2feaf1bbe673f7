import { z } from 'zod'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { systemName } from '../../parts/system-name.ts'
import { deed, type Deed, type SandboxPage, type SandboxReading } from '../../sandbox/deed.ts'
import { faultNames, troubleActs, type Trouble } from '../../sandbox/trouble.ts'
import { nothing } from '../../words/say.ts'
import { breakPath, startPath, troublePath } from '../addresses.ts'

const Named = z.object({ system: z.enum(['ping', 'primero']) })
const Done = Named.extend({ trouble: z.enum(['down', 'slow', 'break', 'ended']) })
type Done = z.infer<typeof Done>

const dones = { down: 'down', up: 'ended', slow: 'slow', quick: 'ended', end: 'ended' } as const

/** Makes trouble, or ends it: the story comes to its end first, for it makes its own. */
async function make(
  { sandbox }: SandboxReading,
  { system, trouble }: Done,
  act: (made: Trouble) => void,
): Promise<string> {
  if ((await sandbox.story.tellAtOnce()) === 'paused') return `${startPath}?did=waits`
  act(sandbox.trouble)
  return `${startPath}?trouble=${trouble}&system=${system}`
}

/** What is done to the systems from the first page. */
export function troubleDeeds(page: SandboxPage): readonly Deed[] {
  return [
    deed({
      page,
      path: troublePath,
      form: () => Named.extend({ act: z.enum(troubleActs) }),
      perform: ({ system, act }, reading) =>
        make(reading, { system, trouble: dones[act] }, (made) => made.turn(system, act)),
    }),
    deed({
      page,
      path: breakPath,
      form: () => Named.extend({ fault: z.enum(faultNames) }),
      perform: ({ system, fault }, reading) =>
        make(reading, { system, trouble: 'break' }, (made) => made.break(system, fault)),
    }),
  ]
}

/** What came of it, as the page's address says it. */
export function troubleFeedback({ query, say }: SandboxReading): Html {
  const done = Done.safeParse(Object.fromEntries(query))
  if (!done.success) return nothing
  const { system, trouble } = done.data
  const heading = say(`trouble.did.${trouble}`, { system: systemName(system) })
  return trouble === 'ended'
    ? feedback('ok', heading, say('trouble.did.ended.text'))
    : feedback('wait', heading, say('trouble.did.text'))
}
