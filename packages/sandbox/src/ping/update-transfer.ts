import { isOption, transferStatus } from './codes.ts'
import type { PingContext } from './context.ts'
import { isGuid } from './context.ts'
import type { IngestedItem, Intervention } from './records.ts'

const known = new Set([
  'progres_lpinterventionid',
  'progres_businessunit',
  'progres_primerotransferstatus',
  'progres_primerotransferstatusdate',
  'progres_primeroid',
  'progres_primerocaseworker',
  'progres_comments_displayfield',
])

/** Why SHP-2748 cannot take the item (§4.3); null if it can. The text quotes the value, as servers do. */
export function transferUpdateTrouble(
  { fields }: IngestedItem,
  { store, settings }: PingContext,
): string | null {
  const guid = fields['progres_lpinterventionid']
  if (guid === undefined || !isGuid(guid))
    return `progres_lpinterventionid '${guid ?? ''}' is not a record id.`
  const status = fields['progres_primerotransferstatus']
  if (status !== undefined && !isOption(transferStatus, status))
    return `progres_primerotransferstatus '${status}' is not an option.`
  const unit = fields['progres_businessunit']
  if (unit !== undefined && !isGuid(unit)) return `progres_businessunit '${unit}' is not a record id.`
  const date = fields['progres_primerotransferstatusdate']
  if (date !== undefined && Number.isNaN(Date.parse(date)))
    return `progres_primerotransferstatusdate '${date}' is not a date.`
  if (!settings.rejectUnknown) return null
  const stranger = Object.keys(fields).find((name) => !known.has(name))
  if (stranger !== undefined) return `Field '${stranger}' does not exist.`
  return store.interventions.has(guid.toLowerCase()) ? null : `Record '${guid}' does not exist.`
}

/**
 * Does what the item says, whatever the status was before: a late 125080002 overwrites a decision. Nothing for an
 * unknown GUID, in silence.
 */
export function applyTransferUpdate(item: IngestedItem, context: PingContext): void {
  const { store, now } = context
  const { fields, comments } = item
  const intervention = store.interventions.get((fields['progres_lpinterventionid'] ?? '').toLowerCase())
  if (!intervention) return
  const status = fields['progres_primerotransferstatus']
  const changed: Intervention = {
    ...intervention,
    ...(status === undefined
      ? {}
      : {
          transferStatus: Number(status),
          transferStatusBefore: intervention.transferStatus,
          statusChangedAt: now(),
        }),
    transferStatusDate: fields['progres_primerotransferstatusdate'] ?? intervention.transferStatusDate,
    primeroId: fields['progres_primeroid'] ?? intervention.primeroId,
    caseworker: fields['progres_primerocaseworker'] ?? intervention.caseworker,
    comments: [...intervention.comments, ...comments],
  }
  store.putIntervention(changed)
  store.record({
    at: now(),
    by: 'gateway',
    on: 'intervention',
    guid: changed.guid,
    number: changed.number,
    status: changed.transferStatus,
    fields,
    comments,
  })
}
