// Opens and closes the help beside the screen. data-testid: toggle-help.
import { IconHelpCircle } from '@tabler/icons-react'
import { toggleHelp, useHelp } from '../screens/help/help-store.ts'
import { useTexts } from '../text/i18n.ts'

export const helpPanelId = 'help-panel'

export function HelpButton({ className }: { className: string | undefined }) {
  const { t } = useTexts()
  const open = useHelp((state) => state.open)
  return (
    <button
      type="button"
      className={className}
      aria-expanded={open}
      aria-controls={open ? helpPanelId : undefined}
      data-testid="toggle-help"
      onClick={toggleHelp}
    >
      <IconHelpCircle size={22} stroke={1.8} aria-hidden="true" />
      {t('help.open')}
    </button>
  )
}
