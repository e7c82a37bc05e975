// What the list shows and in which order. data-testid: tasks-filter-text, -product, -status, -tag, -mode, -part, tasks-order,
// tasks-direction, tasks-filter-reset.
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconFilterOff, IconSearch, IconSortAscending, IconSortDescending } from '@tabler/icons-react'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from '../settings/choice.tsx'
import type { KnownProduct } from './known-products.ts'
import { everything, isFiltered, orderedBy, orders, type TaskFilter } from './task-filter.ts'
import classes from './task-filters.module.css'

export interface TaskFiltersProps {
  readonly filter: TaskFilter
  readonly products: readonly KnownProduct[]
  readonly onChange: (filter: TaskFilter) => void
}

export function TaskFilters({ filter, products, onChange }: TaskFiltersProps) {
  const { t } = useTexts()
  const set = (part: Partial<TaskFilter>) => onChange({ ...filter, ...part })
  const { descending } = filter
  const direction = t(descending ? 'tasks.filter.descending' : 'tasks.filter.ascending')
  return (
    <div className={classes.filters}>
      <div className={classes.line}>
        <TextInput
          className={classes.text ?? ''}
          type="search"
          aria-label={t('tasks.filter.text')}
          placeholder={t('tasks.filter.text')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={filter.text}
          maxLength={100}
          data-testid="tasks-filter-text"
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        <Choice
          className={classes.order ?? ''}
          label={t('tasks.filter.order')}
          labelHidden
          value={filter.order}
          testId="tasks-order"
          options={orders.map((value) => ({ value, label: t(`tasks.order.${value}`) }))}
          onChange={(order) => onChange(orderedBy(filter, order))}
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={direction}
          title={direction}
          data-testid="tasks-direction"
          onClick={() => set({ descending: !descending })}
        >
          {descending ? (
            <IconSortDescending size={18} aria-hidden="true" />
          ) : (
            <IconSortAscending size={18} aria-hidden="true" />
          )}
        </ActionIcon>
      </div>
      <div className={classes.choices}>
        <Choice
          label={t('tasks.filter.status')}
          labelHidden
          value={filter.status ?? ''}
          testId="tasks-filter-status"
          options={[
            { value: '', label: t('tasks.filter.anyStatus') },
            ...(['running', 'pending', 'review', 'stopped'] as const).map((value) => ({
              value,
              label: t(`tasks.status.${value}`),
            })),
          ]}
          onChange={(status) => set({ status })}
        />
        <Choice
          label={t('tasks.filter.tag')}
          labelHidden
          value={filter.tag ?? ''}
          testId="tasks-filter-tag"
          options={[
            { value: '', label: t('tasks.filter.anyTag') },
            ...(['test', 'formal'] as const).map((value) => ({ value, label: t(`tasks.tag.${value}`) })),
          ]}
          onChange={(tag) => set({ tag })}
        />
        <Choice
          label={t('tasks.filter.mode')}
          labelHidden
          value={filter.mode ?? ''}
          testId="tasks-filter-mode"
          options={[
            { value: '', label: t('tasks.filter.anyMode') },
            ...(['automatic', 'manual'] as const).map((value) => ({
              value,
              label: t(`tasks.mode.${value}`),
            })),
          ]}
          onChange={(mode) => set({ mode })}
        />
        <Choice
          label={t('tasks.filter.part')}
          labelHidden
          value={filter.partType ?? ''}
          testId="tasks-filter-part"
          options={[
            { value: '', label: t('tasks.filter.anyPart') },
            ...(['wifi', 'mcu', 'subdevice'] as const).map((value) => ({ value, label: t(`part.${value}`) })),
          ]}
          onChange={(partType) => set({ partType })}
        />
        {products.length > 1 && (
          <Choice
            className={classes.wide ?? ''}
            label={t('tasks.filter.product')}
            labelHidden
            value={filter.productId}
            testId="tasks-filter-product"
            options={[
              { value: '', label: t('tasks.filter.anyProduct') },
              ...products.map(({ productId, name }) => ({ value: productId, label: name || productId })),
            ]}
            onChange={(productId) => set({ productId })}
          />
        )}
      </div>
      {isFiltered(filter) && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconFilterOff size={16} aria-hidden="true" />}
          data-testid="tasks-filter-reset"
          onClick={() => onChange({ ...everything, order: filter.order, descending })}
        >
          {t('tasks.filter.reset')}
        </Button>
      )}
    </div>
  )
}
