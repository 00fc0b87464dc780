import { useMediaQuery } from '@mantine/hooks'

/** What counts as a phone; the style sheets say the same, where no constant reaches. */
const PHONE = '(max-width: 48em)'

/** Whether the window is as narrow as a phone, at once and whenever that changes. */
export function usePhone(): boolean {
  return useMediaQuery(PHONE, false, { getInitialValueInEffect: false }) ?? false
}
