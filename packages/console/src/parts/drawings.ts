import { html, raw } from 'hono/html'
import type { Html } from './html.ts'

/** The drawings of the console: lines of one width, told apart by shape and never by colour alone. */
const drawings = {
  again: { box: '0 0 24 24', lines: '<path d="M20 11a8 8 0 1 0-2.3 6.3M20 4.5V11h-6.5"/>' },
  apart: {
    box: '0 0 176 64',
    lines:
      '<circle class="m-u" cx="18" cy="32" r="10"/><circle class="m-p" cx="158" cy="32" r="10"/><path class="m-u m-re" d="M36 32h34"/><path class="m-p m-re" d="M140 32h-34"/><path d="M82 26c0-8 12-8 12 0 0 5-6 5-6 10M88 42v.2"/>',
  },
  attn: { box: '0 0 24 24', lines: '<path d="M12 3.5 22 20.5H2z"/><path d="M12 10v4.5M12 17.4v.1"/>' },
  back: { box: '0 0 24 24', lines: '<path d="M9 6 4 11l5 5M4 11h10a5 5 0 0 1 0 10h-2"/>' },
  brand: {
    box: '0 0 44 28',
    lines:
      '<circle class="b-u" cx="7" cy="14" r="5.5"/><circle class="b-p" cx="37" cy="14" r="5.5"/><path d="M14 9.5h14M25 5.5l4.5 4-4.5 4"/><path d="M30 19H16M19 15l-4.5 4 4.5 4" stroke-dasharray="none"/>',
  },
  case: { box: '0 0 24 24', lines: '<path d="M3 7.5h7l2 2.5h9v10H3z"/><path d="M3 7.5v-3h6l2 3"/>' },
  down: { box: '0 0 24 24', lines: '<path d="M12 4v11M7.5 11 12 15.5 16.5 11M4.5 20h15"/>' },
  eye: {
    box: '0 0 24 24',
    lines:
      '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
  },
  f11: {
    box: '0 0 72 24',
    lines:
      '<circle class="m-u m-full" cx="7" cy="12" r="5.5"/><path class="m-u" d="M15 12h12M45 12h8"/><path class="m-u m-full" d="m52 7.5 7.5 4.5-7.5 4.5z"/><circle class="m-p" cx="66.5" cy="12" r="4"/><rect class="m-u m-box" x="29" y="4.5" width="14" height="15" rx="1.5"/><path class="m-u" d="M33 10h6M33 14h4"/>',
  },
  f12: {
    box: '0 0 72 24',
    lines:
      '<circle class="m-p m-full" cx="65" cy="12" r="5.5"/><path class="m-p m-re" d="M57 12H45M27 12h-8"/><path class="m-p m-full" d="m20 7.5-7.5 4.5 7.5 4.5z"/><circle class="m-u" cx="5.5" cy="12" r="4"/><circle class="m-p m-box" cx="36" cy="12" r="8"/><path class="m-p" d="m32.3 12.3 2.6 2.7 4.9-5.4"/>',
  },
  f21: {
    box: '0 0 72 24',
    lines:
      '<circle class="m-p m-full" cx="65" cy="12" r="5.5"/><path class="m-p" d="M57 12H45M27 12h-8"/><path class="m-p m-full" d="m20 7.5-7.5 4.5 7.5 4.5z"/><circle class="m-u" cx="5.5" cy="12" r="4"/><rect class="m-p m-box" x="29" y="4.5" width="14" height="15" rx="1.5"/><path class="m-p" d="M33 10h6M33 14h4"/>',
  },
  f22: {
    box: '0 0 72 24',
    lines:
      '<circle class="m-u m-full" cx="7" cy="12" r="5.5"/><path class="m-u m-re" d="M15 12h12M45 12h8"/><path class="m-u m-full" d="m52 7.5 7.5 4.5-7.5 4.5z"/><circle class="m-p" cx="66.5" cy="12" r="4"/><circle class="m-u m-box" cx="36" cy="12" r="8"/><path class="m-u" d="m32.3 12.3 2.6 2.7 4.9-5.4"/>',
  },
  find: { box: '0 0 24 24', lines: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>' },
  focal: { box: '0 0 24 24', lines: '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="3"/>' },
  head: { box: '0 0 12 20', lines: '<path class="m-full" d="m1 1 10 9L1 19z"/>' },
  key: { box: '0 0 24 24', lines: '<circle cx="8" cy="12" r="4"/><path d="M12 12h9M17.5 12v3.5"/>' },
  no: { box: '0 0 24 24', lines: '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>' },
  note: { box: '0 0 24 24', lines: '<path d="M4 4.5h16v11H10l-5 4.5v-4.5H4z"/>' },
  ok: { box: '0 0 24 24', lines: '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.8 2.8L16 9.5"/>' },
  out: { box: '0 0 24 24', lines: '<path d="M11 4H5v16h6M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>' },
  pause: { box: '0 0 24 24', lines: '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>' },
  play: { box: '0 0 24 24', lines: '<path d="M7 4.5 19 12 7 19.5z"/>' },
  print: { box: '0 0 24 24', lines: '<path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z"/>' },
  quiet: {
    box: '0 0 176 64',
    lines:
      '<circle class="m-u m-full" cx="18" cy="32" r="10"/><circle class="m-p m-full" cx="158" cy="32" r="10"/><path class="m-u" d="M36 32c20-22 84-22 104 0"/><path class="m-p m-re" d="M140 32c-20 22-84 22-104 0"/>',
  },
  sheet: {
    box: '0 0 24 24',
    lines: '<rect x="5" y="3.5" width="14" height="17" rx="1.5"/><path d="M9 9h6M9 13h6M9 17h3"/>',
  },
  shield: { box: '0 0 24 24', lines: '<path d="M12 3 4.5 6v6c0 4.5 3 7.5 7.5 9 4.5-1.5 7.5-4.5 7.5-9V6z"/>' },
  table: {
    box: '0 0 24 24',
    lines:
      '<rect x="3.5" y="4.5" width="17" height="15" rx="1"/><path d="M3.5 10h17M3.5 14.8h17M11 10v9.5"/>',
  },
  tool: {
    box: '0 0 24 24',
    lines:
      '<path d="M14.5 6.5a4.5 4.5 0 0 1 5.7 5.6L9.8 20.8a2.3 2.3 0 0 1-3.3-3.3z"/><path d="M14.5 6.5 17 9"/>',
  },
  unhcr: { box: '0 0 24 24', lines: '<path d="M3 20.5h18M5 20V9l7-5 7 5v11M9.5 20v-6h5v6"/>' },
  wait: { box: '0 0 24 24', lines: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>' },
  yes: { box: '0 0 24 24', lines: '<path d="m5 12.5 4.5 4.5L19 7.5"/>' },
} as const

/** The name of a drawing. */
export type Drawing = keyof typeof drawings

/** A drawing beside words that say the same. */
export function drawing(name: Drawing, className = ''): Html {
  const attributes = className === '' ? raw('') : html` class="${className}"`
  return html`<svg${attributes} aria-hidden="true"><use href="#${name}" /></svg>`
}

/** The drawings that a page uses, hidden at its beginning. */
export function spriteOf(page: string): Html {
  const used = new Set([...page.matchAll(/<use href="#([\w-]+)"/g)].map(([, name]) => name))
  const symbols = Object.entries(drawings)
    .filter(([name]) => used.has(name))
    .map(([name, { box, lines }]) => `<symbol id="${name}" viewBox="${box}">${lines}</symbol>`)
  return html`<svg class="sprite" aria-hidden="true">${raw(symbols.join(''))}</svg>`
}
