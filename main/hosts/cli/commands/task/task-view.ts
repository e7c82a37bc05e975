// A task as a row and as a list of facts.
import type { Language, Part, Task } from '../../../../../preload/contract/index.ts'
import { allDevices, tagTexts, taskStatusTexts } from '../../cloud-texts.ts'
import { factLines, headedTable } from '../../print-list.ts'
import { sizeText } from '../../quantities.ts'

const mostDevicesShown = 20

export function taskTable(tasks: readonly Task[], language: Language): string {
  return headedTable(
    ['id', 'status', 'tag', 'part', 'versions', 'upgraded', 'name'],
    tasks.map((task) => [
      task.taskId,
      taskStatusTexts[task.status][language],
      tagTexts[task.tag][language],
      partText(task.part),
      versionsText(task),
      upgradedText(task),
      task.name,
    ]),
    language,
  )
}

export function taskFacts(task: Task, language: Language): string {
  return factLines(
    {
      id: task.taskId,
      name: task.name,
      description: task.description,
      product: task.productId,
      status: taskStatusTexts[task.status][language],
      tag: tagTexts[task.tag][language],
      mode: task.mode,
      part: partText(task.part),
      versions: versionsText(task),
      image: `${task.image.url}  ${sizeText(task.image.sizeBytes)}  md5 ${task.image.md5}`,
      scope: scopeText(task.scope, language),
      upgraded: upgradedText(task),
      reviewer: task.reviewerId ?? '',
      created: task.createdAt ?? '',
    },
    language,
  )
}

export function partText({ type, identify }: Part): string {
  return identify === 0 ? type : `${type} ${identify}`
}

function versionsText({ fromVersion, toVersion }: Task): string {
  return `${fromVersion} -> ${toVersion}`
}

/** `3`, or `3 / 10` where the rest is known. */
function upgradedText({ upgradedCount, remainingCount }: Task): string {
  return remainingCount === null ? `${upgradedCount}` : `${upgradedCount} / ${upgradedCount + remainingCount}`
}

function scopeText({ category, deviceIds }: Task['scope'], language: Language): string {
  if (category === 'all') return allDevices[language]
  const more = deviceIds.length - mostDevicesShown
  const shown = deviceIds.slice(0, mostDevicesShown).join(' ')
  return more > 0 ? `${shown} (+${more})` : shown || '-'
}
