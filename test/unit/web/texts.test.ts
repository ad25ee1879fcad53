import { describe, expect, test } from 'vitest';
import { linkify } from '../../../web/src/components/linkify.ts';
import { pickLocale, translator } from '../../../web/src/i18n/i18n.ts';
import { messagesEn } from '../../../web/src/i18n/messages-en.ts';
import { messagesZh } from '../../../web/src/i18n/messages-zh.ts';
import { nameProblem, roomProblem } from '../../../web/src/join-form.ts';
import { hueOf, initialsOf } from '../../../web/src/store/avatar.ts';

const parametersOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1])).sort();

describe('texts', () => {
  test('[WEB-3] both languages have the same keys, none empty', () => {
    expect(Object.keys(messagesZh).sort()).toEqual(Object.keys(messagesEn).sort());
    for (const text of [...Object.values(messagesEn), ...Object.values(messagesZh)]) expect(text.trim()).not.toBe('');
  });

  test.each(Object.entries(messagesEn))('[WEB-3] %s has the same parameters in both languages', (key, english) => {
    expect(parametersOf(messagesZh[key as keyof typeof messagesEn])).toEqual(parametersOf(english));
  });

  test('[WEB-3] parameters are filled in, unknown ones stay', () => {
    const t = translator('en');
    expect(t('top.members', { n: 3 })).toBe('3 people');
    expect(t('top.members')).toBe('{n} people');
    expect(translator('zh')('top.members', { n: 3 })).toBe('3 人');
  });

  test.each([
    [['zh-CN', 'en'], 'zh'],
    [['ZH-Hant-TW'], 'zh'],
    [['fr', 'zh'], 'zh'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('[WEB-3] a browser that wants %j gets %s', (wanted, locale) => {
    expect(pickLocale(wanted)).toBe(locale);
  });
});

describe('names and rooms', () => {
  test.each([
    ['', 'join.nameMissing'],
    ['   ', 'join.nameMissing'],
    ['x'.repeat(65), 'join.nameTooLong'],
    ['😀'.repeat(64), undefined],
    ['王小明', undefined],
  ])('[WEB-4] the name %j has problem %s', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });

  test.each([
    ['', 'join.roomMissing'],
    ['a b', 'join.roomInvalid'],
    ['../x', 'join.roomInvalid'],
    ['房间', 'join.roomInvalid'],
    ['weekly-sync', undefined],
  ])('[WEB-4] the room %j has problem %s', (room, problem) => {
    expect(roomProblem(room)).toBe(problem);
  });

  test.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['王小明', '小明'],
    ['Jean-Luc  de la Croix', 'JC'],
    ['', '?'],
    ['👩‍👩‍👧 x', '👩‍👩‍👧X'],
  ])('[WEB-4] the initials of %j are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test('[WEB-4] a user keeps a colour, and users that differ in one digit differ in it', () => {
    expect(hueOf('user-1')).toBe(hueOf('user-1'));
    expect(new Set(Array.from({ length: 16 }, (_, index) => hueOf(`user-${index}`))).size).toBeGreaterThan(12);
  });
});

describe('links in messages', () => {
  test.each([
    ['see https://example.org/a?b=1, ok', ['https://example.org/a?b=1']],
    ['(https://example.org)', ['https://example.org/']],
    ['看https://example.org/路。好', ['https://example.org/%E8%B7%AF']],
    ['javascript:alert(1) data:text/html,x file:///etc', []],
    ['https://', []],
    ['<a href="https://x.test/">', ['https://x.test/']],
  ])('[WEB-5] %j links to %j', (message, links) => {
    const pieces = linkify(message);
    expect(pieces.flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))).toEqual(links);
    expect(pieces.map((piece) => piece.text).join('')).toBe(message);
  });
});
