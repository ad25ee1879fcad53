import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import type { ChatItem } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { linkify } from './linkify.ts';

/** Most characters of one message; the server's limit in bytes is larger than any text this long. */
export const MAX_CHAT_CHARS = 1000;
const GROUP_MS = 120_000;
const NEAR_END_PX = 60;

/** True when `item` continues what the same person wrote just before. */
function continues(item: ChatItem, previous: ChatItem | undefined): boolean {
  return previous !== undefined && previous.memberId === item.memberId && item.sentAtMs - previous.sentAtMs < GROUP_MS;
}

/** Messages, oldest first, and the field to write one. */
export function ChatPanel() {
  const app = useApp();
  const t = useTranslate();
  const chat = useStore(app.call, (call) => call?.chat) ?? [];
  const canChat = useStore(app.call, (call) => call?.canChat ?? true);
  const log = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = log.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [chat]);
  return (
    <>
      <div
        ref={log}
        class="chat-log"
        role="log"
        aria-label={t('chat.log')}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
      >
        {chat.length === 0 && (
          <div class="empty">
            <Icon name="chat" size={28} />
            <strong>{t('chat.emptyTitle')}</strong>
            <span>{t('chat.emptyBody')}</span>
          </div>
        )}
        {chat.map((item, index) => (
          <ChatMessageRow key={item.messageId} item={item} isContinued={continues(item, chat[index - 1])} />
        ))}
      </div>
      {canChat ? <ChatField /> : <p class="chat-denied muted-text">{t('chat.notAllowed')}</p>}
    </>
  );
}

function ChatMessageRow({ item, isContinued }: { readonly item: ChatItem; readonly isContinued: boolean }) {
  const app = useApp();
  const locale = useStore(app.ui, (ui) => ui.locale);
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(item.sentAtMs);
  return (
    <article
      class={`chat-message ${item.isOwn ? 'own' : ''} ${isContinued ? 'continued' : ''}`}
      data-testid="chat-message"
    >
      {!isContinued && (
        <header>
          <span class="chat-name" style={{ color: item.isOwn ? undefined : `hsl(${item.hue} 65% 76%)` }}>
            {item.name}
          </span>
          <time class="numbers" dateTime={new Date(item.sentAtMs).toISOString()}>
            {time}
          </time>
        </header>
      )}
      <p dir="auto">
        {linkify(item.text).map((piece, index) =>
          piece.kind === 'text' ? (
            piece.text
          ) : (
            <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
              {piece.text}
            </a>
          ),
        )}
      </p>
    </article>
  );
}

function ChatField() {
  const app = useApp();
  const t = useTranslate();
  const [text, setText] = useState('');
  const [isSending, setIsSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard before anyone wants to write.
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true });
  }, []);

  const send = async (): Promise<void> => {
    const message = text.trim();
    if (message === '' || isSending) return;
    setIsSending(true);
    setText('');
    const taken = await app.actions.sendChat(message);
    setIsSending(false);
    // What was not sent comes back, before what was typed meanwhile.
    if (!taken) setText((typed) => (typed === '' ? message : `${message}\n${typed}`));
  };

  return (
    <form
      class="chat-field"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={MAX_CHAT_CHARS}
        placeholder={t('chat.placeholder')}
        aria-label={t('chat.placeholder')}
        data-testid="chat-input"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While an input method composes (Chinese), Enter belongs to it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <IconButton
        icon="send"
        size="small"
        label={t('chat.send')}
        testId="chat-send"
        disabled={text.trim() === ''}
        onClick={() => void send()}
      />
    </form>
  );
}
