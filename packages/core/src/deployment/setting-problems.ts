import type { z } from 'zod'
import type { Problem } from './problem.ts'
import type { YamlSource } from './yaml-source.ts'

/** What is wrong with a setting, and where it stands in its file. */
type SettingProblem = Omit<Problem, 'file' | 'flows'> & { readonly line: number }

/** What a schema says of the settings of a YAML file, in plain words; `file` names the whole of it. */
export function settingProblems(
  issues: readonly z.core.$ZodIssue[],
  source: YamlSource,
  file: string,
): readonly SettingProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, source, file))
}

function problemsOf(issue: z.core.$ZodIssue, source: YamlSource, file: string): readonly SettingProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      line: source.lineOfKey([...path, key]),
      key: [...path, key].join('.'),
      found: 'a key that does not exist here',
      expected: 'one of the keys of the documentation; mind spelling and indentation',
    }))
  }
  const group = issue.code === 'invalid_type' && issue.expected === 'object'
  return [
    {
      line: source.lineOf(path),
      key: path.length === 0 ? file : path.join('.'),
      found: settingWords(valueIn(source.value, path)),
      expected: group ? 'a group of settings' : issue.message,
    },
  ]
}

function valueIn(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? new Map(Object.entries(inner)).get(String(step))
        : undefined,
    value,
  )
}

/** What stands in a file, as it is told. */
export function settingWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of settings'
  if (typeof value === 'string') return `"${value.slice(0, 80)}"`
  return `the ${typeof value} ${JSON.stringify(value)}, without quotation marks`
}
