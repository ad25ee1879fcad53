import { useEffect, useMemo } from 'preact/hooks';
import { TranslateContext, translator } from '../i18n/i18n.ts';
import { installShortcuts } from '../shortcuts.ts';
import { type App, AppContext, useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { ControlBar } from './control-bar.tsx';
import { Dialogs } from './dialogs.tsx';
import { JoinScreen } from './join-screen.tsx';
import { EndedScreen, LobbyScreen } from './message-screens.tsx';
import { ConnectionBanner, LiveRegion, Toasts } from './overlays.tsx';
import { SidePanel } from './side-panel.tsx';
import { Stage } from './stage.tsx';
import { TopBar } from './top-bar.tsx';

/** The whole page over an app. */
export function Page({ app }: { readonly app: App }) {
  const locale = useStore(app.ui, (ui) => ui.locale);
  const translate = useMemo(() => translator(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : locale;
  }, [locale]);
  useEffect(() => installShortcuts(app), [app]);
  return (
    <AppContext.Provider value={app}>
      <TranslateContext.Provider value={translate}>
        <CurrentScreen />
        <Toasts />
        <LiveRegion />
      </TranslateContext.Provider>
    </AppContext.Provider>
  );
}

function CurrentScreen() {
  const app = useApp();
  const screen = useStore(app.ui, (ui) => ui.screen);
  switch (screen.name) {
    case 'join':
      return <JoinScreen busy={screen.busy} problem={screen.problem} />;
    case 'lobby':
      return <LobbyScreen />;
    case 'call':
      return <CallScreen />;
    case 'ended':
      return <EndedScreen reason={screen.reason} />;
  }
}

function CallScreen() {
  return (
    <div class="call-screen" data-testid="call-screen">
      <TopBar />
      <div class="call-middle">
        <Stage />
        <SidePanel />
      </div>
      <ControlBar />
      <ConnectionBanner />
      <Dialogs />
    </div>
  );
}
