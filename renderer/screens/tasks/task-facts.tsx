// What the task is. data-testid: task-facts.
import {
  IconArrowNarrowRight,
  IconCircleCheck,
  IconCloudDownload,
  IconListDetails,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useStation } from '../../store/station-store.ts'
import { formatBytes, formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { type KnownProduct, productName } from './known-products.ts'
import classes from './task-card.module.css'
import { TaskCard } from './task-card.tsx'
import { partWords, scopeWords } from './task-words.ts'

export function TaskFacts({ task, products }: { task: TaskView; products: readonly KnownProduct[] }) {
  const { t, language } = useTexts()
  const connections = useStation((state) => state.picture?.settings.connections)
  const connection = connections?.find(({ connectionId }) => connectionId === task.connectionId)
  const name = productName(products, task.productId)
  const { image } = task
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    [
      t('tasks.fact.versions'),
      <span key="versions" className={classes.versions}>
        {task.fromVersion}
        <IconArrowNarrowRight size={18} aria-hidden="true" />
        {task.toVersion}
      </span>,
    ],
    [t('tasks.fact.product'), name === task.productId ? <Mono key="product" text={name} /> : name],
    [t('tasks.fact.part'), partWords(t, task.part)],
    [t('tasks.fact.scope'), scopeWords(t, task.scope)],
    [t('tasks.fact.mode'), t(`tasks.mode.${task.mode}`)],
    [t('tasks.fact.image'), <ImageSize key="image" task={task} />],
    [t('tasks.fact.md5'), <Mono key="md5" text={image.md5} />],
    [t('tasks.fact.url'), <Mono key="url" text={image.url} />],
    [t('tasks.fact.id'), <Mono key="id" text={task.taskId} />],
    [t('tasks.fact.created'), task.createdAt === null ? '–' : formatDateTime(task.createdAt, language)],
    ...(task.reviewerId === null ? [] : [[t('tasks.fact.reviewer'), task.reviewerId] as const]),
    ...(connection
      ? [[t('tasks.fact.connection'), connection.name || connection.connectionId] as const]
      : []),
    [t('tasks.fact.description'), task.description || '–'],
  ]
  return (
    <TaskCard
      title={t('tasks.fact.title')}
      icon={<IconListDetails size={18} aria-hidden="true" />}
      testId="task-facts"
    >
      <dl className={classes.facts}>
        {rows.map(([label, value]) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
      </dl>
    </TaskCard>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Mono({ text }: { text: string }) {
  return <span className={`fl-mono ${classes.small}`}>{text}</span>
}

function ImageSize({ task: { image, cached } }: { task: TaskView }) {
  const { t, language } = useTexts()
  return (
    <span className={classes.image}>
      {formatBytes(image.sizeBytes, language)}
      <span className={classes.cached} data-cached={cached}>
        {cached ? (
          <IconCircleCheck size={16} aria-hidden="true" />
        ) : (
          <IconCloudDownload size={16} aria-hidden="true" />
        )}
        {t(cached ? 'tasks.fact.cached' : 'tasks.fact.notCached')}
      </span>
    </span>
  )
}
