import { type Kind, NO_KIND, shapePath } from './kinds.ts'

/** The little drawing that stands for a kind; decoration, so the kind is also named in words beside it. */
export function KindShape({ kind = NO_KIND, size = 14 }: { kind?: Kind | undefined; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false" style={{ flex: 'none', overflow: 'visible' }}>
      <path
        d={shapePath(kind.shape, 8, 8, 6)}
        fill={kind.colour}
        stroke={`color-mix(in srgb, ${kind.colour} 72%, var(--mantine-color-text))`}
        strokeWidth="1"
        strokeLinejoin="round"
      />
    </svg>
  )
}
