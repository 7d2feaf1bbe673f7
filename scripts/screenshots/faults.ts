import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { guideFolder, guideLanguages, guidePages, linksIn } from '../../test/documents/guide.ts'
import { pictureNames } from './pictures.ts'

/** What a picture may weigh: the guide is read over slow lines as well. */
const mostBytes = 150_000

/** What the list of pictures, the folders and the pages of the guide do not agree on. Pixels are not compared. */
export function pictureFaults(): readonly string[] {
  return guideLanguages.flatMap((language) => {
    const folder = join(guideFolder(language), 'pictures')
    const kept = existsSync(folder) ? readdirSync(folder) : []
    const shown = guidePages(language)
      .flatMap(({ text }) => linksIn(text))
      .flatMap((target) => (target.startsWith('pictures/') ? [target.slice('pictures/'.length)] : []))
    const listed = pictureNames.map((name) => `${name}.png`)
    const all = [...new Set([...kept, ...shown, ...listed])].toSorted()
    return all.flatMap((name) => {
      const path = `docs/operator-guide/${language}/pictures/${name}`
      if (!listed.includes(name)) return [`${path} is none that npm run screenshots takes`]
      if (!kept.includes(name)) return [`${path} is missing: run npm run screenshots`]
      if (!shown.includes(name)) return [`${path} stands on no page of the guide`]
      const { size } = statSync(join(folder, name))
      return size > mostBytes ? [`${path} weighs ${size} bytes, more than ${mostBytes}`] : []
    })
  })
}
