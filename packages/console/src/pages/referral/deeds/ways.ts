/** How people settle a referral outside, in the order in which they are asked. */
export const waysToSettle = ['told', 'agreed', 'mistake'] as const
