import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { gridLayout, MAX_TILES, type Rect, type Size, spotlightLayout } from '../grid-layout.ts';
import { useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import { type TileView, tilesOf } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { Button, IconButton } from './button.tsx';
import { Tile } from './tile.tsx';

interface PlacedTile {
  readonly tile: TileView;
  readonly rect: Rect;
  readonly isMain: boolean;
}
interface Arrangement {
  readonly placed: readonly PlacedTile[];
  readonly pages: number;
  readonly page: number;
  /** Tiles that found no place beside the main one. */
  readonly hidden: number;
}

/** The main tile: the pinned one, else the first shared screen. */
function mainTile(tiles: readonly TileView[], pinned: string | null): TileView | undefined {
  return tiles.find((tile) => tile.key === pinned) ?? tiles.find((tile) => tile.kind === 'screen');
}

function arrange(tiles: readonly TileView[], stage: Size, pinned: string | null, wantedPage: number): Arrangement {
  const main = mainTile(tiles, pinned);
  if (main !== undefined) {
    const others = tiles.filter((tile) => tile !== main);
    const layout = spotlightLayout(stage, others.length);
    const strip = layout.strip.flatMap((rect, index): PlacedTile[] => {
      const tile = others[index];
      return tile === undefined ? [] : [{ tile, rect, isMain: false }];
    });
    const placed = [{ tile: main, rect: layout.main, isMain: true }, ...strip];
    return { placed, pages: 1, page: 0, hidden: others.length - strip.length };
  }
  const pages = Math.max(1, Math.ceil(tiles.length / MAX_TILES));
  const page = Math.min(wantedPage, pages - 1);
  const shown = tiles.slice(page * MAX_TILES, (page + 1) * MAX_TILES);
  const rects = gridLayout(stage, shown.length);
  const placed = shown.flatMap((tile, index): PlacedTile[] => {
    const rect = rects[index];
    return rect === undefined ? [] : [{ tile, rect, isMain: false }];
  });
  return { placed, pages, page, hidden: 0 };
}

function useSize(): [preact.RefObject<HTMLDivElement>, Size] {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const read = (): void => setSize({ width: target.clientWidth, height: target.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}

/** All tiles, arranged to fit without scrolling: a grid, or one large tile with a filmstrip. */
export function Stage() {
  const app = useApp();
  const t = useTranslate();
  const [element, size] = useSize();
  const members = useStore(app.call, (call) => call?.members);
  const pinned = useStore(app.ui, (ui) => ui.pinned);
  const page = useStore(app.ui, (ui) => ui.page);
  const arrangement = useMemo(() => arrange(tilesOf(members ?? []), size, pinned, page), [members, size, pinned, page]);
  const { placed, pages, hidden } = arrangement;
  const main = placed.find(({ isMain }) => isMain);

  useEffect(() => {
    app.actions.setVisibleTiles(
      placed
        .filter(({ tile }) => !tile.member.isSelf)
        .map(({ tile, rect }) => ({
          memberId: tile.member.memberId,
          medium: tile.kind === 'screen' ? ('screen' as const) : ('video' as const),
          widthPx: rect.width * Math.min(window.devicePixelRatio, 2),
          heightPx: rect.height * Math.min(window.devicePixelRatio, 2),
        })),
    );
  }, [placed, app]);

  return (
    <main class={`stage ${pages > 1 ? 'paged' : ''}`} aria-label={t('stage.label')}>
      <div class="stage-area" ref={element} data-testid="stage">
        {placed.map(({ tile, rect, isMain }) => (
          <Tile key={tile.key} tile={tile} rect={rect} isMain={isMain} isPinned={pinned === tile.key} />
        ))}
      </div>
      {members?.length === 1 && placed.length === 1 && <AloneHint />}
      {hidden > 0 && main !== undefined && <MoreChip hidden={hidden} stage={size} main={main.rect} />}
      {pages > 1 && <Pager page={arrangement.page} pages={pages} />}
      <SoundButton />
    </main>
  );
}

/** Says, in the corner of the main tile, how many found no place in the filmstrip. */
function MoreChip({ hidden, stage, main }: { readonly hidden: number; readonly stage: Size; readonly main: Rect }) {
  const { actions } = useApp();
  const t = useTranslate();
  const place = {
    right: `${stage.width - main.x - main.width + 10}px`,
    bottom: `${stage.height - main.y - main.height + 10}px`,
  };
  return (
    <button type="button" class="more-chip" style={place} onClick={() => actions.setPanel('members')}>
      {t('stage.more', { n: hidden })}
    </button>
  );
}

function AloneHint() {
  const app = useApp();
  const t = useTranslate();
  const copied = useStore(app.ui, (ui) => ui.linkCopied);
  return (
    <section class="alone-hint">
      <strong>{t('stage.aloneTitle')}</strong>
      <span>{t('stage.aloneBody')}</span>
      <Button tone="primary" small onClick={app.actions.copyLink}>
        {copied ? t('top.linkCopied') : t('top.copyLink')}
      </Button>
    </section>
  );
}

function Pager({ page, pages }: { readonly page: number; readonly pages: number }) {
  const { actions } = useApp();
  const t = useTranslate();
  return (
    <nav class="pager" aria-label={t('stage.page', { n: page + 1, total: pages })}>
      <IconButton
        icon="left"
        size="small"
        label={t('stage.previousPage')}
        disabled={page === 0}
        onClick={() => actions.setPage(page - 1)}
      />
      <span class="numbers">
        {page + 1} / {pages}
      </span>
      <IconButton
        icon="right"
        size="small"
        label={t('stage.nextPage')}
        disabled={page === pages - 1}
        onClick={() => actions.setPage(page + 1)}
      />
    </nav>
  );
}

function SoundButton() {
  const app = useApp();
  const t = useTranslate();
  const blocked = useStore(app.ui, (ui) => ui.soundBlocked);
  if (!blocked) return null;
  return (
    <section class="sound-blocked" data-testid="sound-blocked">
      <span>{t('stage.soundBlocked')}</span>
      <Button tone="primary" small onClick={app.actions.turnSoundOn}>
        {t('stage.soundButton')}
      </Button>
    </section>
  );
}
