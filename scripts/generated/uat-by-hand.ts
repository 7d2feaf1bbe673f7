import { english, isKey } from '@ping-primero/console/words/catalogue.ts'
import { allFlows } from './by-hand/all-flows.ts'
import type { ByHand } from './by-hand/case.ts'
import { decisionsIn } from './by-hand/decisions-in.ts'
import { decisionsOut } from './by-hand/decisions-out.ts'
import { referralsIn } from './by-hand/referrals-in.ts'
import { referralsOut } from './by-hand/referrals-out.ts'
import { caseIds, groups } from './uat.ts'

const cases: Readonly<Record<string, ByHand>> = {
  ...referralsIn,
  ...decisionsOut,
  ...referralsOut,
  ...decisionsIn,
  ...allFlows,
}

/** How each case of the acceptance plan is played by hand in the sandbox, in the words of its pages. */
export function uatByHandPage(): string {
  const ids = caseIds()
  const played = ids.filter((id) => 'press' in caseOf(id))
  const lines = groups.flatMap(([group, , title]) => [
    '',
    `## ${title}`,
    '',
    ...ids.filter((id) => id.startsWith(`${group}-`)).flatMap(linesOf),
  ])
  const head = [
    '# The acceptance cases by hand',
    '',
    '`npm start`, open the address that it prints, and press *Tell it at once*. Then each case is played at the two desks of the sandbox',
    'and on its first page. What is **bold** stands so on a button, a choice or a page; each “look” of the exchange is a button at both',
    'desks. Afterwards the console shows what became of it: open the number of the referral.',
    '',
    `**${played.length} of ${ids.length} cases can be played.** Of the others it is said why not; [tests prove all of them](uat.md).`,
  ]
  return `${[...head, ...lines].join('\n')}\n`
}

/** The cases that are played at the desks; the others that can be played are looked at in the console alone. */
export function playedAtDesks(): readonly string[] {
  return caseIds().filter((id) => {
    const found = caseOf(id)
    return 'press' in found && !found.press.every((one) => one.startsWith('In the console'))
  })
}

function caseOf(id: string): ByHand {
  const found = cases[id]
  if (found === undefined) throw new Error(`It is not said how ${id} is played by hand.`)
  return found
}

function linesOf(id: string): readonly string[] {
  const found = caseOf(id)
  if ('why' in found) return [`- ${id}, ${found.about}: *not by hand.* ${inWords(found.why)}`, '']
  const press = found.press.map((one, at) => `  ${at + 1}. ${inWords(one)}`)
  const see = found.see.map((one) => `  - ${inWords(one)}`)
  return [`- ${id}, ${found.about}`, '', ...press, '', '  Must be seen:', '', ...see, '']
}

/** A text with the words that the pages have now in the place of their keys. */
function inWords(text: string): string {
  return text.replaceAll(/\{([^}]+)\}/g, (_whole, key: string) => {
    if (!isKey(key)) throw new Error(`No page says ${key}.`)
    const said = english[key].replace(/ …$/, '')
    return said.endsWith('.') ? `*${said}*` : `**${said}**`
  })
}
