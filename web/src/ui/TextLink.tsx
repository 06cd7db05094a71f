import { ExternalLink as ExternalIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../lib/classNames.ts';
import { useUiText } from './useUiText.ts';

const LOOK = 'text-accent underline decoration-1 underline-offset-2 hover:text-accent-strong';

/** A link in text: `to` a page of ours, or `href` to elsewhere (a new tab; only http and https are followed). */
export function TextLink(
  props: { readonly children: ReactNode; readonly className?: string } & (
    | { readonly to: string }
    | { readonly href: string }
  ),
) {
  const t = useUiText();
  const className = classNames(LOOK, props.className);
  if ('to' in props) {
    return (
      <Link to={props.to} className={className}>
        {props.children}
      </Link>
    );
  }
  if (!/^https?:\/\//i.test(props.href)) return <span>{props.children}</span>;
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer" className={className}>
      {props.children}
      <ExternalIcon aria-hidden className="ms-1 inline size-3.5 align-[-0.125em]" />
      <span className="sr-only"> ({t('opensNewTab')})</span>
    </a>
  );
}
