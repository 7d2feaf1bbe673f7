import type { Problem } from '../deployment/problem.ts'
import type { Gap } from './finding.ts'

/** What is wrong in the files of the deployment, as `parseDeployment` said it. */
export function configurationGaps(problems: readonly Problem[]): readonly Gap[] {
  return problems.map(({ file, line, key, found, expected, flows }) => ({
    code: file.endsWith('.csv') ? 'mapping-unfit' : 'setting-unfit',
    severity: flows.length > 0 ? 'stops' : 'note',
    flows,
    subject: `${file}${line === null ? '' : `:${line}`}: ${key}`,
    found,
    expected,
  }))
}
