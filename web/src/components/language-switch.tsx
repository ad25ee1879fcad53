import { LOCALE_NAMES, LOCALES, useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';

/** One button for each language; the current one is pressed. */
export function LanguageSwitch() {
  const app = useApp();
  const t = useTranslate();
  const current = useStore(app.ui, (ui) => ui.locale);
  return (
    <fieldset class="language-switch">
      <legend class="visually-hidden">{t('language.label')}</legend>
      {LOCALES.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          data-testid={`language-${locale}`}
          onClick={() => app.actions.setLocale(locale)}
        >
          {LOCALE_NAMES[locale]}
        </button>
      ))}
    </fieldset>
  );
}
