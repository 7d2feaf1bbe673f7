/**
 * Fields of a case that anybody who may write at all may set, whatever the forms of the role (primero-contract §4.1), and
 * `age`: no form drops them.
 */
export const coreFields: ReadonlySet<string> = new Set([
  'id',
  'status',
  'state',
  'record_state',
  'created_at',
  'owned_by',
  'module_id',
  'age',
])
