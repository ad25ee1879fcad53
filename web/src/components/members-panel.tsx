import { useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { roleKey, useApp } from '../store/app-state.ts';
import type { LobbyItem, MemberView } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { Avatar } from './avatar.tsx';
import { Button } from './button.tsx';
import { FloorList } from './floor-list.tsx';
import { Icon } from './icon.tsx';
import { MemberMenu } from './member-menu.tsx';
import { MicBadge } from './tile.tsx';

const SEARCH_FROM = 8;

/** Raised hands first, in their order; then as they joined. */
function ordered(members: readonly MemberView[]): readonly MemberView[] {
  const raised = members.filter((member) => member.handOrder > 0).sort((a, b) => a.handOrder - b.handOrder);
  return [...raised, ...members.filter((member) => member.handOrder === 0)];
}

/** The list of people with lobby and floors above it. */
export function MembersPanel() {
  const app = useApp();
  const t = useTranslate();
  const call = useStore(app.call, (view) => view);
  const [search, setSearch] = useState('');
  if (call === null) return null;
  const wanted = search.trim().toLocaleLowerCase();
  const members = ordered(call.members).filter((member) => member.name.toLocaleLowerCase().includes(wanted));
  return (
    <div class="panel-content">
      {call.canModerate && call.lobby.length > 0 && <LobbyList lobby={call.lobby} />}
      <FloorList floors={call.floors} />
      {call.members.length >= SEARCH_FROM && (
        <label class="search">
          <Icon name="search" size={16} />
          <span class="visually-hidden">{t('members.search')}</span>
          <input
            type="search"
            value={search}
            placeholder={t('members.search')}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
      )}
      {call.canModerate && (
        <Button small wide testId="mute-all-button" onClick={() => app.actions.setDialog({ name: 'muteAll' })}>
          <Icon name="micOff" size={16} /> {t('members.muteAll')}
        </Button>
      )}
      <ul class="member-list">
        {members.map((member) => (
          <MemberRow key={member.memberId} member={member} />
        ))}
      </ul>
      {members.length === 0 && <p class="empty">{t('members.nobody')}</p>}
      {call.audienceCount > 0 && <p class="muted-text">{t('members.audience', { n: call.audienceCount })}</p>}
    </div>
  );
}

function MemberRow({ member }: { readonly member: MemberView }) {
  const t = useTranslate();
  const presence = { online: null, suspect: t('tile.suspect'), background: t('tile.away') }[member.presence];
  return (
    <li
      class={`member-row presence-${member.presence}`}
      data-testid="member-row"
      data-member-id={member.memberId}
      data-user-id={member.userId}
    >
      <Avatar initials={member.initials} hue={member.hue} size={34} />
      <span class="member-texts">
        <span class="member-name">
          {member.name}
          {member.isSelf && <span class="muted-text"> ({t('tile.you')})</span>}
        </span>
        <span class="member-role">
          {t(roleKey(member.role))}
          {presence !== null && <span class="member-presence"> · {presence}</span>}
        </span>
      </span>
      {member.handOrder > 0 && (
        <span
          class="hand-badge"
          role="img"
          aria-label={t('tile.handOrder', { n: member.handOrder })}
          data-tip={t('tile.handOrder', { n: member.handOrder })}
        >
          <Icon name="hand" size={15} />
          {member.handOrder}
        </span>
      )}
      <MicBadge member={member} />
      <MemberMenu member={member} />
    </li>
  );
}

function LobbyList({ lobby }: { readonly lobby: readonly LobbyItem[] }) {
  const { actions } = useApp();
  const t = useTranslate();
  return (
    <section class="card lobby-list" data-testid="lobby-list">
      <h3>{t('lobby.heading')}</h3>
      {lobby.map((entry) => (
        <div key={entry.userId} class="lobby-row">
          <span class="member-name">{entry.name}</span>
          <Button small onClick={() => actions.deny(entry.userId)}>
            {t('lobby.deny')}
          </Button>
          <Button small tone="primary" onClick={() => actions.admit(entry.userId)}>
            {t('lobby.admit')}
          </Button>
        </div>
      ))}
    </section>
  );
}
