import { send } from '@openfn/language-ping-primero'

export default [send()]
