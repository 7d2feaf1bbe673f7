import { html } from 'hono/html'
import { z } from 'zod'
import { feedback, oldForm } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { headedDocument, headOf, stage } from '../../parts/layout.ts'
import { deed, type Deed, type SandboxPage, type SandboxReading } from '../../sandbox/deed.ts'
import { nothing } from '../../words/say.ts'
import { startPath, storyPaths } from '../addresses.ts'
import { storyOf } from './model.ts'
import { startView } from './page.ts'
import { troubleDeeds, troubleFeedback } from './trouble-deeds.ts'
import { troubleView } from './trouble-model.ts'

/** The first page of a sandbox. */
export const startPage: SandboxPage = {
  path: startPath,
  read: async (reading, again) => {
    const { say, sandbox, deployment, fields, host } = reading
    const trouble = troubleView(sandbox.trouble.now())
    const content = startView(storyOf(sandbox.story.now()), sandbox.seats(), trouble, reading)
    const said =
      again === undefined ? html`${doneFeedback(reading)}${troubleFeedback(reading)}` : oldForm(reading)
    const headed = {
      say,
      title: say('start.title'),
      path: startPath,
      fields: fields(),
      version: host.version,
    }
    const head = html`${stage('app.simulated.text', say)}${headOf({ ...headed, title: deployment.title })}`
    return headedDocument({ ...headed, head }, html`${said}${content}`)
  },
}

const Done = z.object({ did: z.enum(['held', 'goes-on', 'told', 'waits', 'begun']) })

/** What came of a deed, as the page's address says it and as long as it is so. */
function doneFeedback({ query, say, sandbox }: SandboxReading): Html {
  const done = Done.safeParse(Object.fromEntries(query))
  if (!done.success) return nothing
  const { did } = done.data
  const { standing } = sandbox.story.now()
  const isSo = {
    held: standing === 'held',
    'goes-on': standing === 'playing',
    told: standing === 'told',
    waits: standing === 'playing',
    begun: standing === 'playing',
  }
  if (!isSo[did]) return nothing
  const tone = did === 'held' || did === 'waits' ? 'pause' : 'ok'
  return feedback(tone, say(`start.did.${did}`), say(`start.did.${did}.text`))
}

type Did = z.infer<typeof Done>['did']

function storyDeed(path: Deed['path'], perform: (reading: SandboxReading) => Did | Promise<Did>): Deed {
  return deed({
    path,
    page: startPage,
    form: () => z.object({}),
    perform: async (_, reading) => `${startPath}?did=${await perform(reading)}`,
  })
}

/** What is done with the story, and to the systems. */
export const startDeeds: readonly Deed[] = [
  storyDeed(storyPaths.hold, ({ sandbox }) => {
    sandbox.story.hold()
    return 'held'
  }),
  storyDeed(storyPaths['go-on'], ({ sandbox }) => {
    sandbox.story.goOn()
    return 'goes-on'
  }),
  storyDeed(storyPaths['at-once'], async ({ sandbox }) =>
    (await sandbox.story.tellAtOnce()) === 'paused' ? 'waits' : 'told',
  ),
  storyDeed(storyPaths.again, ({ sandbox }) => {
    sandbox.story.again()
    return 'begun'
  }),
  ...troubleDeeds(startPage),
]
