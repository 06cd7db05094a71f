import { type DeliveryKind, deliveryKinds } from '@gridseal/sdk/envelope';
import type { TextOf } from '../../../i18n/index.ts';
import type en from '../messages/en.ts';

/** What an announcement brings. The number comes from the chain, where anybody can write any. */
export function kindWord(t: TextOf<typeof en>, kind: number): string {
  const found = Object.entries(deliveryKinds).find(([, number]) => number === kind);
  return found ? t(`kinds.${found[0] as DeliveryKind}`) : t('kinds.unknown', { kind });
}
