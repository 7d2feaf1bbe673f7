/** Stands for the key in an entry of the history that is about a whole flow and no item of it. No item has it. */
export const wholeFlow = '*'
