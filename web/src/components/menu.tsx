import { useRef, useState } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly danger?: boolean;
  /** Only on screens where the control bar has no room for it. */
  readonly narrowOnly?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly size?: 'small' | 'large';
  readonly testId?: string;
  readonly extraClass?: string;
  /** Further content under the items, e.g. the language switch. */
  readonly footer?: preact.ComponentChildren;
}

const MARGIN_PX = 8;

/** Places the popover beside its button, inside the window. */
function place(popover: HTMLElement, button: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = button.bottom + MARGIN_PX;
  const top = below + height + MARGIN_PX > window.innerHeight ? button.top - height - MARGIN_PX : below;
  const left = Math.min(Math.max(MARGIN_PX, button.right - width), window.innerWidth - width - MARGIN_PX);
  popover.style.top = `${Math.max(MARGIN_PX, top)}px`;
  popover.style.left = `${left}px`;
}

function moveFocus(popover: HTMLElement, key: string): boolean {
  const items = [...popover.querySelectorAll<HTMLElement>('[role=menuitem]')].filter(
    (item) => item.offsetParent !== null,
  );
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[key];
  if (next === undefined) return false;
  items[(next + items.length) % items.length]?.focus();
  return true;
}

/** A "more" button with a menu in the top layer: closes on Escape, on a choice and on a click elsewhere. */
export function Menu({ label, items, size = 'large', testId, extraClass, footer }: MenuProps) {
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const toggle = (button: HTMLElement): void => {
    const element = popover.current;
    if (element === null) return;
    element.togglePopover();
    if (!element.matches(':popover-open')) return;
    place(element, button.getBoundingClientRect());
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  };

  return (
    <>
      <IconButton
        icon="more"
        label={label}
        size={size}
        expanded={open}
        onClick={(event) => toggle(event.currentTarget)}
        {...(testId === undefined ? {} : { testId })}
        {...(extraClass === undefined ? {} : { extraClass })}
      />
      <div ref={popover} popover="auto" class="menu" onToggle={(event) => setOpen(event.newState === 'open')}>
        <div
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (moveFocus(event.currentTarget, event.key)) event.preventDefault();
          }}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              class={`menu-item ${item.danger === true ? 'danger' : ''} ${item.narrowOnly === true ? 'only-narrow' : ''}`}
              data-testid={`menu-${item.id}`}
              onClick={() => {
                popover.current?.hidePopover();
                item.onSelect();
              }}
            >
              <Icon name={item.icon} size={18} />
              <span>{item.label}</span>
            </button>
          ))}
        </div>
        {footer}
      </div>
    </>
  );
}
