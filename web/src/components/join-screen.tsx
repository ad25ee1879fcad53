import { useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import { MAX_NAME_CHARS, nameProblem, roomProblem } from '../join-form.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Button } from './button.tsx';
import { DevicePickers } from './device-pickers.tsx';
import { Icon } from './icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Preview } from './preview.tsx';

/** The product's mark and name. */
export function Brand() {
  const t = useTranslate();
  return (
    <span class="brand">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <g fill="var(--on-accent)">
          <rect x="6" y="8" width="9" height="7" rx="2" />
          <rect x="17" y="8" width="9" height="7" rx="2" opacity=".55" />
          <rect x="6" y="17" width="9" height="7" rx="2" opacity=".55" />
          <rect x="17" y="17" width="9" height="7" rx="2" />
        </g>
      </svg>
      {t('app.name')}
    </span>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly hint?: string;
  readonly problem: MessageKey | undefined;
  readonly maxLength: number;
  readonly autocomplete: string;
  readonly onInput: (value: string) => void;
}

/** A text field. A problem shows where the hint is, without a hint beside the label: either way it moves nothing. */
function Field({ id, label, value, placeholder, hint, problem, maxLength, autocomplete, onInput }: FieldProps) {
  const t = useTranslate();
  const note = (
    <span id={`${id}-note`} class="field-note" role={problem === undefined ? undefined : 'alert'}>
      {problem === undefined ? (hint ?? '') : t(problem)}
    </span>
  );
  return (
    <div class={`field ${problem === undefined ? '' : 'invalid'}`}>
      <div class="field-head">
        <label for={id}>{label}</label>
        {hint === undefined && note}
      </div>
      <input
        id={id}
        type="text"
        value={value}
        placeholder={placeholder}
        maxLength={maxLength}
        autocomplete={autocomplete}
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-note`}
        data-testid={`${id}-input`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint !== undefined && note}
    </div>
  );
}

/** Name, room and devices, before anything is sent. */
export function JoinScreen({ busy, problem }: { readonly busy: boolean; readonly problem: string | null }) {
  const app = useApp();
  const t = useTranslate();
  const initial = useStore(app.ui, (ui) => ui);
  const [name, setName] = useState(initial.name);
  const [room, setRoom] = useState(initial.room);
  const [isChecked, setIsChecked] = useState(false);
  const problems = { name: nameProblem(name), room: roomProblem(room) };

  const submit = (): void => {
    setIsChecked(true);
    if (busy) return;
    if (problems.name !== undefined) document.getElementById('name')?.focus();
    else if (problems.room !== undefined) document.getElementById('room')?.focus();
    else app.actions.join(name.trim(), room.trim());
  };

  return (
    <div class="join-screen">
      <header class="page-header">
        <Brand />
        <LanguageSwitch />
      </header>
      <main class="join-main">
        <Preview name={name} />
        <form
          class="join-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div>
            <h1>{t('join.title')}</h1>
            <p class="muted-text">{t('join.subtitle')}</p>
          </div>
          <Field
            id="name"
            label={t('join.name')}
            value={name}
            placeholder={t('join.namePlaceholder')}
            problem={isChecked ? problems.name : undefined}
            maxLength={MAX_NAME_CHARS}
            autocomplete="name"
            onInput={setName}
          />
          <Field
            id="room"
            label={t('join.room')}
            value={room}
            placeholder={t('join.roomPlaceholder')}
            hint={t('join.roomHint')}
            problem={isChecked || (room !== '' && problems.room === 'join.roomInvalid') ? problems.room : undefined}
            maxLength={128}
            autocomplete="off"
            onInput={setRoom}
          />
          <DevicePickers />
          <Button tone="primary" type="submit" wide busy={busy} testId="join-button">
            {busy && <span class="spinner" aria-hidden="true" />}
            {busy ? t('join.joining') : t('join.button')}
          </Button>
          {problem !== null && (
            <div class="notice tone-danger" role="alert" data-testid="join-error">
              <Icon name="alert" size={18} />
              <div>
                <strong>{t('join.failed')}</strong>
                <p>{problem}</p>
              </div>
            </div>
          )}
        </form>
      </main>
    </div>
  );
}
