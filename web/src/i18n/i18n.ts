import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type MessageKey, messagesEn } from './messages-en.ts';
import { messagesZh } from './messages-zh.ts';

/** Languages of the page. */
export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** How each language calls itself. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', zh: '中文' };

const TABLES: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { en: messagesEn, zh: messagesZh };

export type MessageParams = Readonly<Record<string, string | number>>;
/** Gives the text of a key with its `{parameters}` filled in. A parameter that is not given stays as it is. */
export type Translate = (key: MessageKey, params?: MessageParams) => string;

/** The texts of one language as a function. */
export function translator(locale: Locale): Translate {
  const table = TABLES[locale];
  return (key, params) => {
    const text = table[key];
    return params === undefined
      ? text
      : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  };
}

/** The first language of `wanted` (BCP 47 tags, best first) that the page has; English when there is none. */
export function pickLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = LOCALES.find((locale) => locale === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** True for a key of the text table: guards keys that are put together at run time. */
export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(messagesEn, text);
}

/** Carries the translation to all components. */
export const TranslateContext = createContext<Translate>(translator('en'));
/** The translation of the current language. */
export const useTranslate = (): Translate => useContext(TranslateContext);
