import { useEffect, useState } from 'preact/hooks';
import { type Translate, useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import { useApp } from '../store/app-state.ts';
import type { MemberView, RtpMediumView } from '../store/call-view.ts';
import type { ConsumerSample, InspectorView, ProducerSample } from '../store/inspector-view.ts';
import { useStore } from '../store/store.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { LiveUrlTools } from './live-urls.tsx';

const COPIED_MS = 2000;
const LAYER_KEYS: readonly MessageKey[] = ['layer.low', 'layer.mid', 'layer.high'];

/** "850 kbps" or "1.24 Mbps". */
export function formatBitrate(bitsPerSecond: number): string {
  return bitsPerSecond < 1e6 ? `${Math.round(bitsPerSecond / 1000)} kbps` : `${(bitsPerSecond / 1e6).toFixed(2)} Mbps`;
}

const layerText = (layer: number, t: Translate): string => {
  const key = LAYER_KEYS[layer];
  return key === undefined ? '–' : t(key);
};

/** Session, effective media, what is sent and received; once a second. */
export function InspectorPanel() {
  const app = useApp();
  const t = useTranslate();
  const view = useStore(app.inspector, (inspector) => inspector);
  const call = useStore(app.call, (current) => current);
  useEffect(() => app.actions.watchInspector(), [app]);
  return (
    <div class="panel-content inspector">
      <CopyButton />
      {view !== null && <SessionTable session={view.session} offset={call?.offset ?? view.session.offset} t={t} />}
      <Section title={t('inspector.effective')}>
        <EffectiveTable members={call?.members ?? []} t={t} />
      </Section>
      <Section title={t('live.title')}>
        <LiveUrlTools />
      </Section>
      <Section title={t('inspector.producers')}>
        {(view?.producers.length ?? 0) === 0 ? (
          <p class="muted-text">{t('inspector.none')}</p>
        ) : (
          <ProducerTable producers={view?.producers ?? []} t={t} />
        )}
      </Section>
      <Section title={t('inspector.consumers')}>
        {(view?.consumers.length ?? 0) === 0 ? (
          <p class="muted-text">{t('inspector.none')}</p>
        ) : (
          view?.consumers.map((consumer) => <ConsumerCard key={consumer.consumerId} consumer={consumer} t={t} />)
        )}
      </Section>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }) {
  return (
    <section class="inspector-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function CopyButton() {
  const app = useApp();
  const t = useTranslate();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const json = JSON.stringify({ inspector: app.inspector.get(), call: app.call.get() }, null, 2);
    if (!(await app.actions.copyText(json))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <Button small wide onClick={() => void copy()} testId="inspector-copy">
      <Icon name={copied ? 'check' : 'copy'} size={16} /> {copied ? t('inspector.copied') : t('inspector.copy')}
    </Button>
  );
}

function SessionTable({
  session,
  offset,
  t,
}: {
  readonly session: InspectorView['session'];
  readonly offset: number;
  readonly t: Translate;
}) {
  const rows: readonly (readonly [string, MessageKey, string | number])[] = [
    ['status', 'inspector.status', session.status],
    ['session-id', 'inspector.sessionId', session.sessionId],
    ['member-id', 'inspector.memberId', session.memberId],
    ['node', 'inspector.node', session.node],
    ['encoding', 'inspector.encoding', session.encoding],
    ['rtt', 'inspector.rtt', session.rttMs === null ? '–' : `${Math.round(session.rttMs)} ms`],
    ['epoch', 'inspector.epoch', session.epoch],
    ['offset', 'inspector.offset', offset],
    ['recovered', 'inspector.recovered', session.recoveredCount],
    ['snapshots', 'inspector.snapshots', session.snapshotCount],
    ['reconnects', 'inspector.reconnects', session.reconnectCount],
    ['generation', 'inspector.generation', session.mediaGeneration],
  ];
  return (
    <Section title={t('inspector.session')}>
      <dl class="pairs">
        {rows.map(([id, key, value]) => (
          <div key={id}>
            <dt>{t(key)}</dt>
            <dd data-testid={`inspector-${id}`} title={String(value)}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const MEDIA: readonly RtpMediumView[] = ['audio', 'video', 'screen'];

function EffectiveTable({ members, t }: { readonly members: readonly MemberView[]; readonly t: Translate }) {
  return (
    <table class="data-table effective">
      <thead>
        <tr>
          <th scope="col">{t('inspector.member')}</th>
          {MEDIA.map((medium) => (
            <th key={medium} scope="col">
              {t(`medium.${medium}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.memberId} data-member-id={member.memberId}>
            <th scope="row">{member.name}</th>
            {MEDIA.map((medium) => {
              const block = member.media[medium].block;
              return (
                <td key={medium} class={`flow-${block ?? 'flows'}`} data-medium={medium} data-flow={block ?? 'flows'}>
                  {t(`flow.${block ?? 'flows'}`)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const sizeText = (sample: { readonly width: number; readonly height: number }): string =>
  sample.width > 0 ? `${sample.width}×${sample.height}` : '–';

function ProducerTable({ producers, t }: { readonly producers: readonly ProducerSample[]; readonly t: Translate }) {
  return (
    <table class="data-table">
      <thead>
        <tr>
          <th scope="col" />
          <th scope="col">{t('inspector.size')}</th>
          <th scope="col">{t('inspector.fps')}</th>
          <th scope="col">{t('inspector.bitrate')}</th>
        </tr>
      </thead>
      <tbody>
        {producers.map((producer) => (
          <tr
            key={`${producer.medium}/${producer.rid}`}
            class={producer.paused ? 'paused' : ''}
            data-testid="inspector-producer"
          >
            <th scope="row">
              {t(`medium.${producer.medium}`)} {producer.rid} <span class="muted-text">{producer.codec}</span>
            </th>
            <td>{sizeText(producer)}</td>
            <td>{producer.medium === 'audio' ? '–' : Math.round(producer.framesPerSecond)}</td>
            <td>{formatBitrate(producer.bitrateBps)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ConsumerCard({ consumer, t }: { readonly consumer: ConsumerSample; readonly t: Translate }) {
  const isVideo = consumer.medium !== 'audio';
  const pairs: (readonly [MessageKey, string])[] = [
    ['inspector.bitrate', formatBitrate(consumer.bitrateBps)],
    ['inspector.jitter', `${consumer.jitterMs.toFixed(1)} ms`],
    ['inspector.loss', String(consumer.packetsLost)],
  ];
  if (isVideo) {
    pairs.push(
      ['inspector.size', sizeText(consumer)],
      ['inspector.fps', String(Math.round(consumer.framesPerSecond))],
      ['inspector.frames', String(consumer.framesDecoded)],
    );
  }
  if (consumer.simulcast) pairs.push(['inspector.layer', layerText(consumer.currentLayer, t)]);
  return (
    <div
      class={`consumer ${consumer.paused ? 'paused' : ''}`}
      data-testid="inspector-consumer"
      data-member-id={consumer.memberId}
      data-medium={consumer.medium}
    >
      <div class="consumer-head">
        <strong>{consumer.name}</strong>
        <span class="muted-text">
          {t(`medium.${consumer.medium}`)} {consumer.codec}
        </span>
        {consumer.simulcast && <LayerSelect consumer={consumer} t={t} />}
      </div>
      <dl class="pairs columns">
        {pairs.map(([key, value]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function LayerSelect({ consumer, t }: { readonly consumer: ConsumerSample; readonly t: Translate }) {
  const { actions } = useApp();
  return (
    <select
      class="layer-select"
      aria-label={t('inspector.prefer', { name: consumer.name })}
      value={consumer.preferredLayer}
      data-testid="layer-select"
      onChange={(event) => {
        const medium = consumer.medium === 'screen' ? 'screen' : 'video';
        actions.preferLayer(consumer.memberId, medium, Number(event.currentTarget.value));
      }}
    >
      <option value={-1}>{t('layer.auto')}</option>
      {LAYER_KEYS.map((key, layer) => (
        <option key={key} value={layer}>
          {t(key)}
        </option>
      ))}
    </select>
  );
}
