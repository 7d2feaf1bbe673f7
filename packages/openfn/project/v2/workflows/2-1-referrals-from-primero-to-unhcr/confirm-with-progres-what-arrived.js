import { confirm } from '@openfn/language-ping-primero'

export default [confirm()]
