export const CHECKS = ['address', 'certificate', 'mail', 'bounces', 'backup', 'room'] as const
export const CHECK_STATES = ['fine', 'warning', 'problem', 'unknown'] as const

export type CheckState = (typeof CHECK_STATES)[number]

/** What one look at the installation found. `code` names the sentence, `figures` what stands in it; times are instants, sizes bytes. */
export type Finding = { state: CheckState; code: string; figures: Record<string, string | number> }
export type Check = Finding & { check: (typeof CHECKS)[number]; at: string }

/** Who can reach an address, as far as its name tells. */
export type Reach = 'local' | 'private' | 'public'
