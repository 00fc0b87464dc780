import { Skeleton, Stack } from '@mantine/core'

/** Where cards will stand that are still being read, as high as they will be about; `label` says to ears what is awaited. */
export function WaitingCards({ label, heights }: { label: string; heights: readonly number[] }) {
  return (
    <Stack gap="md" role="status" aria-label={label} maw={880}>
      {heights.map((height, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change
        <Skeleton key={place} height={height} radius="md" />
      ))}
    </Stack>
  )
}
