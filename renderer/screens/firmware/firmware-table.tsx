// One of the two lists: sorted by any column, drawn only as far as it is seen. The button in the first cell is the way for
// keyboards; the row is a larger target for the mouse. data-testid: <testId>-row, <testId>-sort-<column>.

import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import {
  createColumnHelper,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef } from 'react'
import classes from './firmware-table.module.css'

export interface TableColumn<Row> {
  readonly id: string
  readonly label: string
  /** What it is sorted by. */
  readonly value: (row: Row) => string | number
  readonly cell: (row: Row) => ReactNode
}

export interface FirmwareTableProps<Row> {
  readonly testId: string
  readonly label: string
  /** The first one names the row. */
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly sortedBy: { readonly id: string; readonly desc: boolean }
  /** `linked`: belongs to what is chosen in the other list. */
  readonly mark: (row: Row) => 'selected' | 'linked' | null
  readonly onSelect: (row: Row) => void
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
const rowPx = 50

/** Numbers inside words count as numbers: 2.0.9 is before 2.0.10. */
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function compare(one: string | number, other: string | number): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : words.compare(String(one), String(other))
}

export function FirmwareTable<Row extends RowData>(props: FirmwareTableProps<Row>) {
  const { testId, label, columns, rows, keyOf, sortedBy, mark, onSelect } = props
  const scroll = useRef<HTMLDivElement>(null)
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(
      columns.map(({ id, value }) =>
        helper.accessor(value, {
          id,
          sortFn: (one, other) => compare(value(one.original), value(other.original)),
          sortDescFirst: false,
        }),
      ),
    )
  }, [columns])
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    initialState: { sorting: [sortedBy] },
    enableSortingRemoval: false,
  })
  const sorted = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => sorted[index]?.id ?? index,
    overscan: 8,
  })
  return (
    <div className={classes.scroll} ref={scroll}>
      <table className={classes.table} data-list={testId} aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.id}
                testId={`${testId}-sort-${column.id}`}
                column={column}
                sorted={table.getColumn(column.id)?.getIsSorted() ?? false}
                onSort={() => table.getColumn(column.id)?.toggleSorting()}
              />
            ))}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const row = sorted[index]?.original
            if (row === undefined) return null
            const marked = mark(row)
            return (
              <tr
                key={key}
                aria-rowindex={index + 2}
                data-testid={`${testId}-row`}
                data-key={keyOf(row)}
                data-marked={marked ?? undefined}
                style={{ height: size, transform: `translateY(${start}px)` }}
                onClick={() => onSelect(row)}
              >
                {columns.map((column, place) => (
                  <td key={column.id} data-column={column.id}>
                    {place === 0 ? (
                      <button type="button" className={classes.name} aria-pressed={marked === 'selected'}>
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface HeadCellProps {
  readonly testId: string
  readonly column: { readonly id: string; readonly label: string }
  readonly sorted: false | 'asc' | 'desc'
  readonly onSort: () => void
}

function HeadCell({ testId, column, sorted, onSort }: HeadCellProps) {
  const Arrow = sorted === 'desc' ? IconChevronDown : IconChevronUp
  return (
    <th
      scope="col"
      data-column={column.id}
      aria-sort={sorted === false ? 'none' : sorted === 'desc' ? 'descending' : 'ascending'}
    >
      <button type="button" className={classes.sort} data-testid={testId} onClick={onSort}>
        {column.label}
        {sorted !== false && <Arrow size={15} aria-hidden="true" />}
      </button>
    </th>
  )
}
