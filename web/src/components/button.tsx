import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** What a click does: the tooltip, and the accessible name unless there is a `name`. */
  readonly label: string;
  /** The constant accessible name of a button that tells its state by `pressed`. */
  readonly name?: string;
  /** Shown beside the label in the tooltip. */
  readonly shortcut?: string;
  readonly onClick: (event: JSX.TargetedMouseEvent<HTMLButtonElement>) => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly tone?: 'plain' | 'off' | 'blocked' | 'active' | 'danger';
  readonly size?: 'small' | 'large';
  readonly badge?: number;
  readonly testId?: string;
  readonly extraClass?: string;
  readonly expanded?: boolean;
}

/** A button that shows an icon only; name and shortcut are in its tooltip. Never changes its size. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, shortcut, onClick, pressed, disabled, tone = 'plain', size = 'large', badge = 0 } = props;
  return (
    <button
      type="button"
      class={`icon-button ${size} tone-${tone} ${props.extraClass ?? ''}`}
      aria-label={props.name ?? label}
      aria-pressed={pressed}
      aria-expanded={props.expanded}
      aria-keyshortcuts={shortcut}
      aria-disabled={disabled === true ? true : undefined}
      data-tip={shortcut === undefined ? label : `${label} (${shortcut})`}
      data-testid={props.testId}
      onClick={(event) => {
        if (disabled !== true) onClick(event);
      }}
    >
      <Icon name={icon} size={size === 'large' ? 22 : 18} />
      {badge > 0 && (
        <span class="badge" aria-hidden="true">
          {badge > 99 ? '99+' : badge}
        </span>
      )}
    </button>
  );
}

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly tone?: 'primary' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  readonly wide?: boolean;
  readonly testId?: string;
  readonly small?: boolean;
}

/** A button with a text. */
export function Button({ children, onClick, tone = 'quiet', type = 'button', busy, wide, testId, small }: ButtonProps) {
  return (
    <button
      type={type}
      class={`button tone-${tone} ${wide === true ? 'wide' : ''} ${small === true ? 'small' : ''}`}
      aria-busy={busy === true ? true : undefined}
      aria-disabled={busy === true ? true : undefined}
      data-testid={testId}
      onClick={(event) => {
        if (busy === true) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
