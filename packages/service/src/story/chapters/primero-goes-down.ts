import { seedReferrals } from '@ping-primero/sandbox'
import { cast, placesOf } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { servicesOfUnhcr } from '../simulated.ts'
import { counted, reasonWords } from '../words.ts'

/** Longer than the first pause before something is tried again. */
const outageMinutes = 3

/** Primero is down while referrals arrive: they wait, and get through when it is back. */
export const primeroGoesDown: Chapter = {
  name: 'primero-goes-down',
  title: 'Primero goes down, and comes back',
  play: async ({ world, say, run }) => {
    const { ping, primero, seed, canaries } = world
    primero.knobs.power = 'down'
    await say('Primero stops answering: a power cut, a broken line, an update.')
    seedReferrals({ ping }, { ...placesOf('duringOutage'), seed, canaries })
    await say(`Meanwhile UNHCR refers ${counted(cast.duringOutage, 'more child', 'more children')}.`)

    const during = await run('1.1')
    const waiting = during.reasons.filter(({ state }) => state === 'waiting')
    expect('Referrals that wait for Primero', during.waiting, cast.duringOutage)
    expect(
      'What they wait for',
      waiting.map(({ code }) => code),
      ['primero-unavailable'],
    )
    expect('Referrals that need attention as before', during.attention, cast.notAgreed)
    expect('Services from UNHCR in Primero', servicesOfUnhcr(primero).length, cast.byUnhcr)
    for (const line of reasonWords({ flow: '1.1', reasons: waiting })) await say(line)
    await say('Nothing is lost, and nobody has to remember them.')

    primero.knobs.power = 'up'
    world.advance(outageMinutes * 60_000)
    await say(`${outageMinutes} minutes later (the clock is moved on) Primero is back.`)
    const after = await run('1.1')
    expect('Referrals that got through', after.confirmed, cast.duringOutage)
    expect('Referrals that still wait', after.waiting, 0)
    expect(
      'Services from UNHCR in Primero',
      servicesOfUnhcr(primero).length,
      cast.byUnhcr + cast.duringOutage,
    )
    await say(
      `What waited gets through by itself: ${counted(after.confirmed, 'referral')}, each of them once.`,
    )
  },
}
