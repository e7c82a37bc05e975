// The keys of the bench, explained. data-testid: keys-panel, keys-close.
import { Button } from '@mantine/core'
import { useModal } from '../../components/use-modal.ts'
import { useTexts } from '../../text/i18n.ts'
import { shownKeys } from './bench-keys.ts'
import { setBenchView, useBenchView } from './bench-view.ts'
import classes from './keys-panel.module.css'

export function KeysPanel() {
  const shown = useBenchView(({ keysShown }) => keysShown)
  return shown ? <Panel /> : null
}

const close = () => setBenchView({ keysShown: false })

function Panel() {
  const { t } = useTexts()
  const modal = useModal(close)
  return (
    <dialog {...modal} className={classes.panel} aria-labelledby="keys-title" data-testid="keys-panel">
      <h2 id="keys-title">{t('keys.title')}</h2>
      <dl className={classes.keys}>
        {shownKeys.map(([names, action]) => (
          <div key={action}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${action}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('keys.scanner')}</p>
      <Button size="md" data-testid="keys-close" onClick={close}>
        {t('app.close')}
      </Button>
    </dialog>
  )
}
