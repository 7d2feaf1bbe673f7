/** Stands for the key in an entry of the history that is about a whole flow and no item of it. No item has it. */
export const wholeFlow = '*'

/** Stands for the flow in an entry that is about none of them, as when somebody enters the console; its key is one too. */
export const noFlow = '*'
