// seven dots on a ring that is open at the lower right, each tied to the middle
const DOTS = Array.from({ length: 7 }, (_, index) => {
  const angle = ((90 + index * 46) * Math.PI) / 180
  return { x: round(16 + 11.6 * Math.cos(angle)), y: round(16 + 11.6 * Math.sin(angle)) }
})

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** The mark of Tutti, in the colour of the text around it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g stroke="currentColor" strokeWidth="0.9" strokeLinecap="round">
        {DOTS.map(({ x, y }) => (
          <line key={x} x1="16" y1="16" x2={x} y2={y} />
        ))}
      </g>
      <g fill="currentColor">
        <circle cx="16" cy="16" r="2.4" />
        {DOTS.map(({ x, y }) => (
          <circle key={x} cx={x} cy={y} r="2.35" />
        ))}
      </g>
    </svg>
  )
}
