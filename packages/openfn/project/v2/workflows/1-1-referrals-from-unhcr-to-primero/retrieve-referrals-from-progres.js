import { retrieve } from '@openfn/language-ping-primero'

export default [retrieve('1.1')]
