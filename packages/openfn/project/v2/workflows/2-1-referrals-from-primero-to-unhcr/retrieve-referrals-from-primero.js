import { retrieve } from '@openfn/language-ping-primero'

export default [retrieve('2.1')]
