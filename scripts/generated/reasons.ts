import { flows } from '@ping-primero/core/domain/flow.ts'
import { ownerOf, reasons, type Reason, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** Whose move it is, in words. */
export const ownerTexts: Readonly<Record<Reason['owner'], string>> = {
  nobody: 'nobody: it passes by itself',
  caseworker: 'the caseworker',
  unhcr: 'UNHCR',
  'focal-point': 'the focal point',
  'mapping-owner': 'the owner of the mapping',
  administrator: 'the administrator',
  developer: 'the developers',
}

const classes: readonly (readonly [Reason['class'], string, string])[] = [
  ['data', 'Something to correct', 'It needs attention, and is looked at again on every run.'],
  ['trouble', 'Waiting', 'A system was in trouble, or has not spoken yet. It is tried again.'],
  ['configuration', 'Something to set up', 'The flow stops at once, so that nothing is done by halves.'],
  ['defect', 'A defect of this program', 'The one item is set aside, the others go on.'],
]

function isCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code)
}

function ownersOf(code: ReasonCode): string {
  const { owner, ownerByFlow = {} } = reasons[code]
  const others = flows
    .filter((flow) => flow in ownerByFlow)
    .map((flow) => `${flow}: ${ownerTexts[ownerOf(code, flow)]}`)
  return [ownerTexts[owner], ...others].join('; ')
}

/** The reason catalogue as a page. */
export function reasonsPage(): string {
  const lines = [
    '# Why a referral waits or needs attention',
    '',
    'Every reason has a stable code, and says whose move it is.',
  ]
  for (const [kind, title, said] of classes) {
    lines.push(
      '',
      `## ${title}`,
      '',
      said,
      '',
      '| code | what happened | whose move | what to do |',
      '| --- | --- | --- | --- |',
    )
    for (const code of Object.keys(reasons)) {
      if (!isCode(code) || reasons[code].class !== kind) continue
      const release = 'release' in reasons[code] ? ' (`retry NUMBER --release`)' : ''
      lines.push(
        `| \`${code}\` | ${reasons[code].sentence} | ${ownersOf(code)} | ${reasons[code].nextStep}${release} |`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}
