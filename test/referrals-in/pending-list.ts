import type { FaultRule, SystemAnswer } from '@ping-primero/sandbox'
import type { World } from '../support/world.ts'
import { refer } from './scene.ts'

type Page = { readonly Data: readonly unknown[]; readonly RecordCount: number }

/** Alters the list of pending referrals, where it holds any. */
export function altered(change: (page: Page) => object): FaultRule {
  const rewritten = (answer: SystemAnswer): SystemAnswer => {
    const page = JSON.parse(answer.body ?? '') as Page
    return Array.isArray(page.Data)
      ? { ...answer, body: JSON.stringify({ ...page, ...change(page) }) }
      : answer
  }
  return { body: /SHP-2747/, fault: { kind: 'rewrite', with: rewritten } }
}

/** Referrals that nobody can deliver yet, so that they stay pending. */
export function pending(
  world: World,
  count: number,
): readonly { readonly guid: string; readonly number: string }[] {
  return Array.from({ length: count }, (_, place) => refer(world, place, { type: 'Accessibility' }))
}
