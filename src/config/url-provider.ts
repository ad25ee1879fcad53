/** From the options of push and play URLs to the provider that issues and verifies them. Pure. */
import type { SelfHostedProvider, UrlProvider } from '../push-pull-urls/providers.ts';
import type { Config } from './config.ts';

/** What the options leave to the node: where it listens, and secrets made or derived. */
export type OwnGateway = Omit<SelfHostedProvider, 'type'>;

/** The provider of that configuration; `own` fills in what the options of the own gateway leave open. */
export function urlProviderOf({ provider, rtmpBase, flvBase, secrets }: Config['urls'], own: OwnGateway): UrlProvider {
  if (provider.type !== 'selfHosted') return provider;
  return {
    type: 'selfHosted',
    rtmpBase: rtmpBase === '' ? own.rtmpBase : rtmpBase,
    flvBase: flvBase === '' ? own.flvBase : flvBase,
    secrets: secrets.length === 0 ? own.secrets : secrets,
  };
}
