// The three drawings of the last step: a board that is plugged in, an armed work order, a result. Without words, for
// every language; their colours are those of the screens (drawings in first-run.module.css).
import classes from './first-run.module.css'

const shared = { viewBox: '0 0 220 120', className: classes.drawing } as const

export function PlugDrawing() {
  return (
    <svg {...shared} aria-hidden="true">
      <rect x="18" y="22" width="104" height="76" rx="8" data-part="board" />
      <rect x="44" y="42" width="36" height="36" rx="4" data-part="chip" />
      {[48, 57, 66].map((y) => (
        <path key={y} d={`M36 ${y}h8M80 ${y}h8`} data-part="line" />
      ))}
      <circle cx="106" cy="36" r="4" data-part="light" />
      <rect x="122" y="48" width="20" height="24" rx="3" data-part="plug" />
      <path d="M150 60h18m-7-7 7 7-7 7" data-part="arrow" />
      <path d="M202 28h-14a6 6 0 0 0-6 6v52a6 6 0 0 0 6 6h14" data-part="line" />
      <rect x="182" y="46" width="12" height="28" rx="3" data-part="chip" />
    </svg>
  )
}

export function ArmDrawing() {
  return (
    <svg {...shared} aria-hidden="true">
      <rect x="14" y="24" width="192" height="34" rx="8" data-part="armed" />
      <circle cx="36" cy="41" r="10" data-part="onArmed" />
      <path d="m31 41 4 4 7-8" data-part="tick" />
      <path d="M58 36h60M58 46h38" data-part="lineOnArmed" />
      <rect x="160" y="33" width="34" height="16" rx="8" data-part="onArmed" />
      {[14, 64, 114, 164].map((x) => (
        <rect key={x} x={x} y="70" width="42" height="30" rx="6" data-part="frame" />
      ))}
    </svg>
  )
}

export function ResultDrawing() {
  return (
    <svg {...shared} aria-hidden="true">
      <rect x="48" y="14" width="124" height="92" rx="12" data-part="passed" />
      <path d="m84 60 18 18 34-38" data-part="bigTick" />
    </svg>
  )
}
