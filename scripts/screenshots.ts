/**
 * Takes the pictures of the operator's guide, in a real browser over a played story: `npm run screenshots`. With `--check`
 * it takes none, names what the guide and its folders of pictures do not agree on, and exits 1.
 */
import { pictureFaults } from './screenshots/faults.ts'

if (!process.argv.includes('--check')) await (await import('./screenshots/take.ts')).takePictures()
const faults = pictureFaults()
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
