import type { Hex } from '@gridseal/sdk/bytes';
import { useRegistry } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { SafeText, TextLink } from '../../../ui/index.ts';
import { nodePath } from '../model/places.ts';
import { hostOf } from '../model/webUrl.ts';

export interface NodeLinkProps {
  readonly operator: Hex;
  /** Of the registry: any text. Looked up if it is not given. */
  readonly url?: string | undefined;
  readonly maxLength?: number;
}

/** A node by its host, or by its operator if there is none; leads to its page. */
export function NodeLink({ operator, url: given, maxLength = 40 }: NodeLinkProps) {
  const { data: view } = useRegistry();
  const url = given ?? view?.nodes.find((node) => node.operator === operator)?.url;
  return (
    <TextLink to={nodePath(operator)}>
      {url === undefined ? (
        <QuorumName value={operator} copy={false} linked={false} />
      ) : (
        <SafeText text={hostOf(url)} maxLength={maxLength} />
      )}
    </TextLink>
  );
}
