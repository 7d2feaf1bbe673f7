/** Which release of the program this is. */
export const programVersion = '0.1.0'
