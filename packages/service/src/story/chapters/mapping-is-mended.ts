import { transferStatus } from '@ping-primero/sandbox'
import { cast, notAgreedType } from '../cast.ts'
import { expect } from '../deviation.ts'
import type { Chapter } from '../scene.ts'
import { interventionsWith, servicesOfUnhcr } from '../simulated.ts'

/** The mapping owner adds the missing row, and the referral that stood still goes through. */
export const mappingIsMended: Chapter = {
  name: 'mapping-is-mended',
  title: 'The mapping is mended',
  play: async ({ world, say, run }) => {
    const { ping, primero } = world
    const { progres, primero: inPrimero } = notAgreedType
    world.addMappingRow('service-types-in', `${progres},${inPrimero}`)
    await say(
      `The partners agree what "${progres}" is called in Primero, and the owner of the mapping adds that ` +
        'one row to a table. Nothing is restarted, nothing is sent again by hand.',
    )

    const report = await run('1.1')
    expect('Referrals that got through', report.confirmed, cast.notAgreed)
    expect('Referrals that need attention', report.attention, 0)
    const services = cast.byUnhcr + cast.duringOutage + cast.notAgreed
    expect('Services from UNHCR in Primero', servicesOfUnhcr(primero).length, services)
    expect('Shown as not delivered in proGres', interventionsWith(ping, transferStatus.deliveryFail), 0)

    await say('The referral that needed attention is looked at again, and goes through.')
    await say('proGres shows it as delivered now.')
  },
}
