// The image of a new task: one of the library, or where it lies. data-testid: <testId>-from-<library|address>,
// <testId>-library, <testId>-option (data-sha256), <testId>-url, <testId>-md5, <testId>-size.
import { TextInput } from '@mantine/core'
import type { LibraryImage } from '../../../preload/contract/library.ts'
import { formatBytes } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import type { ImageDraft } from './new-task-draft.ts'
import type { NewTaskForm } from './new-task-form.ts'
import { Segmented } from './segmented.tsx'
import classes from './task-form.module.css'
import type { Library } from './use-library.ts'

export interface ImageFieldsProps {
  readonly which: 'image' | 'fromImage'
  readonly form: NewTaskForm
  readonly library: Library
}

export function ImageFields({ which, form, library }: ImageFieldsProps) {
  const { t } = useTexts()
  const image = form.draft[which]
  const testId = which === 'image' ? 'draft-image' : 'draft-from-image'
  const set = (part: Partial<ImageDraft>) => form.change({ [which]: { ...image, ...part } })
  const error = (field: 'sha256' | 'url' | 'md5' | 'sizeBytes') => {
    const text = form.errorOf(`${which}.${field}`)
    return text === undefined ? {} : { error: text }
  }
  return (
    <>
      <Segmented
        label={t(`tasks.draft.${which}`)}
        value={image.from}
        testId={`${testId}-from`}
        options={[
          { value: 'library', label: t('tasks.draft.library') },
          { value: 'address', label: t('tasks.draft.address') },
        ]}
        onChange={(from) => set({ from })}
      />
      {image.from === 'library' ? (
        <LibraryChoice
          library={library}
          chosen={image.sha256}
          label={t(`tasks.draft.${which}`)}
          testId={testId}
          error={form.errorOf(`${which}.sha256`)}
          onChoose={(sha256) => set({ sha256 })}
        />
      ) : (
        <>
          <TextInput
            label={t('tasks.draft.url')}
            value={image.url}
            maxLength={2048}
            placeholder="https://"
            data-testid={`${testId}-url`}
            {...error('url')}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          <div className={classes.pair}>
            <TextInput
              label={t('tasks.draft.md5')}
              value={image.md5}
              maxLength={64}
              data-testid={`${testId}-md5`}
              {...error('md5')}
              onChange={(event) => set({ md5: event.currentTarget.value })}
            />
            <TextInput
              label={t('tasks.draft.sizeBytes')}
              value={image.sizeBytes}
              inputMode="numeric"
              maxLength={15}
              data-testid={`${testId}-size`}
              {...error('sizeBytes')}
              onChange={(event) => set({ sizeBytes: event.currentTarget.value })}
            />
          </div>
        </>
      )}
    </>
  )
}

interface LibraryChoiceProps {
  readonly library: Library
  readonly chosen: string
  readonly label: string
  readonly testId: string
  readonly error: string | undefined
  readonly onChoose: (sha256: string) => void
}

function LibraryChoice({ library, chosen, label, testId, error, onChoose }: LibraryChoiceProps) {
  const { t } = useTexts()
  const { images, failed } = library
  if (!images)
    return <p className={classes.hint}>{failed ? t('callFailed.title') : t('tasks.draft.libraryLoading')}</p>
  return (
    <>
      {images.length === 0 ? (
        <p className={classes.hint}>{t('tasks.draft.libraryEmpty')}</p>
      ) : (
        <div
          className={classes.images}
          role="radiogroup"
          aria-label={label}
          data-wrong={error !== undefined}
          data-testid={`${testId}-library`}
        >
          {images.map((image) => (
            <LibraryOption
              key={image.sha256}
              image={image}
              group={testId}
              isChosen={image.sha256 === chosen}
              onChoose={onChoose}
            />
          ))}
        </div>
      )}
      {error !== undefined && <p className={classes.wrong}>{error}</p>}
      <p className={classes.hint}>{t('tasks.draft.librarySent')}</p>
    </>
  )
}

interface LibraryOptionProps {
  readonly image: LibraryImage
  readonly group: string
  readonly isChosen: boolean
  readonly onChoose: (sha256: string) => void
}

function LibraryOption({ image, group, isChosen, onChoose }: LibraryOptionProps) {
  const { t, language } = useTexts()
  const entry = image.entries[0]
  const name = image.name ?? entry?.name ?? t('tasks.draft.unnamed')
  const detail = [...(entry ? [entry.version] : []), `MD5 ${image.md5}`].join(' · ')
  return (
    <label className={classes.image} data-checked={isChosen}>
      <input
        type="radio"
        name={group}
        checked={isChosen}
        data-testid={`${group}-option`}
        data-sha256={image.sha256}
        onChange={() => onChoose(image.sha256)}
      />
      <b title={name}>{name}</b>
      <span>{formatBytes(image.sizeBytes, language)}</span>
      <small className="fl-mono" title={detail}>
        {detail}
      </small>
    </label>
  )
}
