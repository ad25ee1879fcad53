import { isHan } from '../store/avatar.ts';

interface AvatarProps {
  readonly initials: string;
  readonly hue: number;
  readonly size: number;
}

/** A disc with initials; the colour belongs to the user. Lightness is fixed so that the letters keep their contrast. */
export function Avatar({ initials, hue, size }: AvatarProps) {
  return (
    <span
      class="avatar"
      aria-hidden="true"
      style={{
        width: `${size}px`,
        height: `${size}px`,
        fontSize: `${Math.round(size * (isHan(initials) ? 0.32 : 0.38))}px`,
        background: `hsl(${hue} 38% 30%)`,
        color: `hsl(${hue} 75% 90%)`,
      }}
    >
      {initials}
    </span>
  );
}
