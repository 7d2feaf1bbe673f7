import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import { html } from 'hono/html'
import type { Say } from '../words/say.ts'
import { drawing, type Drawing } from './drawings.ts'
import type { Html } from './html.ts'

const drawings: Readonly<Record<Owner, Drawing>> = {
  nobody: 'wait',
  caseworker: 'case',
  unhcr: 'unhcr',
  'focal-point': 'focal',
  'mapping-owner': 'table',
  administrator: 'tool',
  developer: 'tool',
}

/** Whose move it is. */
export function ownerMark(owner: Owner, say: Say): Html {
  return html`<span class="whose">${drawing(drawings[owner])}${say(`owner.${owner}`)}</span>`
}

/** Whoever may have the move, in the order in which they stand to choose from. */
export const ownersInOrder: readonly Owner[] = [
  'focal-point',
  'caseworker',
  'unhcr',
  'mapping-owner',
  'administrator',
  'developer',
]
