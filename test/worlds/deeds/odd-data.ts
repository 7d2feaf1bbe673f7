import { individualOf, referralStatus } from '@ping-primero/sandbox'
import { whereItIsRead, windowOf } from './arm.ts'
import { child, pickOf, type Deed } from './people.ts'

const dates = [
  '12/03/14',
  '03-12-2014',
  '2026-02-30',
  '1402-05-11',
  '2014',
  '9999-12-31',
  '١٢/٠٣/٢٠١٤',
  '0000-00-00',
] as const

const oddDate: Deed = (world, random) => {
  const all = [...world.ping.store.interventions.values()]
  const one = all[random.below(Math.max(1, all.length))]
  if (one === undefined) return null
  world.ping.act.correct(one.guid, { individual: { birthDate: random.pick(dates) } })
  whereItIsRead(world, windowOf(random), 'F29', one.guid)
  return `F29: the birth date behind ${one.number} is written oddly`
}

const texts = [
  '<script>alert(1)</script><b>bold</b> &amp; &#x202e;',
  '=HYPERLINK("http://x","y")\r\n{"level":50,"msg":"forged"}',
  'e\u0301\u0323 \u200f\u202e العربية አማርኛ \u{1f9f8}',
  `${'long '.repeat(20_000)}end`,
  '2026-01-12',
  '\u0000 hidden',
] as const

/** What means harm: markup, formulas, forged lines of a log, a body of a megabyte. */
const harmful = [texts[0], texts[1], `${'a <b>'.repeat(200_000)}end`] as const

const oddText =
  (id: string, choice: readonly string[]): Deed =>
  (world, random) => {
    const person = child(world, random)
    const { number, guid } = world.ping.act.refer({
      individual: individualOf(person),
      guid: random.guid(),
      type: 'Alternative Care',
      description: pickOf(choice, random),
      reason: pickOf(choice, random),
      officer: person.officer,
    })
    whereItIsRead(world, windowOf(random), id, guid)
    return `${id}: UNHCR refers ${number} with a text that means harm or mischief`
  }

const oddNumber: Deed = (world, random) => {
  const person = child(world, random)
  const zeros = random.chance(0.5)
  const number = zeros ? `000${random.below(9000) + 1000}` : String(80_300_000_000 + random.below(1000))
  const { number: shown, guid } = world.ping.act.refer({
    individual: { ...individualOf(person), number },
    guid: random.guid(),
    type: 'BID',
    officer: person.officer,
  })
  whereItIsRead(world, windowOf(random), 'F31', guid)
  return `F31: UNHCR refers ${shown} of an individual whose number looks like one`
}

const paths = ['../../users/1', '%2e%2e%2fusers', 'x?per=1000#', '..\\..\\tokens'] as const

/** A record that somebody else brought into proGres, whose ids are no ids: they are to reach no path of Primero. */
const pathTricks: Deed = (world, random) => {
  if (world.ping.settings.processing.fails !== undefined) return null
  const person = child(world, random)
  const { guid, number } = world.ping.act.receive({
    progres_pocfirstname: person.givenName,
    progres_poclastname: person.familyName,
    progres_pocdateofbirth: person.birthDate,
    progres_pocaddress: 'nowhere',
    progres_orgemail: 'x@example.org',
    progres_orgreferredby: 'Primero CP',
    progres_requestedservice: '7ad37dd0-0306-e611-80d9-00155d34051a',
    progres_offlineid: random.pick(paths),
    progres_orgreferralid: random.pick(paths),
  })
  world.ping.act.decide(guid, { decision: 'accepted', status: referralStatus.accepted })
  whereItIsRead(world, windowOf(random), 'F66', guid)
  return `F66: UNHCR accepts ${number}, whose ids are paths`
}

/** What people and other programs have written into proGres. */
export const oddData: Readonly<Record<string, Deed>> = {
  F29: oddDate,
  F30: oddText('F30', texts),
  F31: oddNumber,
  F66: oddText('F66', harmful),
  'F66 paths': pathTricks,
}
