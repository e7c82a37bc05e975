// What a running job tells the person at the bench, in words for the screens and the command line.
import type { Language } from './error-texts.ts'
import type { Notice } from './model.ts'

export interface NoticeText {
  /** Read from two metres. */
  readonly title: string
  readonly text: string
}

/** Those that ask a person to do something; the others only say why nothing seems to move. */
export const askingNotices: ReadonlySet<Notice> = new Set([
  'holdBoot',
  'setBoot0',
  'tapReset',
  'enterRecovery',
  'startLoader',
  'resetByHand',
])

export const noticeTexts: Record<Notice, Record<Language, NoticeText>> = {
  holdBoot: {
    en: {
      title: 'Hold BOOT',
      text: 'Hold BOOT, tap RESET, then let go of BOOT. The station goes on by itself.',
    },
    'zh-CN': { title: '按住 BOOT', text: '按住 BOOT，按一下 RESET，再松开 BOOT。工作站会自动继续。' },
  },
  setBoot0: {
    en: { title: 'Set BOOT0', text: 'Set BOOT0 to 1 and tap RESET. The station goes on by itself.' },
    'zh-CN': { title: '设置 BOOT0', text: '将 BOOT0 置 1，然后按一下 RESET。工作站会自动继续。' },
  },
  tapReset: {
    en: { title: 'Tap RESET', text: 'Tap RESET now: the boot loader listens for about a second after it.' },
    'zh-CN': { title: '按 RESET', text: '请现在按一下 RESET：引导程序此后约监听一秒。' },
  },
  enterRecovery: {
    en: {
      title: 'Start recovery',
      text: 'Hold the recovery button of the board and tap RESET. The station goes on by itself.',
    },
    'zh-CN': { title: '进入恢复模式', text: '按住板上的恢复按键，再按一下 RESET。工作站会自动继续。' },
  },
  startLoader: {
    en: {
      title: 'Start boot loader',
      text: 'No boot loader answers yet. Hold BOOT (or set BOOT0) and tap RESET. The station goes on by itself.',
    },
    'zh-CN': {
      title: '进入引导程序',
      text: '尚无引导程序应答。请按住 BOOT（或将 BOOT0 置 1）并按一下 RESET。工作站会自动继续。',
    },
  },
  resetByHand: {
    en: {
      title: 'Restart the board',
      text: 'Let go of all buttons, take BOOT0 back to 0 where there is one, and tap RESET: the firmware starts.',
    },
    'zh-CN': { title: '重启板卡', text: '松开所有按键，如有 BOOT0 请恢复为 0，再按一下 RESET：固件即启动。' },
  },
  comparing: {
    en: { title: 'Comparing', text: 'The device compares what it has with the new firmware.' },
    'zh-CN': { title: '比对中', text: '设备正在将现有内容与新固件比对。' },
  },
  erasing: {
    en: { title: 'Erasing', text: 'The device erases its flash. Do not unplug it.' },
    'zh-CN': { title: '擦除中', text: '设备正在擦除闪存，请勿拔出。' },
  },
  waitingForFetch: {
    en: { title: 'Waiting', text: 'The device was told to fetch the firmware and has not begun yet.' },
    'zh-CN': { title: '等待下载', text: '已通知设备下载固件，设备尚未开始。' },
  },
  restarting: {
    en: { title: 'Restarting', text: 'The device restarts with the new firmware. Do not switch it off.' },
    'zh-CN': { title: '重启中', text: '设备正以新固件重启，请勿断电。' },
  },
}
