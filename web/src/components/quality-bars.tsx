import { useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';

type Grade = 'good' | 'fair' | 'poor' | 'lost' | 'unknown';

/** The grade of a score 0 (lost) .. 10 (best). */
export function gradeOf(score: number | undefined): Grade {
  if (score === undefined) return 'unknown';
  if (score <= 0) return 'lost';
  if (score <= 4) return 'poor';
  return score <= 7 ? 'fair' : 'good';
}

const BARS: Readonly<Record<Grade, number>> = { good: 3, fair: 2, poor: 1, lost: 0, unknown: 0 };

/** Three bars for a connection; says it in words to screen readers and in the tooltip. */
export function QualityBars({
  score,
  withTip = true,
}: {
  readonly score: number | undefined;
  readonly withTip?: boolean;
}) {
  const t = useTranslate();
  const grade = gradeOf(score);
  const text = t('quality.label', { quality: t(`quality.${grade}` as MessageKey) });
  return (
    <span
      class={`quality grade-${grade}`}
      role="img"
      aria-label={text}
      data-quality={grade}
      data-tip={withTip ? text : undefined}
    >
      {[1, 2, 3].map((bar) => (
        <span key={bar} class={`quality-bar bar-${bar} ${bar <= BARS[grade] ? 'lit' : ''}`} />
      ))}
    </span>
  );
}
