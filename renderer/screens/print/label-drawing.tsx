// One label at its true size, black on white. data-testid: label (data-code).
import type { LabelLayout } from './label-layout.ts'

export function LabelDrawing({ layout, name }: { layout: LabelLayout; name: string }) {
  const { widthMm, heightMm, lines, code } = layout
  return (
    <svg
      width={`${widthMm}mm`}
      height={`${heightMm}mm`}
      viewBox={`0 0 ${widthMm} ${heightMm}`}
      role="img"
      aria-label={name}
      data-testid="label"
      data-code={code?.text}
    >
      <rect width={widthMm} height={heightMm} fill="#fff" />
      {lines.map(({ text, xMm, baselineMm, sizeMm, isTitle }) => (
        <text
          key={`${baselineMm}`}
          x={xMm}
          y={baselineMm}
          fontSize={sizeMm}
          fontWeight={isTitle ? 700 : 400}
          fontFamily="Arial, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
          fill="#000"
        >
          {text}
        </text>
      ))}
      {code && (
        <path
          d={code.path}
          transform={`translate(${code.xMm} ${code.yMm}) scale(${code.moduleMm})`}
          fill="#000"
          shapeRendering="crispEdges"
        />
      )}
    </svg>
  )
}
