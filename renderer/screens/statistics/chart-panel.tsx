// A chart with its title, and the same numbers as a table. data-testid: <testId>, <testId>-toggle.
import { type ReactNode, useId, useState } from 'react'
import { useTexts } from '../../text/i18n.ts'
import classes from './panel.module.css'

export interface ChartPanelProps {
  readonly title: string
  readonly detail: string
  readonly testId: string
  readonly head: readonly string[]
  /** The first cell names the row, the others are numbers. */
  readonly rows: readonly (readonly [name: string, ...amounts: string[]])[]
  readonly children: ReactNode
}

export function ChartPanel({ title, detail, testId, head, rows, children }: ChartPanelProps) {
  const { t } = useTexts()
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id} data-testid={testId}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        <span>{detail}</span>
        <button
          type="button"
          className={classes.toggle}
          aria-label={t(asTable ? 'statistics.chart.asChartNamed' : 'statistics.chart.asTableNamed', {
            title,
          })}
          data-testid={`${testId}-toggle`}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'statistics.chart.asChart' : 'statistics.chart.asTable')}
        </button>
      </header>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className={classes.scroll} aria-label={title} tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                {head.map((name, index) => (
                  <th key={name} scope="col" data-kind={index === 0 ? 'name' : 'number'}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...amounts]) => (
                <tr key={name}>
                  <td>{name}</td>
                  {amounts.map((amount, index) => (
                    <td key={head[index + 1]} data-kind="number">
                      {amount}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <div
          className={classes.chart}
          role="img"
          aria-label={t('statistics.chart.said', { title: `${title}, ${detail}` })}
        >
          {children}
        </div>
      )}
    </section>
  )
}
