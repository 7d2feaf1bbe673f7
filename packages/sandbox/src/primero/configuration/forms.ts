import { choice, date, dateTime, multi, numeric, select, subform, text, textarea, tick } from './field.ts'
import type { Form, FormField } from './field.ts'

/** The module that every case of this Primero belongs to (contract §8.1). */
export const moduleId = 'primeromodule-cp'

const form = (uniqueId: string, name: string, fields: readonly FormField[], nested = false): Form => ({
  uniqueId,
  name,
  nested,
  moduleIds: [moduleId],
  fields,
})

const serviceRow: readonly FormField[] = [
  select('service_response_type', 'lookup lookup-service-response-type'),
  select('service_type', 'lookup lookup-service-type'),
  dateTime('service_response_day_time'),
  choice('service_response_timeframe', ['1_hour', '3_hours', '1_day', '3_days']),
  date('service_appointment_date'),
  select('service_implementing_agency', 'Agency'),
  text('service_provider'),
  select('service_delivery_location', 'Location'),
  select('service_implementing_agency_individual', 'User'),
  tick('service_status_referred'),
  text('service_location'),
  textarea('service_referral_notes'),
  select('service_implemented', 'lookup lookup-service-implemented'),
  dateTime('service_implemented_day_time'),
  textarea('note_on_referral_from_provider'),
]

/** The ten fields that a Primero taking part in the exchange has beside its seed (contract §8.3). */
const localisedServiceFields: readonly FormField[] = [
  select('unhcr_referral_status', 'lookup lookup-unhcr-referral-status'),
  textarea('unhcr_referral_rejection_reason'),
  text('progres_interventionnumber'),
  tick('service_request_external'),
  text('service_request_title'),
  text('service_request_phone'),
  text('service_request_email'),
  text('service_type_other'),
  select('service_request_agency', 'Agency'),
  choice('service_referral', ['external_referral', 'internal_referral']),
]

/** The case forms of the seed that the exchange touches (contract §8.2). */
export const seedForms: readonly Form[] = [
  form('basic_identity', 'Basic Identity', [
    text('case_id'),
    text('short_id'),
    text('case_id_display'),
    select('status', 'lookup lookup-case-status'),
    text('name'),
    text('name_first'),
    text('name_middle'),
    text('name_last'),
    text('name_nickname'),
    text('name_other'),
    date('registration_date'),
    select('sex', 'lookup lookup-gender'),
    numeric('age'),
    date('date_of_birth'),
    tick('estimated'),
    text('unhcr_id_no'),
    text('unhcr_individual_no'),
    text('un_no'),
    text('national_id_no'),
    text('other_id_no'),
    text('ration_card_no'),
    multi('nationality', 'lookup lookup-country'),
    textarea('address_current'),
    select('location_current', 'Location'),
    text('telephone_current'),
  ]),
  form('other_identity_details', 'Other Identity Details', [
    multi('language', 'lookup lookup-language'),
    text('religion'),
    text('ethnicity'),
  ]),
  form('protection_concern', 'Protection Concerns', [
    multi('protection_concerns', 'lookup lookup-protection-concerns'),
    multi('unhcr_needs_codes', 'lookup lookup-unhcr-needs-codes'),
  ]),
  form('services', 'Services', [subform('services_section', 'services_section')]),
  form('services_section', 'Nested Services', serviceRow, true),
  form('data_confidentiality', 'Data Confidentiality', [
    tick('consent_for_services'),
    tick('disclosure_other_orgs'),
    tick('unhcr_export_opt_in'),
  ]),
  form('notes', 'Notes', [subform('notes_section', 'notes_section')]),
  form(
    'notes_section',
    'Nested Notes',
    [date('note_date'), text('note_subject'), textarea('note_text')],
    true,
  ),
  form('closure_form', 'Closure', [date('date_closure'), textarea('closure_notes')]),
]

/** The seed with the localised fields added to the service rows. */
export const localisedForms: readonly Form[] = seedForms.map((form) =>
  form.uniqueId === 'services_section'
    ? { ...form, fields: [...form.fields, ...localisedServiceFields] }
    : form,
)
