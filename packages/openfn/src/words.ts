import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { refusals, type RefusalCode } from '@ping-primero/service/refusals/catalogue.ts'
import type { Refusal } from '@ping-primero/service/refusals/refusal.ts'
import { withKeys } from './setting-keys.ts'

/** What the service says of its files and its environment, as it is on OpenFn: there all of it stands in the credential. */
const ownWords: Readonly<
  Partial<Record<RefusalCode, { readonly sentence?: string; readonly nextStep: string }>>
> = {
  'configuration-invalid': {
    nextStep:
      'Keys of the credential: mend them in OpenFn. Lines of deployment.yaml and mappings/: mend them in the deployment, `ping-primero check` reads them again; then `ping-primero openfn build` once more, and paste the credential into OpenFn anew.',
  },
  'setting-unclear': {
    sentence: 'A setting holds what cannot be meant (the value is not shown).',
    nextStep: 'Set it anew as one line, without what was found: type it rather than paste it.',
  },
}

/** A refusal as it reads on OpenFn. */
export function refusalOnOpenfn(refusal: Refusal): Refusal {
  const { sentence } = refusals[refusal.code]
  const own = ownWords[refusal.code]
  const message = refusal.message.replace(sentence, own?.sentence ?? sentence)
  return {
    ...refusal,
    message: withKeys(message),
    nextStep: withKeys(own?.nextStep ?? refusal.nextStep),
  }
}

/** A report as it reads on OpenFn. */
export function reportOnOpenfn(report: RunReport): RunReport {
  const { stopped } = report
  if (stopped === undefined) return report
  return { ...report, stopped: { ...stopped, about: stopped.about.map(withKeys) } }
}
