// How loud the bench is: on or off, volume, and each sound to try. Makes the sounds for as long as the page lives.
// data-testid: rail-sound (data-on, data-blocked), sound-on, sound-volume, sound-try-<kind>.
import { Popover } from '@mantine/core'
import { IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { useEffect } from 'react'
import { soundKinds } from '../sounds/scores.ts'
import { loadSound, setSound, useSound } from '../sounds/sound-setting.ts'
import { playSound, watchSounds } from '../sounds/watch-sounds.ts'
import { useTexts } from '../text/i18n.ts'
import rail from './rail.module.css'
import classes from './rail-panel.module.css'

export function RailSound() {
  const { t } = useTexts()
  const { isOn, volume, isBlocked } = useSound()
  useEffect(() => {
    loadSound()
    return watchSounds()
  }, [])
  const isSilent = !isOn || volume === 0
  return (
    <Popover position="right-end" withArrow trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button
          type="button"
          className={rail.item}
          aria-label={t('sound.title')}
          data-testid="rail-sound"
          data-on={!isSilent}
          data-blocked={isBlocked && !isSilent}
        >
          {isSilent ? (
            <IconVolumeOff size={22} stroke={1.8} aria-hidden="true" />
          ) : (
            <IconVolume size={22} stroke={1.8} aria-hidden="true" />
          )}
          {isBlocked && !isSilent && <span className={classes.dot} />}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel ?? ''} aria-label={t('sound.title')}>
        <b>{t('sound.title')}</b>
        {isBlocked && !isSilent && <p role="status">{t('sound.blocked')}</p>}
        <label className={classes.switch}>
          <input
            type="checkbox"
            checked={isOn}
            data-testid="sound-on"
            onChange={(event) => setSound({ isOn: event.currentTarget.checked, volume })}
          />
          {t('sound.on')}
        </label>
        <label className={classes.volume}>
          {t('sound.volume')}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={volume}
            disabled={!isOn}
            data-testid="sound-volume"
            onChange={(event) => setSound({ isOn, volume: Number(event.currentTarget.value) })}
          />
        </label>
        <div className={classes.tries}>
          {soundKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              disabled={isSilent}
              title={t('sound.hear')}
              data-testid={`sound-try-${kind}`}
              onClick={() => playSound(kind)}
            >
              {t(`sound.kind.${kind}`)}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
