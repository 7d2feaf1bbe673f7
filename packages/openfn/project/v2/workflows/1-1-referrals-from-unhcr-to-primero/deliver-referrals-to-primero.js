import { deliver } from '@openfn/language-ping-primero'

export default [deliver()]
