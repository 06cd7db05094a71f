import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../lib/classNames.ts';
import { type ButtonSize, type ButtonVariant, buttonClasses } from './buttonClasses.ts';

export interface ButtonLinkProps {
  /** A route of the page: `/quorums/new`. */
  readonly to: string;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: LucideIcon;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Leads to another page of ours, and looks like a button. */
export function ButtonLink(props: ButtonLinkProps) {
  const { to, variant = 'secondary', size = 'md', icon: Icon, className, children } = props;
  return (
    <Link to={to} className={classNames(buttonClasses(variant, size), className)}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </Link>
  );
}
