/** What it is, and the body. */
type Body = readonly [what: string, body: string]

/** Bodies that gateways, firewalls, portals and frameworks in front of a system give with 200, by what they are. */
export const gatewayBodies: readonly [Body, ...Body[]] = [
  ['an error of an API gateway', '{"statusCode":500,"message":"Internal server error"}'],
  ['an error of ASP.NET', '{"Message":"An error has occurred."}'],
  ['an error of OData', '{"error":{"code":"0x80040216","message":"An unexpected error occurred."}}'],
  ['an error beside an empty list', '{"Data":null,"RecordCount":0,"ErrorMessage":null,"statusCode":429}'],
  ['a SOAP fault as JSON', '{"Fault":{"faultcode":"soap:Server","faultstring":"busy"}}'],
  ['a captive portal', '{"login":"required","url":"https://portal.invalid/"}'],
  ['no success', '{"success":false}'],
  ['an error as JSend tells it', '{"status":"error","data":null,"message":"Unable to communicate"}'],
  ['a failure beside an empty record', '{"status":"fail","data":{},"errorCode":"E17"}'],
  [
    'words of trouble in place of rows',
    '{"Data":"No database connection","RecordCount":null,"ErrorMessage":null,"SPHTransactionId":null,"PagingSummary":null}',
  ],
  ['an answer within a text', '"{\\"Data\\":[],\\"RecordCount\\":0,\\"ErrorMessage\\":null}"'],
  ['an empty object', '{}'],
  ['an empty list', '[]'],
  ['null', 'null'],
  ['a text', '"OK"'],
  ['a truth', 'true'],
]

/** An answer with 200 and this body, instead of acting. */
export function saying(body: string) {
  return { kind: 'status', status: 200, body, contentType: 'application/json' } as const
}

const noDatabase = 'No database connection'

/** Words in which gateways tell of trouble, and that sound as if there were nothing, by their form. */
export const troubleWords: readonly [Body, ...Body[]] = [
  ['a text', noDatabase],
  ['a text in JSON', JSON.stringify(noDatabase)],
  ['a text about data', 'No data received: timed out'],
  ['a text about rows in JSON', JSON.stringify('No rows could be read, as the server is restarting')],
  [
    'words in place of rows of PING',
    JSON.stringify({ Data: noDatabase, RecordCount: null, ErrorMessage: null }),
  ],
  ['words in place of rows of Primero', JSON.stringify({ data: noDatabase, metadata: { total: 0 } })],
  ['words beside no rows', JSON.stringify({ message: noDatabase, Data: null })],
]
