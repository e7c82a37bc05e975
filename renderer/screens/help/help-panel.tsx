// The help beside the screen that is open: what it is for, how its usual things are done, its words and keys, and the
// error codes. Not modal: the screen goes on being used. data-testid: help-panel (data-screen), help-close.
import { CloseButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { helpPanelId } from '../../components/help-button.tsx'
import type { Screen } from '../../components/use-screen.ts'
import { helpEn } from '../../text/help-en.ts'
import { helpZhCn } from '../../text/help-zh-cn.ts'
import { useTexts } from '../../text/i18n.ts'
import { CodeSearch } from './code-search.tsx'
import classes from './help.module.css'
import { closeHelp } from './help-store.ts'

export function HelpPanel({ screen }: { screen: Screen }) {
  const { t, language } = useTexts()
  const { what, how, words, keys } = (language === 'en' ? helpEn : helpZhCn)[screen]
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <aside
      id={helpPanelId}
      className={classes.panel}
      aria-labelledby="help-title"
      data-testid="help-panel"
      data-screen={screen}
      onKeyDown={(event) => {
        // The keys of the screen stay with the screen.
        event.stopPropagation()
        if (event.key === 'Escape') closeHelp()
      }}
    >
      <header>
        <h2 id="help-title" ref={heading} tabIndex={-1}>
          {t('help.title', { screen: t(`app.${screen}`) })}
        </h2>
        <CloseButton aria-label={t('help.close')} size="lg" data-testid="help-close" onClick={closeHelp} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={classes.body} aria-labelledby="help-title" tabIndex={0}>
        <p className={classes.what}>{what}</p>
        <CodeSearch />
        <section>
          <h3>{t('help.how')}</h3>
          {how.map(({ title, steps }) => (
            <div key={title} className={classes.how}>
              <h4>{title}</h4>
              <ol>
                {steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </div>
          ))}
        </section>
        <section>
          <h3>{t('help.words')}</h3>
          <dl className={classes.words}>
            {words.map(({ word, meaning, tone }) => (
              <div key={word}>
                <dt data-tone={tone}>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.keys')}</h3>
          <dl className={classes.keys}>
            {keys.map(({ key, does }) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      </section>
    </aside>
  )
}
