import { useEffect, useState } from 'react'
import classes from './ask.module.css'

/** White around the code, in modules; without it cameras do not find the corners. */
const QUIET_MODULES = 4

/** A QR code as a picture of vectors, black on white in every scheme. `label` says what it opens. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ text: string; size: number; path: string }>()
  useEffect(() => {
    let wanted = true
    // what draws it is loaded when the first code is looked at
    import('qrcode').then(({ create }) => {
      const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
      if (wanted) setDrawn({ text, size, path: pathOf(size, data) })
    })
    return () => {
      wanted = false
    }
  }, [text])
  if (drawn?.text !== text) return <div className={classes.code} aria-hidden="true" />
  const side = drawn.size + 2 * QUIET_MODULES
  return (
    <svg className={classes.code} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={drawn.path} fill="#000" />
    </svg>
  )
}

/** One bar for each run of dark modules in a row. */
function pathOf(size: number, data: Uint8Array): string {
  const bars: string[] = []
  for (let row = 0; row < size; row++) {
    for (let from = 0; from < size; from++) {
      if (!data[row * size + from]) continue
      let to = from
      while (to < size && data[row * size + to]) to++
      bars.push(`M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${to - from}v1h${from - to}z`)
      from = to
    }
  }
  return bars.join('')
}
