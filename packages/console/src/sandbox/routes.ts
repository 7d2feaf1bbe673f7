import type { Hono } from 'hono'
import type { ConsoleHost } from '../host.ts'
import { caseworkerDeeds, caseworkerDeskPage } from '../pages/desks/primero/route.ts'
import { officerDeeds, officerDeskPage } from '../pages/desks/progres/route.ts'
import { startDeeds, startPage } from '../pages/start/route.ts'
import { answerDeed, answerPage, type Deed, type SandboxPage } from './deed.ts'
import type { Sandbox } from './sandbox.ts'

const pages: readonly SandboxPage[] = [startPage, officerDeskPage, caseworkerDeskPage]

const deeds: readonly Deed[] = [...startDeeds, ...officerDeeds, ...caseworkerDeeds]

/** What a sandbox has and nothing else: its story, and the seats at both desks. */
export function sandboxRoutes(app: Hono, host: ConsoleHost, sandbox: Sandbox): void {
  for (const page of pages) app.get(page.path, (context) => answerPage(context, page, host, sandbox))
  for (const one of deeds) app.post(one.path, (context) => answerDeed(context, one, host, sandbox))
}
